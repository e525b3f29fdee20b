"""Things that people stand in some relation to, for the permission table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from waypost.bets.models import Assumption, Bet
from waypost.bets.tests.factories import make_bet
from waypost.conversations.models import Comment
from waypost.conversations.tests.factories import make_comment
from waypost.core.fields import Visibility
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Metric, Objective, Reading
from waypost.okrs.models.objective import ObjectiveViewer
from waypost.okrs.tests.factories import (
    make_check_in,
    make_cycle,
    make_key_result,
    make_metric,
    make_objective,
)
from waypost.people.models import Organisation, Person, Team
from waypost.people.tests.factories import (
    make_calendar,
    make_membership,
    make_organisation,
    make_person,
    make_team,
)
from waypost.projects.models import (
    Allocation,
    BudgetLine,
    Milestone,
    Project,
    Task,
    TaskStatus,
)
from waypost.projects.tests.factories import (
    make_allocation,
    make_budget_line,
    make_milestone,
    make_project,
    make_status,
    make_task,
)

NOW = timezone.now()


@dataclass(frozen=True, slots=True)
class Scene:
    """One of each, owned by people who are nobody's concern."""

    extra: Person
    top: Team
    team: Team
    cycle: Cycle
    company: Objective
    of_team: Objective
    own: Objective
    key_result: KeyResult
    check_in: CheckIn
    project: Project  # a candidate
    other: Project  # the source of a bet yet to be proposed
    milestone: Milestone
    task: Task
    bet: Bet
    assumption: Assumption
    comment: Comment

    @property
    def metric(self) -> Metric:
        """The metric of the key result."""
        assert self.key_result.metric is not None
        return self.key_result.metric

    @property
    def reading(self) -> Reading:
        """The reading that the check-in wrote."""
        assert self.check_in.reading is not None
        return self.check_in.reading

    def empty_cycle(self) -> Cycle:
        """Return a cycle without objectives, made when it is first asked for."""
        first, last = self.next_quarter
        found, _is_new = Cycle.objects.get_or_create(
            name="Empty", defaults={"starts_on": first, "ends_on": last}
        )
        return found

    def metric_let_go(self) -> Metric:
        """Return the metric once nothing stands on it any more."""
        metric = Metric.objects.get(pk=self.reading.metric_id)
        if metric.key_results.exists():
            other = make_metric(name="Another")
            for thing in (self.key_result, self.bet):
                put(thing, metric=other)
        return metric

    def worker(self) -> Person:
        """Return somebody of the team, made when they are first asked for."""
        found = Person.objects.filter(name="Wim Willow").first()
        if found is None:
            found = make_person("Wim Willow")
            make_membership(self.team, found)
        return found

    def pencilled(self) -> Allocation:
        """Return a tentative promise of the worker, made when it is asked for."""
        found = Allocation.objects.filter(project=self.project).first()
        return found or make_allocation(
            self.project,
            person=self.worker(),
            state=Allocation.State.TENTATIVE,
            starts_on=NOW.date(),
            ends_on=NOW.date() + timedelta(days=30),
        )

    def budget_line(self) -> BudgetLine:
        """Return planned money, made when it is first asked for."""
        found = BudgetLine.objects.filter(project=self.project).first()
        return found or make_budget_line(self.project)

    def unused_status(self) -> TaskStatus:
        """Return a status in which no task stands, made when it is asked for."""
        return make_status("review")

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """All that somebody may own, review and hide."""
        return (self.company, self.of_team, self.own)

    @property
    def next_quarter(self) -> tuple[date, date]:
        """A time without a cycle."""
        first = NOW.date() + timedelta(days=60)
        return first, first + timedelta(days=80)

    @property
    def an_hour_ago(self) -> str:
        """A moment as a form sends it."""
        return f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M}"


