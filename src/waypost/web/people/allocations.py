"""What a person is promised to, as their page shows it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.projects import queries
from waypost.projects.queries import AllocationRow
from waypost.web.addresses import project_url
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class Promise:
    """Hours a week for a project that the viewer sees."""

    row: AllocationRow
    url: str


@dataclass(frozen=True, slots=True)
class Promised:
    """All of them, and the most of a week that all projects together take."""

    rows: tuple[Promise, ...]
    most: str
    is_too_much: bool


def promised(viewer: Person, person: Person, today: date) -> Promised | None:
    """Return what a person is promised to from today on, or nothing."""
    load = queries.load_of(viewer=viewer, person=person, today=today)
    if load is None:
        return None
    rows = queries.allocations_of(viewer=viewer, person=person, today=today)
    words = {
        "hours": formats.number(load.hours),
        "capacity": formats.hours(load.capacity),
        "over": formats.hours(load.over),
        "first": formats.day(load.starts_on),
        "last": formats.day(load.ends_on),
    }
    said = _("At most %(hours)s of %(capacity)s a week.")
    if load.over:
        said = _(
            "%(hours)s of %(capacity)s a week from %(first)s to %(last)s:"
            " %(over)s too much."
        )
    return Promised(
        rows=tuple(Promise(row, project_url(row.project_code)) for row in rows),
        most=said % words,
        is_too_much=bool(load.over),
    )
