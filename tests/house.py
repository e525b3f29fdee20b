"""A small organisation with one of each, and what some of it may not know.

`make_house` builds what everybody sees, `add_secrets` what only the insider and admins
do: a private objective and a private project, tied to the open ones in every way that
could leak. Each of its words holds `SECRET`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from waypost.bets.models import Assumption
from waypost.bets.tests.factories import make_bet, make_overlap_group
from waypost.conversations import actions as talk
from waypost.conversations.models import Comment
from waypost.okrs import actions as okrs
from waypost.okrs.models import Cycle, KeyResult, Objective, Odds
from waypost.okrs.models.metric import Guardrail
from waypost.okrs.models.objective import ObjectiveViewer
from waypost.okrs.tests.factories import (
    make_alignment,
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person, Team
from waypost.people.tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_team,
)
from waypost.projects import actions as projects
from waypost.projects.models import Project, Task
from waypost.projects.tests.factories import (
    make_dependency,
    make_milestone,
    make_project,
    make_status,
    make_task,
)

SECRET = "Quokka"
ROLES = ("admin", "manager", "member", "viewer")


@dataclass(frozen=True, slots=True)
class House:
    """Who lives there, and the things by the names that tests use."""

    now: datetime
    admin: Person
    manager: Person  # runs the cycle and the open project
    member: Person  # owns the open objectives and key results
    viewer: Person
    insider: Person  # a member, and the only one who is told the secrets
    team: Team
    cycle: Cycle
    company: Objective
    below: Objective
    covered: KeyResult
    steps: KeyResult
    project: Project
    task: Task

    @property
    def strangers(self) -> tuple[Person, ...]:
        """Those to whom the secrets do not exist."""
        return (self.manager, self.member, self.viewer)

    def of_role(self, role: str) -> Person:
        """Return who has a role and is in no secret, save the admin."""
        person: Person = getattr(self, role)
        return person

    @property
    def today(self) -> date:
        """The day on which it stands."""
        return self.now.date()


@contextmanager
def built_house() -> Iterator[House]:
    """Build the house for many tests, at one moment, and take it down at the end."""
    now = timezone.now().replace(microsecond=0)
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("waypost.core.db.SNAPSHOT", "default")
        patch.setattr("waypost.core.db.PAST", "default")
        patch.setattr("waypost.web.start.middleware.FirstRun.is_over", True)
        patch.setattr("django.utils.timezone.now", lambda: now)
        yield make_house()
        transaction.set_rollback(True)


def make_house() -> House:
    """Build what everybody may see, around today."""
    now = timezone.now()
    make_organisation()
    admin, manager, viewer = (
        make_person(f"{role.title()} Alder", role=role)
        for role in ("admin", "manager", "viewer")
    )
    member, insider = make_person("Member Birch"), make_person("Insider Cedar")
    team = make_team("Onboarding", lead=member)
    make_membership(team, member)
    starts, ends = now.date() - timedelta(days=40), now.date() + timedelta(days=50)
    cycle = make_cycle(name="Now", starts_on=starts, ends_on=ends, manager=manager)
    held = {"cycle": cycle, "owner": member, "reviewer": manager}
    company = make_objective(title="Guests come back", **held)
    below = make_objective(title="Boarding is easy", team=team, **held)
    dates = {"owner": member, "starts_on": starts, "due_on": ends}
    covered = make_key_result(objective=company, title="Return visits", **dates)
    steps = make_steps_key_result(objective=below, title="Gates opened", **dates)
    make_alignment(below, covered)
    _measure(covered, now)
    Guardrail.objects.create(
        objective=company, metric=make_metric(name="Complaints"), high=Decimal(9)
    )
    project, task = _make_project(manager, team, now.date())
    make_bet(project=project, key_result=covered, owner=manager, probability=0.5)
    step = steps.steps.get(position=2)
    make_bet(project=project, key_result=steps, owner=manager, step=step)
    return House(
        now, admin, manager, member, viewer, insider, team, cycle, company,
        below, covered, steps, project, task,
    )  # fmt: skip


def _measure(key_result: KeyResult, now: datetime) -> None:
    assert key_result.metric is not None
    for days, value in ((30, 22), (20, 24), (10, 27)):
        at = now - timedelta(days=days)
        make_reading(key_result.metric, value, observed_at=at)
    make_check_in(
        key_result, value=28, confidence=60, observed_at=now - timedelta(days=2),
        went_well="The quay is quiet",
    )  # fmt: skip


def _make_project(manager: Person, team: Team, today: date) -> tuple[Project, Task]:
    project = make_project(
        name="Open gates",
        code="OPEN",
        manager=manager,
        sponsor=manager,
        team=team,
        starts_on=today - timedelta(days=30),
        due_on=today + timedelta(days=30),
    )
    for kind in ("todo", "doing", "done"):
        make_status(kind)
    milestone = make_milestone(project, due_on=today + timedelta(days=20))
    first = make_task(project, milestone=milestone, title="Measure the gate")
    second = make_task(project, milestone=milestone, title="Widen the gate")
    make_task(project, parent=second, title="Order the hinges")
    make_dependency(first, second)
    return project, first


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the strangers must not come across."""

    insider: Person
    objective: Objective
    own: KeyResult
    shared: KeyResult
    signed: KeyResult
    project: Project
    task: Task
    comment: Comment


