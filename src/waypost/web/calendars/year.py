"""A year of a calendar as twelve small months."""

from calendar import Calendar as Months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from waypost.people.queries import CalendarPage, ExceptionRow
from waypost.web.locales import current
from waypost.web.templatetags.formats import hours


@dataclass(frozen=True, slots=True)
class Day:
    """One cell; `kind` is empty on a usual working day, `title` says what differs."""

    number: int
    kind: str
    title: str
    pk: int | None
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month, its weeks padded with nothing."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months, and the heads of their columns."""

    heads: tuple[tuple[str, str], ...]
    months: tuple[Month, ...]


def year_of(found: CalendarPage, today: date) -> Year:
    """Draw the year of a calendar's page; weeks begin as they do where one is."""
    first = current().first_weekday
    order = [(first + step) % 7 for step in range(7)]
    differing = {row.day: row for row in found.exceptions}
    weeks = Months(firstweekday=first)
    months = tuple(
        Month(
            str(MONTHS[month]),
            tuple(
                tuple(
                    _day(each, month, found.row.weekly_hours, differing, today)
                    for each in week
                )
                for week in weeks.monthdatescalendar(found.year, month)
            ),
        )
        for month in range(1, 13)
    )
    heads = tuple(
        (str(WEEKDAYS_ABBR[day])[:2], str(WEEKDAYS_ABBR[day])) for day in order
    )
    return Year(heads, months)


def _day(
    day: date,
    month: int,
    week: Sequence[float],
    differing: Mapping[date, ExceptionRow],
    today: date,
) -> Day | None:
    if day.month != month:
        return None
    row = differing.get(day)
    if row is None:
        kind = "" if week[day.weekday()] else "free"
        return Day(day.day, kind, "", None, day == today)
    kind = "holiday" if row.is_free else "other"
    words = _("day off") if row.is_free else hours(row.hours)
    title = f"{row.name}: {words}" if row.name else words
    return Day(day.day, kind, title, row.pk, day == today)
