"""Who is promised to a project, and what it may cost."""

from decimal import Decimal

from waypost.people.models import Person
from waypost.projects import actions
from waypost.projects.models import Allocation, Project
from waypost.sample.building.cast import Cast
from waypost.sample.content.organisation import TEAMS
from waypost.sample.content.resources import MONEY, PROMISES
from waypost.sample.terms import MoneyContent, ProjectContent, PromiseContent


def plan_resources(cast: Cast, content: ProjectContent) -> None:
    """Promise people to a project and plan its money, on the day after it began."""
    project = cast.projects[content.code]
    for promise in PROMISES:
        if promise.project == content.code:
            _promise(cast, content, project, promise)
    for money in MONEY:
        if money.project == content.code:
            _plan_money(cast, content, project, money)


def _promise(
    cast: Cast, content: ProjectContent, project: Project, promise: PromiseContent
) -> Allocation:
    """Let the manager pencil somebody in, and their lead confirm it a day later."""
    clock = cast.clock
    first, last = (clock.day(number) for number in promise.days)
    made = actions.allocate(
        actor=cast.people[content.manager],
        now=clock.past(clock.day(content.created + 1), 11),
        project=project,
        terms=actions.AllocationTerms(
            person=cast.person(promise.who),
            team=cast.teams[promise.team] if promise.team else None,
            role=promise.role,
            starts_on=first,
            ends_on=last,
            hours_per_week=Decimal(promise.hours),
            is_tentative=not promise.is_firm,
        ),
    )
    if made.is_firm or not promise.is_firm:
        return made
    at = clock.past(clock.day(content.created + 2), 10)
    lead = _lead_of(cast, promise.who)
    return actions.confirm_allocation(actor=lead, now=at, allocation=made)


def _lead_of(cast: Cast, who: str) -> Person:
    """Return whose word it is: the lead of the person's team, else an admin."""
    for team in TEAMS:
        if who in {member for member, _role in team.members}:
            return cast.people[team.lead]
    return cast.admin


def _plan_money(
    cast: Cast, content: ProjectContent, project: Project, money: MoneyContent
) -> None:
    clock, code = cast.clock, content.code
    first, last = money.span or (None, None)
    actions.add_budget_line(
        actor=cast.people[content.manager],
        now=clock.past(clock.day(content.created + 1), 12),
        project=project,
        terms=actions.BudgetTerms(
            category=money.category,
            planned=Decimal(money.planned),
            kind=money.kind,
            milestone=cast.milestones[code, money.milestone]
            if money.milestone
            else None,
            starts_on=None if first is None else clock.day(first),
            ends_on=None if last is None else clock.day(last),
        ),
    )
