"""What of the projects is one's own, in short."""

from dataclasses import dataclass

from django.db.models import Q

from waypost.people.models import Person
from waypost.projects.models import Project


@dataclass(frozen=True, slots=True)
class OwnProject:
    """A project that one manages or sponsors and that is not over."""

    code: str
    name: str


def own_projects(*, viewer: Person, limit: int) -> list[OwnProject]:
    """Return the projects whose plan and bets are `viewer`'s to write: one query."""
    if viewer.is_viewer:
        return []
    found = Project.objects.filter(Q(manager=viewer) | Q(sponsor=viewer)).exclude(
        Q(phase=Project.Phase.CLOSED) | Q(standing=Project.Standing.CANCELLED)
    )
    return [OwnProject(row.code, row.name) for row in found.order_by("-pk")[:limit]]
