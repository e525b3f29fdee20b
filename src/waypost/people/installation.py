"""What is nobody's secret: whether this installation is set up, and its clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet

from waypost.core import memo
from waypost.core.prepared import prepared
from waypost.people.models import Calendar, Organisation, Person


def is_set_up() -> bool:
    """Whether the first run has been through."""
    return organisation() is not None


@memo.once
def organisation() -> Organisation | None:
    """Return the organisation, or nothing before the first run."""
    found = _organisations()
    return found[0] if found else None


@prepared
def _organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("pk")[:1]


def local_day(now: datetime) -> date:
    """Return the calendar date of an instant where the organisation is."""
    return now.astimezone(local_zone()).date()


def local_zone() -> ZoneInfo:
    """Return the organisation's time zone, UTC before the first run."""
    found = organisation()
    return zone(found.time_zone if found else "UTC")


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def default_calendar() -> Calendar | None:
    """Return the calendar of whoever has none of their own."""
    return Calendar.objects.filter(is_default=True).first()


def who_acts(email: str = "") -> Person | None:
    """Return whom a command on this machine acts as: by address, else the first admin.

    A shell on the machine gives the whole database, so it may act as anybody; what it
    does stands in history under that person's name, with the shell as the door.
    """
    active = Person.objects.filter(is_active=True).order_by("pk")
    if email:
        return active.filter(email=email.strip().lower()).first()
    return active.filter(role=Person.Role.ADMIN).first()
