"""A small map to test on: one tree with bets, a lone project, a hidden objective."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
)
from waypost.people.models import Person, Team
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects.models import Project
from waypost.projects.tests.factories import make_project


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands on the map, and who looks at it."""

    cycle: Cycle
    owner: Person
    stranger: Person
    team: Team
    company: Objective
    covered: KeyResult
    bare: KeyResult
    below: Objective
    own: KeyResult
    hidden: Objective
    project: Project
    lone: Project
    bet: Bet


def make_scene() -> Scene:
    """Make the map of a cycle around today."""
    today = timezone.localdate()
    starts, ends = today - timedelta(days=40), today + timedelta(days=50)
    cycle = make_cycle(name="Q4", starts_on=starts, ends_on=ends)
    owner, stranger = make_person("Mara Oyelaran"), make_person()
    team = make_team("Onboarding")
    make_membership(team, owner)
    dates = {"owner": owner, "starts_on": starts, "due_on": ends}
    company = make_objective(title="Clinics get value", cycle=cycle, owner=owner)
    covered = make_key_result(objective=company, title="Days to booking", **dates)
    bare = make_key_result(objective=company, title="Pipeline", **dates)
    below = make_objective(title="Set-up is easy", cycle=cycle, owner=owner, team=team)
    make_alignment(below, covered)
    own = make_key_result(objective=below, title="Steps by hand", **dates)
    hidden = make_objective(
        title="A quiet sale", cycle=cycle, owner=owner, visibility="named"
    )
    make_key_result(objective=hidden, title="Bids in hand", **dates)
    project = make_project(
        name="Guided set-up", code="GUIDE", due_on=_soon(today), team=team
    )
    lone = make_project(name="Brand refresh", code="BRAND", due_on=_soon(today))
    assert covered.metric is not None
    make_reading(covered.metric, 34, observed_at=timezone.now() - timedelta(days=3))
    bet = make_bet(project=project, key_result=covered, probability=1.0)
    make_bet(project=project, key_result=own, probability=0.5, likely=Decimal(6))
    return Scene(
        cycle, owner, stranger, team, company, covered, bare, below, own, hidden,
        project, lone, bet,
    )  # fmt: skip


def _soon(today: date) -> date:
    return today + timedelta(days=10)
