"""As of a past day, everything that reads sees what stood then."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from waypost.bets import queries
from waypost.bets.loading import Scope
from waypost.bets.tests.factories import make_bet
from waypost.core import history, undo
from waypost.core.as_of import as_of
from waypost.core.models import ChangeSet
from waypost.okrs import access
from waypost.okrs.models import KeyResult, Objective, Reading
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.models import Task
from waypost.projects.tests.factories import make_project, make_task

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 2, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def change(row: models.Model, *, at: datetime, **values: Any) -> None:
    """Edit a row as an action does."""
    with history.change(actor=None, now=at, verb="test.edit") as recorder:
        recorder.update(row, **values)


def test_shows_a_changed_row_as_it_was_each_time() -> None:
    objective = make_objective(title="First")
    change(objective, at=FIRST, title="Second")
    change(objective, at=FIRST + DAY, title="Third")

    seen = []
    for days in range(3):
        with as_of(FIRST + days * DAY):
            seen.append(Objective.objects.get().title)

    assert seen == ["First", "Second", "Third"]
    assert Objective.objects.get().title == "Third"


def test_leaves_out_what_was_created_since() -> None:
    kr = make_key_result()
    with history.change(actor=None, now=FIRST, verb="test.create") as recorder:
        recorder.create(
            Reading(metric=kr.metric, value=Decimal(25), observed_at=FIRST - DAY)
        )

    with as_of(FIRST):
        before = Reading.objects.count()
    with as_of(FIRST + DAY):
        after = Reading.objects.count()

    assert (before, after) == (0, 1)


def test_brings_back_what_was_deleted_since_with_all_that_hung_on_it() -> None:
    kr = make_key_result(title="Bookings")
    with history.change(actor=None, now=FIRST, verb="test.delete") as recorder:
        recorder.delete(kr.objective)

    with as_of(FIRST):
        found = KeyResult.objects.select_related("objective", "owner", "metric").get()
        title, parent = found.title, found.objective.title

    assert (title, parent) == ("Bookings", kr.objective.title)
    assert not KeyResult.objects.exists()


def test_follows_a_row_that_was_deleted_and_brought_back_by_undo() -> None:
    objective = make_objective(title="Gone and back")
    with history.change(actor=None, now=FIRST, verb="test.delete") as recorder:
        recorder.delete(objective)
    undo.undo(
        change_set=ChangeSet.objects.latest("pk"), actor=make_admin(), now=FIRST + DAY
    )

    there = []
    for days in range(3):
        with as_of(FIRST + days * DAY):
            there.append(Objective.objects.exists())

    assert there == [True, False, True]


def test_keeps_the_types_of_every_column() -> None:
    task = make_task(title="Lay the cable")
    stored = Task.objects.values().get()
    change(task, at=FIRST, title="Lay it", due_on=date(2026, 4, 1), labels=["quay"])

    with as_of(FIRST):
        shown = Task.objects.values().get()

    assert shown == stored


def test_shows_the_past_under_todays_rights() -> None:
    owner, stranger = make_person(), make_person()
    objective = make_objective(title="Open then", owner=owner)
    change(objective, at=FIRST, title="Secret now", visibility="named")

    with as_of(FIRST):
        own = [each.title for each in access.visible_objectives(owner)]
        others = list(access.visible_objectives(stranger))

    assert own == ["Open then"]
    assert others == []


def test_does_not_open_what_was_private_when_it_was_deleted() -> None:
    objective = make_objective(title="Open then")
    change(objective, at=FIRST, visibility="named")
    with history.change(actor=None, now=FIRST + DAY, verb="test.delete") as recorder:
        recorder.delete(objective)

    with as_of(FIRST):
        assert list(access.visible_objectives(make_person())) == []


def test_gives_the_figures_of_that_day() -> None:
    kr = make_key_result()
    bet = make_bet(key_result=kr, project=make_project(is_funded=True))
    change(bet, at=FIRST, likely=Decimal(8), low=Decimal(8), high=Decimal(8))
    change(kr, at=FIRST, target=Decimal(60))

    before = _figures(kr, at=FIRST)
    after = _figures(kr, at=FIRST + DAY)

    assert (before.target, before.stakes[0].worth) == (40, 6)
    assert (after.target, after.stakes[0].worth) == (60, 8)


def test_leaves_the_tables_of_today_to_everybody_else() -> None:
    objective = make_objective(title="First")
    change(objective, at=FIRST, title="Second")

    with as_of(FIRST):
        pass

    assert Objective.objects.get().title == "Second"
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM okrs_objective")
        assert cursor.fetchall() == [("Second",)]


def test_is_over_after_an_error_too() -> None:
    objective = make_objective(title="First")
    change(objective, at=FIRST, title="Second")

    with pytest.raises(LookupError), as_of(FIRST):
        raise LookupError

    assert Objective.objects.get().title == "Second"


def _figures(kr: KeyResult, *, at: datetime) -> queries.KeyResultFigures:
    viewer: Person = make_admin()
    scope = Scope(objectives=(kr.objective_id,))
    with as_of(at):
        found = queries.figures(viewer=viewer, scope=scope, today=at.date())
    return found.key_results[kr.pk]


class AnyHistory(TestCase):
    """Whatever was done, each moment shows what stood then."""

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from(["title", "why", "delete", "undo"]), max_size=8))
    def test_each_moment_shows_what_stood_then(self, deeds: list[str]) -> None:
        admin = make_admin()
        objective = make_objective(title="0", why="0")
        stood = [_as_stored(objective.pk)]

        for number, deed in enumerate(deeds, start=1):
            _do(deed, objective.pk, admin, FIRST + number * DAY)
            stood.append(_as_stored(objective.pk))

        for number, expected in enumerate(stood):
            with as_of(FIRST + number * DAY + DAY / 2):
                assert _as_stored(objective.pk) == expected


def _as_stored(pk: int) -> dict[str, Any] | None:
    found = Objective.objects.filter(pk=pk).values().first()
    return None if found is None else dict(found)


def _do(deed: str, pk: int, admin: Person, at: datetime) -> None:
    row = Objective.objects.filter(pk=pk).first()
    last = ChangeSet.objects.filter(undone_by=None, undoes=None).order_by("-pk").first()
    if deed == "undo" and last is not None:
        undo.undo(change_set=last, actor=admin, now=at)
    elif deed == "delete" and row is not None:
        with history.change(actor=admin, now=at, verb="test.delete") as recorder:
            recorder.delete(row)
    elif row is not None and deed in {"title", "why"}:
        change(row, at=at, **{deed: at.isoformat()})
