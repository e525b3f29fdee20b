"""What the forms offer to choose from."""

from collections.abc import Iterable, Sequence
from typing import Any

from waypost.okrs import queries
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.queries import ParentOption, Places
from waypost.people import queries as people
from waypost.people.models import Person
from waypost.people.queries import Option
from waypost.web.objectives.forms import Choices

MOST = 1000
Level = Objective.Level


def objective_choices(
    viewer: Person, cycle: Cycle, *, places: Places, child: Objective | None = None
) -> Choices:
    """Return what the form of an objective offers; on editing, what it has as well."""
    everybody = people.person_options(viewer=viewer, limit=MOST)
    owners = people.person_options(viewer=viewer, limit=MOST, is_owner=True)
    teams = [
        each
        for each in people.team_options(viewer=viewer)
        if each.value in places.teams or (child and each.value == child.team_id)
    ]
    holders = [
        each
        for each in owners
        if places.others
        or each.value == viewer.pk
        or (child and each.value == child.person_id)
    ]
    parents = queries.parent_options(
        viewer=viewer, cycle=cycle, child=child, limit=MOST
    )
    return Choices(
        levels=_levels(places, child),
        teams=_pairs(teams),
        holders=_pairs(holders),
        people=_pairs(everybody, child.reviewer if child else None),
        owners=_pairs(owners, child.owner if child else None),
        cycles=_cycles(viewer, child),
        parents=[_parent(each) for each in parents],
    )


def metric_choices(viewer: Person) -> list[tuple[int, str]]:
    """Return the metrics to choose from, each with its code and unit."""
    return [
        (each.value, f"{each.label} ({each.hint})")
        for each in queries.metric_options(viewer=viewer, limit=MOST)
    ]


def owner_choices(viewer: Person) -> list[tuple[int, str]]:
    """Return the people who can be given something to do."""
    return _pairs(people.person_options(viewer=viewer, limit=MOST, is_owner=True))


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


def _pairs(
    options: Iterable[Option], kept: Person | None = None
) -> list[tuple[int, str]]:
    pairs = [(each.value, each.label) for each in _told_apart(list(options))]
    if kept is not None and all(value != kept.pk for value, _label in pairs):
        pairs.append((kept.pk, kept.name))
    return pairs


def _told_apart(options: Sequence[Option]) -> list[Option]:
    """Add the hint where two have the same name."""
    names = [each.label for each in options]
    return [
        Option(each.value, f"{each.label} ({each.hint})")
        if names.count(each.label) > 1 and each.hint
        else each
        for each in options
    ]


def _parent(option: ParentOption) -> tuple[str, str]:
    return (option.value, f"{option.value} {option.label} ({option.hint})")
