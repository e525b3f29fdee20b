"""What the forms offer to choose from."""

from typing import Any

from waypost.okrs import queries
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.queries import ParentOption, Places
from waypost.people import queries as people
from waypost.people.models import Person
from waypost.web.choices import Pairs, People, people_to_choose, told_apart
from waypost.web.objectives.forms import Choices

MOST = 1000  # things to support, or metrics, that a select offers
Level = Objective.Level


def objective_choices(
    viewer: Person, cycle: Cycle, *, places: Places, child: Objective | None = None
) -> Choices:
    """Return what the form of an objective offers; on editing, what it has as well."""
    teams = [
        each
        for each in people.team_options(viewer=viewer)
        if each.value in places.teams or (child and each.value == child.team_id)
    ]
    parents = queries.parent_options(
        viewer=viewer, cycle=cycle, child=child, limit=MOST
    )
    return Choices(
        levels=_levels(places, child),
        teams=told_apart(teams),
        holders=_holders(viewer, places, child.person if child else None),
        people=people_to_choose(viewer, child.reviewer if child else None),
        owners=people_to_choose(viewer, child.owner if child else None, writes=True),
        cycles=_cycles(viewer, child),
        parents=[_parent(each) for each in parents],
    )


def metric_choices(viewer: Person) -> list[tuple[int, str]]:
    """Return the metrics to choose from, each with its code and unit."""
    return [
        (each.value, f"{each.label} ({each.hint})")
        for each in queries.metric_options(viewer=viewer, limit=MOST)
    ]


def _holders(viewer: Person, places: Places, kept: Person | None) -> People | Pairs:
    """Return whose own objective it may be: everybody's, or only one's own."""
    if places.others:
        return people_to_choose(viewer, kept, writes=True)
    own = {person.pk: person.name for person in (viewer, kept) if person is not None}
    return list(own.items())


def _levels(places: Places, child: Objective | None) -> list[tuple[Any, str]]:
    allowed = {
        Level.COMPANY: places.company,
        Level.TEAM: bool(places.teams),
        Level.PERSON: places.own,
    }
    return [
        (level.value, str(level.label))
        for level in Level
        if allowed.get(level, False) or (child and child.level == level)
    ]


def _cycles(viewer: Person, child: Objective | None) -> list[tuple[int, str]]:
    """Return the cycles that are not closed, and the objective's own."""
    return [
        (cycle.pk, cycle.name)
        for cycle in queries.cycles(viewer=viewer)
        if cycle.state != Cycle.State.CLOSED or (child and child.cycle_id == cycle.pk)
    ]


def _parent(option: ParentOption) -> tuple[str, str]:
    return (option.value, f"{option.value} {option.label} ({option.hint})")
