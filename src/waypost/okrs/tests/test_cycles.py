from dataclasses import replace
from datetime import date

import pytest

from waypost.core.access import Denied
from waypost.okrs import actions, queries
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.tests.factories import (
    ENDS_ON,
    NOW,
    STARTS_ON,
    make_cycle,
    make_key_result,
    make_objective,
)
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
TERMS = actions.CycleTerms("Q1 2026", STARTS_ON, ENDS_ON)


def test_is_created_in_planning() -> None:
    cycle = actions.create_cycle(actor=make_admin(), now=NOW, terms=TERMS)

    assert cycle.state == Cycle.State.PLANNING


def test_is_not_created_by_a_manager() -> None:
    with pytest.raises(Denied):
        actions.create_cycle(actor=make_person(role="manager"), now=NOW, terms=TERMS)


def test_lies_inside_its_parent() -> None:
    year = make_cycle(
        name="2025", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
    )

    with pytest.raises(actions.Refused, match="does not lie inside 2025"):
        actions.create_cycle(
            actor=make_admin(), now=NOW, terms=replace(TERMS, parent=year)
        )


def test_does_not_lie_inside_itself() -> None:
    outer = make_cycle()
    inner = make_cycle(parent=outer)

    with pytest.raises(actions.Refused, match="inside itself"):
        actions.edit_cycle(
            actor=make_admin(),
            now=NOW,
            cycle=outer,
            terms=replace(actions.CycleTerms.of(outer), parent=inner),
        )


def test_keeps_its_key_results_inside() -> None:
    cycle = make_cycle()
    make_key_result(objective=make_objective(cycle=cycle))

    with pytest.raises(actions.Refused, match="1 of its key results"):
        actions.edit_cycle(
            actor=make_admin(),
            now=NOW,
            cycle=cycle,
            terms=replace(actions.CycleTerms.of(cycle), ends_on=date(2026, 3, 1)),
        )


def test_gives_its_manager_only_by_an_admin() -> None:
    manager = make_person()
    cycle = make_cycle(manager=manager)
    terms = replace(actions.CycleTerms.of(cycle), name="Spring", manager=make_person())

    with pytest.raises(Denied):
        actions.edit_cycle(actor=manager, now=NOW, cycle=cycle, terms=terms)

    terms = replace(terms, manager=manager)
    edited = actions.edit_cycle(actor=manager, now=NOW, cycle=cycle, terms=terms)
    assert edited.name == "Spring"


def test_goes_from_planning_to_closed() -> None:
    manager = make_person()
    cycle = make_cycle(state="planning", manager=manager)
    proposed = make_objective(cycle=cycle, state="proposed")
    draft = make_objective(cycle=cycle, state="draft")

    actions.start_cycle(actor=manager, now=NOW, cycle=cycle)
    proposed.refresh_from_db()
    assert proposed.state == Objective.State.ACTIVE

    actions.begin_grading(actor=manager, now=NOW, cycle=cycle)
    actions.close_cycle(actor=manager, now=NOW, cycle=cycle)
    proposed.refresh_from_db()
    draft.refresh_from_db()
    assert cycle.state == Cycle.State.CLOSED
    assert proposed.state == Objective.State.CLOSED
    assert draft.state == Objective.State.CANCELLED


def test_skips_no_state() -> None:
    cycle = make_cycle(state="active")

    with pytest.raises(actions.Refused, match="is in “Active”; this needs “Planning”"):
        actions.start_cycle(actor=make_admin(), now=NOW, cycle=cycle)


def test_is_deleted_only_when_empty() -> None:
    admin = make_admin()
    full, empty = make_cycle(), make_cycle()
    make_objective(cycle=full)

    with pytest.raises(actions.Refused, match="has objectives"):
        actions.delete_cycle(actor=admin, now=NOW, cycle=full)
    actions.delete_cycle(actor=admin, now=NOW, cycle=empty)

    assert list(Cycle.objects.all()) == [full]


def test_current_is_the_shortest_that_runs() -> None:
    viewer = make_person()
    make_cycle(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    quarter = make_cycle()
    ahead = make_cycle(starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31))

    def current(day: date) -> Cycle | None:
        return queries.current_cycle(viewer=viewer, today=day)

    assert current(date(2026, 2, 1)) == quarter
    assert current(date(2026, 12, 31)) != quarter
    assert current(date(2027, 2, 1)) == ahead
    assert current(date(2030, 1, 1)) == ahead
    assert current(date(2020, 1, 1)) is not None


def test_there_may_be_none() -> None:
    today = date(2026, 1, 1)

    assert queries.current_cycle(viewer=make_person(), today=today) is None
