from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from waypost.core.access import Denied
from waypost.core.history import Stale, version_of
from waypost.core.models import ChangeSet
from waypost.core.undo import undo
from waypost.okrs import actions
from waypost.okrs.models import Alignment, CheckIn, KeyResult, Objective
from waypost.okrs.tests.factories import (
    NOW,
    make_alignment,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db


def terms(**changes: object) -> actions.ObjectiveTerms:
    cycle = changes.pop("cycle", None) or make_cycle()
    owner = changes.pop("owner", None) or make_person()
    base = actions.ObjectiveTerms("Clinics stay", cycle, owner)  # type: ignore[arg-type]  # the test knows its kind
    return replace(base, **changes)  # type: ignore[arg-type]  # any field of it


def edit(
    actor: Person, objective: Objective, version: int | None = None, **changes: object
) -> Objective:
    now = replace(actions.ObjectiveTerms.of(objective), **changes)  # type: ignore[arg-type]  # fields by name
    return actions.edit_objective(
        actor=actor, now=NOW, objective=objective, terms=now, version=version
    )


def test_is_created_with_all_that_it_supports() -> None:
    lead = make_person()
    team = make_team(lead=lead)
    above, key_result = make_objective(), make_key_result()

    created = actions.create_objective(
        actor=lead,
        now=NOW,
        terms=terms(level="team", team=team),
        serves=[above, key_result],
    )

    assert created.code == f"O-{created.number}"
    assert created.alignments.count() == 2
    assert ChangeSet.objects.get().summary == "Clinics stay"


def test_numbers_rise() -> None:
    admin = make_admin()

    first, second = (
        actions.create_objective(actor=admin, now=NOW, terms=terms()) for _ in "ab"
    )

    assert second.number == first.number + 1


def test_is_refused_in_a_closed_cycle() -> None:
    closed = make_cycle(name="Q0", state="closed")

    with pytest.raises(actions.CycleIsClosed, match="Q0 is closed"):
        actions.create_objective(actor=make_admin(), now=NOW, terms=terms(cycle=closed))
    with pytest.raises(actions.CycleIsClosed):
        edit(make_admin(), make_objective(cycle=closed), title="New")


@pytest.mark.parametrize(
    ("owner", "said"),
    [({"is_active": False}, "has left"), ({"role": "viewer"}, "only reads")],
)
def test_needs_an_owner_who_can_do_something(owner: dict[str, Any], said: str) -> None:
    with pytest.raises(actions.Refused, match=said):
        actions.create_objective(
            actor=make_admin(), now=NOW, terms=terms(owner=make_person(**owner))
        )


def test_is_denied_to_who_may_not_write_it() -> None:
    with pytest.raises(Denied, match="company"):
        actions.create_objective(actor=make_person(), now=NOW, terms=terms())


def test_says_which_team_is_missing() -> None:
    with pytest.raises(ValidationError, match="which team or which person"):
        actions.create_objective(actor=make_admin(), now=NOW, terms=terms(level="team"))


def test_moves_to_a_level_only_by_who_may_write_there() -> None:
    lead = make_person()
    objective = make_objective(team=make_team(lead=lead))

    with pytest.raises(Denied, match="company"):
        edit(lead, objective, level="company", team=None)

    assert edit(lead, objective, title=" Shorter ").title == "Shorter"


def test_does_not_overwrite_what_somebody_else_saved() -> None:
    admin, objective = make_admin(), make_objective()
    opened = version_of(objective)
    edit(make_admin(), objective, title="Theirs")

    with pytest.raises(Stale):
        edit(admin, objective, version=opened, title="Mine")

    objective.refresh_from_db()
    assert objective.title == "Theirs"


def test_moves_to_another_cycle_only_if_its_key_results_fit() -> None:
    objective = make_key_result().objective
    later = make_cycle(name="Q2", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))

    with pytest.raises(actions.Refused, match="1 of its key results do not fit"):
        edit(make_admin(), objective, cycle=later)


def test_goes_from_draft_to_active_and_is_given_up() -> None:
    admin, objective = make_admin(), make_objective(state="draft")

    actions.propose_objective(actor=admin, now=NOW, objective=objective)
    actions.activate_objective(actor=admin, now=NOW, objective=objective)
    with pytest.raises(actions.Refused, match="cannot become “Proposed”"):
        actions.propose_objective(actor=admin, now=NOW, objective=objective)
    actions.cancel_objective(actor=admin, now=NOW, objective=objective)

    assert objective.state == Objective.State.CANCELLED
    with pytest.raises(actions.Refused, match="written as a draft"):
        edit(admin, make_objective(), state="closed")


def test_comes_back_whole_when_its_deletion_is_undone() -> None:
    admin = make_admin()
    key_result = make_key_result()
    objective = key_result.objective
    child = make_objective()
    make_alignment(child, key_result)
    written = make_check_in(key_result, value=25)

    actions.delete_objective(actor=admin, now=NOW, objective=objective)
    assert not KeyResult.objects.exists()
    assert not Alignment.objects.exists()
    deletion = ChangeSet.objects.get(verb="okrs.delete_objective")
    undo(change_set=deletion, actor=admin, now=NOW)

    assert CheckIn.objects.get() == written
    assert Alignment.objects.get().parent_key_result == key_result
    assert Objective.objects.filter(key=objective.key).exists()


def test_shows_itself_to_those_named() -> None:
    admin, first, second = make_admin(), make_person(), make_person()
    objective = make_objective(visibility="named")

    for people in ([first], [first, second], [second]):
        actions.set_viewers(actor=admin, now=NOW, objective=objective, people=people)

    assert [row.person for row in objective.viewers.all()] == [second]


def test_keeps_guardrails_with_a_limit() -> None:
    admin, objective, metric = make_admin(), make_objective(), make_metric()

    def guard(**limits: int) -> None:
        actions.set_guardrail(
            actor=admin,
            now=NOW,
            objective=objective,
            terms=actions.GuardrailTerms(metric, **limits),  # type: ignore[arg-type]  # fields by name
        )

    with pytest.raises(ValidationError, match="lower or upper limit"):
        guard()
    guard(low=3)
    guard(low=4, high=9)
    rail = objective.guardrails.get()
    assert (rail.low, rail.high) == (4, 9)

    actions.remove_guardrail(actor=admin, now=NOW, guardrail=rail)
    assert not objective.guardrails.exists()


def test_is_graded_while_the_cycle_is() -> None:
    admin = make_admin()
    objective = make_objective(cycle=make_cycle(state="grading"))
    learning = make_objective(cycle=objective.cycle, kind="learning")

    actions.grade_objective(
        actor=admin, now=NOW, objective=objective, score=0.7, reflection="Good."
    )

    assert objective.final_score == 0.7
    with pytest.raises(actions.Refused, match="written answer"):
        actions.grade_objective(actor=admin, now=NOW, objective=learning, score=0.7)
    with pytest.raises(actions.Refused, match="what was learned"):
        actions.grade_objective(actor=admin, now=NOW, objective=learning, score=None)
    with pytest.raises(actions.Refused, match="not being graded"):
        actions.grade_objective(
            actor=admin, now=NOW, objective=make_objective(), score=1
        )
