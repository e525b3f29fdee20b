"""The permission table, row by row: role and relation against action."""

from dataclasses import dataclass

import pytest

from waypost.core.access import Denied
from waypost.okrs import access
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.tests.factories import (
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Person, Team
from waypost.people.tests.factories import make_person, make_team

pytestmark = pytest.mark.django_db
WHO = (
    "viewer",
    "member",
    "manager",
    "admin",
    "cycle_manager",
    "team_lead",
    "top_lead",
    "other_lead",
    "owner",
    "kr_owner",
    "delegate",
    "reviewer",
    "person",
    "boss",
)


@dataclass(frozen=True)
class Cast:
    """A team's objective with everybody who has to do with it."""

    people: dict[str, Person]
    team: Team
    cycle: Cycle
    objective: Objective
    key_result: KeyResult


@pytest.fixture
def cast() -> Cast:
    roles = {"viewer", "member", "manager", "admin"}
    people = {
        who: make_person(who, role=who if who in roles else "member") for who in WHO
    }
    people["person"].manager = people["boss"]
    people["person"].save()
    make_team(lead=people["other_lead"])
    top = make_team(lead=people["top_lead"])
    team = make_team(lead=people["team_lead"], parent=top)
    cycle = make_cycle(manager=people["cycle_manager"])
    objective = make_objective(
        cycle=cycle, team=team, owner=people["owner"], reviewer=people["reviewer"]
    )
    key_result = make_key_result(
        objective=objective, owner=people["kr_owner"], delegate=people["delegate"]
    )
    return Cast(people, team, cycle, objective, key_result)


def allowed(cast: Cast, check: "object", *things: object, **named: object) -> set[str]:
    assert callable(check)
    return {who for who in WHO if check(cast.people[who], *things, **named)}


def test_company_objectives_are_the_cycle_managers(cast: Cast) -> None:
    company = make_objective(cycle=cast.cycle)

    may = {"admin", "cycle_manager"}
    assert allowed(cast, access.may_edit_objective, company) == may
    assert allowed(cast, access.may_manage_cycle, cast.cycle) == may
    assert allowed(cast, access.may_create_cycle) == {"admin"}


def test_team_objectives_are_their_leads_and_managers(cast: Cast) -> None:
    may = {"admin", "manager", "team_lead", "top_lead"}

    assert allowed(cast, access.may_edit_objective, cast.objective) == may


def test_individual_objectives_are_the_persons_own(cast: Cast) -> None:
    own = make_objective(cycle=cast.cycle, person=cast.people["person"])

    assert allowed(cast, access.may_edit_objective, own) == {"admin", "person"}


def test_project_objectives_are_created_by_managers(cast: Cast) -> None:
    may = allowed(cast, access.may_create_objective, cycle=cast.cycle, level="project")

    assert may == {"admin", "manager"}


def test_a_viewer_writes_nothing_even_as_lead_or_owner(cast: Cast) -> None:
    for who in ("team_lead", "owner", "kr_owner", "delegate", "cycle_manager"):
        cast.people[who].role = Person.Role.VIEWER
        cast.people[who].save()
    cast.key_result.refresh_from_db()
    company = make_objective(cycle=cast.cycle)

    assert "team_lead" not in allowed(cast, access.may_edit_objective, cast.objective)
    assert "cycle_manager" not in allowed(cast, access.may_edit_objective, company)
    for check in (access.may_edit_key_result, access.may_check_in):
        assert allowed(cast, check, cast.key_result) == {"admin"}


def test_key_results_are_added_by_owner_and_who_edits(cast: Cast) -> None:
    may = {"admin", "manager", "team_lead", "top_lead", "owner"}

    assert allowed(cast, access.may_add_key_result, cast.objective) == may


def test_key_results_are_edited_by_both_owners(cast: Cast) -> None:
    may = {"admin", "owner", "kr_owner"}

    assert allowed(cast, access.may_edit_key_result, cast.key_result) == may


@pytest.mark.parametrize(
    ("state", "may"),
    [
        ("planning", {"admin", "owner", "kr_owner"}),
        ("active", {"admin", "owner"}),
        ("grading", {"admin", "owner"}),
    ],
)
def test_running_targets_are_the_objective_owners(
    cast: Cast, state: str, may: set[str]
) -> None:
    cast.cycle.state = state

    assert allowed(cast, access.may_move_target, cast.key_result) == may


def test_a_draft_runs_in_no_cycle(cast: Cast) -> None:
    cast.objective.state = Objective.State.DRAFT

    assert not access.is_running(cast.key_result)


def test_check_ins_are_the_owners_or_whom_they_named(cast: Cast) -> None:
    may = {"admin", "kr_owner", "delegate"}

    assert allowed(cast, access.may_check_in, cast.key_result) == may


def test_check_ins_are_edited_by_author_and_acknowledged_by_reviewer(
    cast: Cast,
) -> None:
    written = make_check_in(cast.key_result, author=cast.people["delegate"])

    assert allowed(cast, access.may_edit_check_in, written) == {"admin", "delegate"}
    assert allowed(cast, access.may_acknowledge, written) == {"reviewer"}


def test_odds_are_given_by_all_but_viewers(cast: Cast) -> None:
    assert allowed(cast, access.may_give_odds, cast.key_result) == {*WHO} - {"viewer"}


def test_metrics_are_their_owners_and_managers(cast: Cast) -> None:
    metric = make_metric(owner=cast.people["member"])
    make_key_result(metric=metric)

    assert allowed(cast, access.may_edit_metric, metric) == {
        "admin",
        "manager",
        "member",
    }
    assert allowed(cast, access.may_create_metric) == {*WHO} - {"viewer"}


def test_readings_are_also_entered_by_who_checks_in(cast: Cast) -> None:
    may = {"admin", "manager", "kr_owner", "delegate"}

    assert allowed(cast, access.may_record_reading, cast.key_result.metric) == may


def test_who_has_left_may_nothing(cast: Cast) -> None:
    gone = make_person(role="admin", is_active=False)

    assert not access.may_edit_objective(gone, cast.objective)
    assert not access.may_check_in(gone, cast.key_result)
    assert not access.may_edit_metric(gone, make_metric())


def test_a_refusal_names_who_may(cast: Cast) -> None:
    with pytest.raises(Denied, match="kr_owner"):
        access.require_check_in(cast.people["member"], cast.key_result)
    with pytest.raises(Denied, match="owner"):
        access.require_move_target(cast.people["member"], cast.key_result)
