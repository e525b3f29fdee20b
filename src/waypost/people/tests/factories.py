"""Ready-made people, teams and calendars, valid unless a test says otherwise."""

from datetime import date
from itertools import count
from typing import Any

from waypost.people.models import Calendar, Membership, Organisation, Person, Team

_next = count(1)
LONG_AGO = date(2020, 1, 1)


def make_organisation(**changes: Any) -> Organisation:
    """Create the organisation, in UTC, with check-ins on Mondays."""
    fields: dict[str, Any] = {"name": "Larkfield", "time_zone": "UTC"}
    return Organisation.objects.create(**fields | changes)


def make_person(
    name: str = "", *, password: str | None = None, **changes: Any
) -> Person:
    """Create a member with a name and address of their own."""
    number = next(_next)
    fields: dict[str, Any] = {
        "name": name or f"Person {number}",
        "email": f"person-{number}@example.org",
    }
    return Person.objects.create_user(password=password, **fields | changes)


def make_admin(name: str = "", **changes: Any) -> Person:
    """Create an admin."""
    return make_person(name, role=Person.Role.ADMIN, **changes)


def make_team(name: str = "", **changes: Any) -> Team:
    """Create a team at the top of the tree, without a lead."""
    return Team.objects.create(name=name or f"Team {next(_next)}", **changes)


def make_membership(team: Team, person: Person, **changes: Any) -> Membership:
    """Put `person` into `team`, long ago and until further notice."""
    fields: dict[str, Any] = {"starts_on": LONG_AGO}
    return Membership.objects.create(team=team, person=person, **fields | changes)


def make_calendar(name: str = "", **changes: Any) -> Calendar:
    """Create a calendar of five days of eight hours."""
    return Calendar.objects.create(name=name or f"Calendar {next(_next)}", **changes)
