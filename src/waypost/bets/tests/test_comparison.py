"""What changed since a past day is told as it is seen today."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from waypost.bets.models import Bet
from waypost.bets.queries import About, Comparison, comparison
from waypost.bets.tests.factories import make_bet
from waypost.core import history
from waypost.okrs.models import CheckIn, KeyResult, Objective, Reading
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.models import Project
from waypost.projects.tests.factories import make_milestone, make_project

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 2, 2, 9, tzinfo=UTC)
DAY = THEN.date()
LATER = THEN + timedelta(days=3)
TODAY = LATER.date()


@pytest.fixture
def objective() -> Objective:
    cycle = make_cycle(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    return make_objective(cycle=cycle)


@pytest.fixture
def key_result(objective: Objective) -> KeyResult:
    """A key result from 40 to 70 that stood at 46 on the day."""
    found = make_key_result(
        objective=objective, baseline=Decimal(40), target=Decimal(70)
    )
    create(Reading(metric=found.metric, value=Decimal(46), observed_at=THEN), at=THEN)
    return found


def create(row: models.Model, *, at: datetime) -> models.Model:
    with history.change(actor=None, now=at, verb="test.create") as recorder:
        return recorder.create(row)


def change(row: models.Model, *, at: datetime = LATER, **values: Any) -> None:
    with history.change(actor=None, now=at, verb="test.edit") as recorder:
        recorder.update(row, **values)


def compare(about: About, viewer: Person | None = None) -> Comparison:
    viewer = viewer or make_admin()
    return comparison(viewer=viewer, about=about, day=DAY, today=TODAY)


def moves(found: Comparison) -> dict[tuple[str, str], tuple[Any, Any]]:
    return {
        (row.thing.code, move.name): (move.before, move.after)
        for row in found.moved
        for move in row.moves
    }


def test_finds_nothing_where_nothing_changed(objective: Objective) -> None:
    found = compare(About(objective=objective.pk))

    assert found.count == 0


def test_tells_figures_and_confidence_of_both_days(
    objective: Objective, key_result: KeyResult
) -> None:
    create(
        Reading(metric=key_result.metric, value=Decimal(61), observed_at=LATER),
        at=LATER,
    )
    create(
        CheckIn(
            key_result=key_result,
            author=key_result.owner,
            observed_at=LATER,
            confidence=80,
        ),
        at=LATER,
    )

    found = moves(compare(About(objective=objective.pk)))

    code = key_result.code
    assert found[code, "now"] == (46.0, 61.0)
    assert found[code, "progress"] == pytest.approx((0.2, 0.7))
    assert found[code, "confidence"] == (None, 80)
    assert found[objective.code, "progress"] == pytest.approx((0.2, 0.7))


def test_tells_bets_that_were_placed_changed_and_dropped(
    key_result: KeyResult,
) -> None:
    project = make_project(is_funded=True, code="NEW")
    kept = make_bet(key_result=key_result, probability=0.5)
    dropped = make_bet(key_result=key_result)
    placed = Bet(
        project=project, key_result=key_result, metric=key_result.metric,
        low=1, likely=2, high=3, probability=0.4, owner=key_result.owner,
        state=Bet.State.ACTIVE,
    )  # fmt: skip
    create(placed, at=LATER)
    change(kept, probability=0.8)
    change(dropped, state=Bet.State.WITHDRAWN)

    found = compare(About(key_result=key_result.pk))

    assert [(t.kind, t.pk) for t in found.added] == [
        ("project", project.pk),
        ("bet", placed.pk),
    ]
    assert ("bet", dropped.pk) in {(t.kind, t.pk) for t in found.gone}
    assert moves(found)[kept.project.code, "probability"] == (0.5, 0.8)


def test_tells_dates_that_moved() -> None:
    project = make_project(due_on=date(2026, 3, 1))
    milestone = make_milestone(project, due_on=date(2026, 2, 20))
    change(project, due_on=date(2026, 3, 15))
    change(milestone, due_on=date(2026, 2, 27))

    found = compare(About(project=project.pk))

    told = {row.thing.kind: row.moves[0] for row in found.moved}
    assert told["project"].name == "due"
    assert (told["project"].before, told["project"].after) == (
        date(2026, 3, 1),
        date(2026, 3, 15),
    )
    assert told["milestone"].after == date(2026, 2, 27)


def test_tells_what_came_and_what_went_in_a_cycle(
    objective: Objective, key_result: KeyResult
) -> None:
    gone = make_objective(cycle=objective.cycle, title="Gone")
    with history.change(actor=None, now=LATER, verb="test.delete") as recorder:
        recorder.delete(gone)
    added = Objective(
        title="Added", level="company", owner=objective.owner, number=9000,
        cycle=objective.cycle,
    )  # fmt: skip
    create(added, at=LATER)

    found = compare(About(cycle=objective.cycle_id))

    assert [thing.title for thing in found.gone] == ["Gone"]
    assert [thing.title for thing in found.added] == ["Added"]


def test_leaves_out_what_may_not_be_seen_today(objective: Objective) -> None:
    stranger = make_person()
    secret = make_objective(cycle=objective.cycle, title="Secret", visibility="named")
    hidden = make_key_result(objective=secret, title="Secret")
    open_one = make_key_result(objective=objective)
    work = make_project(
        visibility="named", manager=make_person(), name="Secret", is_funded=True
    )
    make_bet(project=work, key_result=open_one)
    for row in (secret, hidden, work):
        field = "name" if isinstance(row, Project) else "title"
        renamed: dict[str, Any] = {field: "Secret still"}
        change(row, **renamed)
    change(hidden, due_on=date(2026, 3, 20))

    found = compare(About(cycle=objective.cycle_id), stranger)

    assert "Secret" not in repr(found)
    assert found.count == 0


def test_does_not_tell_of_a_thing_that_was_hidden_since(objective: Objective) -> None:
    stranger = make_person()
    change(objective, visibility="named")

    found = compare(About(cycle=objective.cycle_id), stranger)

    assert found.count == 0


def test_asks_as_much_whatever_the_size(
    objective: Objective, key_result: KeyResult
) -> None:
    admin = make_admin()

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            compare(About(cycle=objective.cycle_id), admin)
        return len([q for q in caught if q["sql"].startswith(("SELECT", "WITH"))])

    make_bet(key_result=key_result)
    few = asked()
    for _ in range(3):
        make_bet(key_result=make_key_result(objective=objective))
    assert asked() == few