def add_secrets(house: House) -> Secrets:
    """Add what only the insider may see, tied to all that is open."""
    objective, own, shared = _secret_objective(house)
    signed = make_steps_key_result(
        f"{SECRET} price",
        objective=objective,
        title=f"{SECRET} deal",
        owner=house.insider,
        starts_on=house.cycle.starts_on,
        due_on=house.cycle.ends_on,
    )
    project, task = _secret_project(house)
    hidden: dict[str, Any] = {
        "owner": house.insider,
        "rationale": f"{SECRET} rationale",
    }
    own_metric = own.metric
    assert own_metric is not None
    group = make_overlap_group(own_metric, name=f"{SECRET} cause")
    places: list[dict[str, Any]] = [
        {"project": project, "key_result": house.covered, "likely": Decimal(7)},
        {"project": house.project, "key_result": own, "overlap_group": group},
        # Of an open project on an open metric, for a key result that is not.
        {
            "project": house.project,
            "key_result": shared,
            "milestone": house.project.milestones.get(),
        },
        {"project": project, "key_result": own, "state": "proposed"},
    ]
    bets = [make_bet(**place, **hidden) for place in places]
    for bet in bets:
        Assumption.objects.create(bet=bet, text=f"{SECRET} assumption")
    comment = _secret_talk(house, objective, own, project, task)
    return Secrets(
        house.insider, objective, own, shared, signed, project, task, comment
    )


def _secret_talk(
    house: House, *things: Objective | KeyResult | Project | Task
) -> Comment:
    """Talk about them, and name somebody who may not know of it."""
    text = f"{SECRET} is what we say, @{house.member.name}"
    for thing in things:
        posted = talk.post_comment(
            actor=house.insider, now=house.now, thing=thing, words=talk.Words(text)
        )
        for marked in (thing, posted.comment):
            talk.react(actor=house.insider, now=house.now, thing=marked, kind="agree")
            talk.acknowledge(actor=house.insider, now=house.now, thing=marked)
    return posted.comment


def _secret_objective(house: House) -> tuple[Objective, KeyResult, KeyResult]:
    """Create it through the actions, so that its history could leak as well."""
    terms = okrs.ObjectiveTerms(
        title=f"{SECRET} line is ours",
        cycle=house.cycle,
        owner=house.insider,
        level=Objective.Level.PERSON,
        person=house.insider,
        why=f"{SECRET} owner retires",
        visibility="named",
        state=Objective.State.ACTIVE,
    )
    insider, now = house.insider, house.now
    objective = okrs.create_objective(
        actor=insider, now=now, terms=terms, serves=[house.covered, house.company]
    )
    dates: dict[str, Any] = {
        "starts_on": house.cycle.starts_on,
        "due_on": house.cycle.ends_on,
    }
    own = okrs.create_key_result(
        actor=insider,
        now=now,
        objective=objective,
        terms=okrs.KeyResultTerms(
            title=f"{SECRET} crew",
            owner=insider,
            metric=okrs.MetricTerms(name=f"{SECRET} heads", unit="quokkas"),
            baseline=Decimal(0),
            target=Decimal(12),
            **dates,
        ),
    ).key_result
    shared = make_key_result(
        objective=objective, title=f"{SECRET} visits", owner=insider,
        metric=house.covered.metric, **dates,
    )  # fmt: skip
    okrs.check_in(
        actor=insider,
        now=now,
        key_result=own,
        entry=okrs.CheckInEntry(
            value=Decimal(3), confidence=40, went_well=f"{SECRET} talks went well"
        ),
    )
    Odds.objects.create(key_result=own, person=insider, probability=0.4, given_at=now)
    return objective, own, shared


def _secret_project(house: House) -> tuple[Project, Task]:
    insider, now = house.insider, house.now
    project = projects.create_project(
        actor=insider,
        now=now,
        terms=projects.ProjectTerms(
            name=f"{SECRET} purchase",
            code="QUOKKA",
            purpose=f"{SECRET} purpose",
            manager=insider,
            sponsor=insider,
            team=house.team,
            visibility="named",
            starts_on=house.today,
            due_on=house.today + timedelta(days=20),
        ),
    )
    Project.objects.filter(pk=project.pk).update(is_funded=True, phase="execution")
    project.refresh_from_db()
    milestone = projects.create_milestone(
        actor=insider,
        now=now,
        project=project,
        terms=projects.MilestoneTerms(
            title=f"{SECRET} signed", due_on=house.today + timedelta(days=9)
        ),
    )
    task = projects.create_task(
        actor=insider,
        now=now,
        project=project,
        terms=projects.TaskTerms(title=f"{SECRET} books", milestone=milestone),
    )
    # Told off later: who was assigned a task of it sees it no more than others.
    Task.objects.filter(pk=task.pk).update(assignee=house.member)
    return project, task


def name_viewer(objective: Objective, person: Person) -> None:
    """Let `person` see an objective that only named people see."""
    ObjectiveViewer.objects.create(objective=objective, person=person)
