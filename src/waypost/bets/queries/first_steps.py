"""How far an organisation is on its way to the first bet."""

from dataclasses import dataclass

from waypost.bets import access
from waypost.bets.models import Bet
from waypost.okrs import access as okrs_access
from waypost.people.models import Person
from waypost.projects import access as projects_access


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What there is already; numbers and codes are those of the first one."""

    has_cycle: bool
    objective: int | None
    key_result: int | None
    project: str
    has_bet: bool


def first_steps(*, viewer: Person) -> FirstSteps:
    """Return what there is of cycle, objective, key result, project and bet."""
    objectives = okrs_access.visible_objectives(viewer).order_by("number")
    key_results = okrs_access.visible_key_results(viewer).order_by("number")
    projects = projects_access.visible_projects(viewer).order_by("pk")
    standing = access.visible_bets(viewer).filter(
        state__in=[Bet.State.PROPOSED, Bet.State.ACTIVE]
    )
    return FirstSteps(
        has_cycle=okrs_access.visible_cycles(viewer).exists(),
        objective=objectives.values_list("number", flat=True).first(),
        key_result=key_results.values_list("number", flat=True).first(),
        project=projects.values_list("code", flat=True).first() or "",
        has_bet=standing.exists(),
    )
