"""Which group of the list a new objective is drafted in."""

from dataclasses import dataclass

from waypost.okrs.models import Objective
from waypost.okrs.queries import ObjectiveGroup, Places
from waypost.people.models import Person

Level = Objective.Level


@dataclass(frozen=True, slots=True)
class Place:
    """Who is to hold a drafted objective."""

    key: str
    level: str
    team: int | None = None
    person: Person | None = None


def key_of(group: ObjectiveGroup) -> str:
    """Return what names a group in an address."""
    return group.kind if group.pk is None else f"{group.kind}-{group.pk}"


def place_of(key: str, places: Places, viewer: Person) -> Place | None:
    """Return who holds what is drafted in a group, if `viewer` may write it there."""
    kind, _dash, number = key.partition("-")
    team = int(number) if number.isdecimal() and len(number) < 10 else None
    if kind == "team" and team in places.teams:
        return Place(key, Level.TEAM, team=team)
    if kind in {"company", "alignment"} and places.company:
        return Place(key, Level.COMPANY)
    is_own = kind in {"people", "alignment"} or key == f"owner-{viewer.pk}"
    if is_own and places.own:
        return Place(key, Level.PERSON, person=viewer)
    return None
