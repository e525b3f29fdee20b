from datetime import date

import pytest

from waypost.core.access import Denied
from waypost.okrs import actions
from waypost.okrs.models import KeyResult, Step
from waypost.okrs.tests.factories import (
    NOW,
    TODAY,
    make_binary_key_result,
    make_cycle,
    make_key_result,
    make_objective,
    make_steps_key_result,
)
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def first_of(key_result: KeyResult) -> Step:
    return key_result.steps.order_by("position")[0]


def add(key_result: KeyResult, title: str) -> Step:
    return actions.add_step(
        actor=key_result.owner,
        now=NOW,
        key_result=key_result,
        terms=actions.StepTerms(title),
    )


def test_is_added_at_the_end() -> None:
    key_result = make_steps_key_result("A", "B")

    assert add(key_result, "C").position == 2
    with pytest.raises(actions.Refused, match="not made of steps"):
        add(make_key_result(), "C")
    with pytest.raises(actions.Refused, match="not made of steps"):
        add(make_binary_key_result(), "C")


def test_is_renamed_and_weighed() -> None:
    key_result = make_steps_key_result()
    step = first_of(key_result)

    actions.edit_step(
        actor=key_result.owner, now=NOW, step=step, terms=actions.StepTerms("New", 3)
    )

    assert (step.title, step.weight) == ("New", 3)


def test_is_completed_and_taken_up_again() -> None:
    key_result = make_steps_key_result()
    owner, step = key_result.owner, first_of(key_result)

    actions.complete_step(actor=owner, now=NOW, step=step)
    assert first_of(key_result).done_on == TODAY

    actions.reopen_step(actor=owner, now=NOW, step=step)
    assert first_of(key_result).done_on is None

    with pytest.raises(actions.Refused, match="lies ahead"):
        actions.complete_step(actor=owner, now=NOW, step=step, done_on=date(2026, 2, 3))


def test_is_completed_by_who_checks_in_only() -> None:
    step = first_of(make_steps_key_result())

    with pytest.raises(Denied):
        actions.complete_step(actor=make_person(), now=NOW, step=step)


def test_is_the_last_to_stay() -> None:
    key_result = make_steps_key_result("A", "B")
    first, second = key_result.steps.order_by("position")

    actions.remove_step(actor=key_result.owner, now=NOW, step=first)
    with pytest.raises(actions.Refused, match="keeps at least one"):
        actions.remove_step(actor=key_result.owner, now=NOW, step=second)


def test_stands_in_the_order_given() -> None:
    key_result = make_steps_key_result("A", "B")
    first, second = key_result.steps.order_by("position")

    actions.reorder_steps(
        actor=key_result.owner, now=NOW, key_result=key_result, steps=[second, first]
    )

    assert first_of(key_result) == second
    with pytest.raises(actions.Refused, match="reload"):
        actions.reorder_steps(
            actor=key_result.owner, now=NOW, key_result=key_result, steps=[first]
        )


def test_stays_as_it_is_once_the_cycle_is_closed() -> None:
    objective = make_objective(cycle=make_cycle(state="closed"))
    key_result = make_steps_key_result(objective=objective)

    with pytest.raises(actions.CycleIsClosed):
        actions.complete_step(
            actor=key_result.owner, now=NOW, step=first_of(key_result)
        )
