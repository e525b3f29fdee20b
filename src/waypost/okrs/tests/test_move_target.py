from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from waypost.core import outbox
from waypost.core.access import Denied
from waypost.core.models import ChangeSet, Event
from waypost.okrs import actions
from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import (
    NOW,
    make_cycle,
    make_key_result,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
WHY = "The partner channel raised the bar."


def move(
    key_result: KeyResult,
    actor: Person | None = None,
    reason: str = WHY,
    **values: object,
) -> KeyResult:
    return actions.move_target(
        actor=actor or key_result.objective.owner,
        now=NOW,
        key_result=key_result,
        move=actions.Move(**values),  # type: ignore[arg-type]  # any field of it
        reason=reason,
    )


def test_keeps_the_scale_and_the_reason() -> None:
    key_result = make_key_result()

    move(key_result, target=Decimal(60), due_on=date(2026, 3, 15))

    key_result.refresh_from_db()
    assert (key_result.target, key_result.scale) == (60, 20)
    assert key_result.due_on == date(2026, 3, 15)
    assert ChangeSet.objects.get().reason == WHY


def test_tells_the_reviewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_consumers", {})
    outbox.subscribe("test", events={"okrs.move_target"}, handle=lambda *_: None)
    reviewer = make_person()
    key_result = make_key_result(objective=make_objective(reviewer=reviewer))

    move(key_result, target=Decimal(60))

    payload = Event.objects.get().payload
    assert payload == {"key_result": key_result.pk, "reviewer": reviewer.pk}


@pytest.mark.parametrize("reason", ["", "  "])
def test_is_refused_without_a_reason(reason: str) -> None:
    with pytest.raises(actions.Refused, match="Say why"):
        move(make_key_result(), reason=reason, target=Decimal(60))


def test_is_denied_to_the_key_results_owner_once_it_runs() -> None:
    key_result = make_key_result(owner=make_person())

    with pytest.raises(Denied, match="who owns the objective"):
        move(key_result, key_result.owner, target=Decimal(60))


def test_is_refused_when_nothing_moves() -> None:
    with pytest.raises(actions.Refused, match="Nothing moves"):
        move(make_key_result(), target=Decimal(40))


def test_stays_inside_the_cycle_and_off_the_baseline() -> None:
    with pytest.raises(actions.Refused, match="longer cycle"):
        move(make_key_result(), due_on=date(2026, 5, 1))
    with pytest.raises(ValidationError, match="must differ"):
        move(make_key_result(), target=Decimal(20))


def test_is_refused_in_a_closed_cycle() -> None:
    objective = make_objective(cycle=make_cycle(state="closed"))

    with pytest.raises(actions.CycleIsClosed):
        move(make_key_result(objective=objective), target=Decimal(60))
