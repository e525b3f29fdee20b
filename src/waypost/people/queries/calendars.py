"""Calendars with their days and people, and when people are away."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from waypost.people import access
from waypost.people.models import Calendar, CalendarException, Person, TimeOff
from waypost.people.queries.common import Ref, ref_of


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A day that differs from its calendar's week."""

    pk: int
    day: date
    hours: Decimal
    name: str

    @property
    def is_free(self) -> bool:
        """Whether nobody works."""
        return self.hours == 0


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One line of the list: the week in hours, who has it, what is next."""

    pk: int
    name: str
    is_default: bool
    weekly_hours: tuple[float, ...]
    total_hours: float
    people_count: int
    days_ahead: int


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One calendar with the days that differ in one year, and some who have it."""

    row: CalendarRow
    year: int
    exceptions: tuple[ExceptionRow, ...]
    years: tuple[int, ...]
    people: tuple[Ref, ...]
    may_edit: bool


def calendar_rows(*, viewer: Person, today: date) -> list[CalendarRow]:
    """Return all calendars, the default first: three queries."""
    has_day_ahead = Q(exceptions__day__gte=today)
    found = Calendar.objects.annotate(ahead=Count("exceptions", filter=has_day_ahead))
    counts = _people_counts()
    ordered = found.order_by("-is_default", "name", "pk")
    return [_calendar_row(row, counts) for row in ordered]


def calendar(*, viewer: Person, pk: int) -> Calendar:
    """Return one calendar.

    Raises
    ------
    Calendar.DoesNotExist
        If there is none.
    """
    return Calendar.objects.get(pk=pk)


def calendar_page(
    *, viewer: Person, calendar: Calendar, year: int, most: int = 24
) -> CalendarPage:
    """Return a calendar in one year: four queries."""
    days = calendar.exceptions.order_by("day")
    rows = [row for row in days if row.day.year == year]
    calendar.ahead = 0  # type: ignore[attr-defined]  # what the list counts by SQL
    return CalendarPage(
        row=_calendar_row(calendar, _people_counts()),
        year=year,
        exceptions=tuple(
            ExceptionRow(row.pk, row.day, row.hours, row.name) for row in rows
        ),
        years=tuple(sorted({row.day.year for row in days} | {year})),
        people=tuple(map(ref_of, _having(calendar)[:most])),
        may_edit=access.may_administrate(viewer),
    )


def calendar_options(*, viewer: Person) -> list[tuple[int, str]]:
    """Return calendars to choose from, the default one first."""
    found = Calendar.objects.order_by("-is_default", "name", "pk")
    return list(found.values_list("pk", "name"))


def calendar_exception(*, viewer: Person, pk: int) -> CalendarException:
    """Return one day that differs.

    Raises
    ------
    CalendarException.DoesNotExist
        If there is none.
    """
    return CalendarException.objects.select_related("calendar").get(pk=pk)


def time_off_entry(*, viewer: Person, pk: int) -> TimeOff:
    """Return one entry of somebody's days off.

    Raises
    ------
    TimeOff.DoesNotExist
        If there is none.
    """
    return TimeOff.objects.select_related("person").get(pk=pk)


def _having(calendar: Calendar) -> "list[Person]":
    has_it = Q(calendar=calendar)
    if calendar.is_default:
        has_it |= Q(calendar__isnull=True)
    found = Person.objects.filter(has_it, is_active=True)
    return list(found.order_by("name", "pk")[:200])


def _people_counts() -> dict[int | None, int]:
    active = Person.objects.filter(is_active=True).order_by()
    counted = active.values("calendar_id").annotate(n=Count("pk"))
    return {row["calendar_id"]: row["n"] for row in counted}


def _calendar_row(calendar: Calendar, counts: dict[int | None, int]) -> CalendarRow:
    having = counts.get(calendar.pk, 0)
    if calendar.is_default:
        having += counts.get(None, 0)
    week = tuple(float(hours) for hours in calendar.weekly_hours)
    return CalendarRow(
        pk=calendar.pk,
        name=calendar.name,
        is_default=calendar.is_default,
        weekly_hours=week,
        total_hours=sum(week),
        people_count=having,
        days_ahead=calendar.ahead,  # type: ignore[attr-defined]  # annotated
    )
