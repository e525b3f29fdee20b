"""How people and teams are read for the search."""

from waypost.core.searchable import Entry, Searchable
from waypost.people.models import Person, Team


def kinds() -> list[Searchable]:
    """Return what can be found here."""
    return [
        Searchable(Person, 40, Person.objects.all, _person),
        Searchable(Team, 50, Team.objects.all, _team),
    ]


def _person(row: Person) -> Entry:
    return Entry(
        title=row.name,
        within=row.email,
        is_open=row.is_active,
        owners=(row.pk, row.manager_id),
    )


def _team(row: Team) -> Entry:
    return Entry(title=row.name, owners=(row.lead_id,))
