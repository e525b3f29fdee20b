"""A small project to test on, with a plan, a bet, and people of every right."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person, Team
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.projects.models import Milestone, Project, Task
from waypost.projects.tests.factories import (
    make_milestone,
    make_project,
    make_status,
    make_task,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who looks, and at what. `member` is in the team; `reader` only reads."""

    manager: Person
    sponsor: Person
    member: Person
    reader: Person
    team: Team
    project: Project
    first: Milestone
    last: Milestone
    early: Task
    late: Task
    key_result: KeyResult
    bet: Bet


def today() -> date:
    """Return the day on which the pages look."""
    return timezone.localdate()


def make_scene() -> Scene:
    """Make a funded project of two milestones and two tasks that bets on something."""
    manager, sponsor = make_person("Ines Duarte"), make_person("Bjarne Holt")
    member, reader = make_person("Aila Niemi"), make_person("Greta", role="viewer")
    team = make_team("Onboarding")
    make_membership(team, member)
    now = today()
    cycle = make_cycle(
        name="Q4", starts_on=now - timedelta(days=40), ends_on=now + timedelta(days=50)
    )
    owner = make_person("Mara Oyelaran")
    objective = make_objective(title="Clinics get value", cycle=cycle, owner=owner)
    key_result = make_key_result(
        objective=objective,
        title="Bookings a week",
        starts_on=cycle.starts_on,
        due_on=cycle.ends_on,
    )
    project = make_project(
        name="Guided set-up",
        code="GUIDE",
        manager=manager,
        sponsor=sponsor,
        team=team,
        starts_on=now - timedelta(days=20),
        due_on=now + timedelta(days=20),
    )
    for kind in ("todo", "doing", "blocked", "done"):
        make_status(kind)
    first = make_milestone(project, title="Prototype", due_on=now + timedelta(days=5))
    last = make_milestone(project, title="Roll-out", due_on=now + timedelta(days=20))
    early = make_task(
        project, milestone=first, title="Interview ten clinics", assignee=member
    )
    late = make_task(
        project,
        milestone=first,
        title="Draw the guide",
        due_on=now - timedelta(days=2),
    )
    bet = make_bet(
        project=project, key_result=key_result, milestone=last, likely=Decimal(6)
    )
    return Scene(
        manager, sponsor, member, reader, team, project, first, last, early, late,
        key_result, bet,
    )  # fmt: skip


def look(client: Client, viewer: Person, url: str, **given: str) -> str:
    """Return the page that `viewer` gets."""
    client.force_login(viewer)
    response = client.get(url, given)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