def make_scene() -> Scene:
    """Build it around today."""
    make_organisation()
    make_calendar("Quay week")
    extra = make_person("Extra Fir")
    top = make_team("Everything", lead=extra)
    team = make_team("Quay", parent=top, lead=extra)
    today = NOW.date()
    cycle = make_cycle(
        name="Now", manager=extra,
        starts_on=today - timedelta(days=40), ends_on=today + timedelta(days=50),
    )  # fmt: skip
    held = {"cycle": cycle, "owner": extra}
    company = make_objective(title="Of the company", **held)
    of_team = make_objective(title="Of the team", team=team, **held)
    own = make_objective(
        title="Of one's own", cycle=cycle, person=make_person("Olga Oak")
    )
    key_result = make_key_result(
        objective=of_team, starts_on=cycle.starts_on, due_on=cycle.ends_on
    )
    check_in = make_check_in(key_result, value=25, observed_at=NOW - timedelta(days=1))
    for kind in ("todo", "doing", "done"):
        make_status(kind)
    run = {"manager": extra, "sponsor": extra, "team": team}
    project = make_project(name="Works", code="WORKS", is_funded=False, **run)
    other = make_project(name="Other works", code="OTHER", **run)
    milestone = make_milestone(project)
    task = make_task(project, milestone=milestone)
    bet = make_bet(project=project, key_result=key_result, state=Bet.State.PROPOSED)
    assumption = Assumption.objects.create(bet=bet, text="Guests know of it")
    comment = make_comment(of_team, author=extra, body="Is the quay long enough")
    return Scene(
        extra, top, team, cycle, company, of_team, own, key_result, check_in, project,
        other, milestone, task, bet, assumption, comment,
    )  # fmt: skip


def put(thing: Any, **values: Any) -> None:
    """Save values without history or checks: this is how the scene is set."""
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(values))


def _for_each(things: tuple[str, ...], **roles: str) -> Callable[[Scene, Person], None]:
    """Return what puts a person into a role on each of the scene's things."""

    def relate(scene: Scene, person: Person) -> None:
        for name in things:
            for field in roles.values():
                put(getattr(scene, name), **{field: person})

    return relate


def _name_viewer(scene: Scene, person: Person) -> None:
    for objective in scene.objectives:
        ObjectiveViewer.objects.create(objective=objective, person=person)


def _hold(scene: Scene, person: Person) -> None:
    put(scene.own, person=person, owner=person)


def _manage_holder(scene: Scene, person: Person) -> None:
    assert scene.own.person is not None
    put(scene.own.person, manager=person)


def _join(scene: Scene, person: Person) -> None:
    make_membership(scene.team, person)


_PROJECTS = ("project", "other")
RELATIONS: dict[str, Callable[[Scene, Person], object]] = {
    "none": lambda _scene, _person: None,
    "cycle manager": _for_each(("cycle",), role="manager"),
    "team lead": _for_each(("team",), role="lead"),
    "lead above": _for_each(("top",), role="lead"),
    "team member": _join,
    "objective owner": _for_each(("company", "of_team"), role="owner"),
    "reviewer": _for_each(("company", "of_team"), role="reviewer"),
    "named viewer": _name_viewer,
    "holder": _hold,
    "holder's manager": _manage_holder,
    "key result owner": _for_each(("key_result",), role="owner"),
    "delegate": _for_each(("key_result",), role="delegate"),
    "metric owner": lambda scene, person: put(scene.metric, owner=person),
    "author": _for_each(("check_in",), role="author"),
    "project manager": _for_each(_PROJECTS, role="manager"),
    "sponsor": _for_each(_PROJECTS, role="sponsor"),
    "project reviewer": _for_each(_PROJECTS, role="reviewer"),
    "assignee": _for_each(("task",), role="assignee"),
    "bet owner": _for_each(("bet",), role="owner"),
    "comment author": _for_each(("comment",), role="author"),
    "the person's manager": _for_each(("extra",), role="manager"),
}


def _plan(scene: Scene) -> None:
    put(scene.cycle, state=Cycle.State.PLANNING)


def _let_viewers_comment() -> None:
    put(Organisation.objects.get(), viewers_may_comment=True)


def _hide(scene: Scene) -> None:
    for thing in (*scene.objectives, scene.project, scene.other):
        put(thing, visibility=Visibility.NAMED)


STATES: dict[str, Callable[[Scene], None]] = {
    "active": lambda _scene: None,
    "viewers may comment": lambda _scene: _let_viewers_comment(),
    "planning": _plan,
    "private": _hide,
}
