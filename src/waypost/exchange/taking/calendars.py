"""The calendar of a project: its week, and every day that differs from it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.exchange.reading.incoming import Calendar as Read
from waypost.exchange.reading.incoming import DayException, Incoming, Project
from waypost.people.models import Calendar

DAY = timedelta(days=1)
MOST_DAYS = 5_000
MOST_BASES = 20
CENT = Decimal("0.01")
DIGEST = "digest"
Days = dict[date, tuple[Decimal, str]]


@dataclass(slots=True)
class PlannedCalendar:
    """A project's calendar as it will be; `pk` if it stands here already."""

    project: str
    external_id: str
    name: str
    week: tuple[float, ...]
    days: Days
    extras: dict[str, str] = field(default_factory=dict)
    pk: int | None = None
    reference: int | None = None
    is_changed: bool = False

    @property
    def digest(self) -> str:
        """What the file says, in short: whether the next file says the same."""
        days = [(str(d), str(h), name) for d, (h, name) in sorted(self.days.items())]
        said = json.dumps([self.week, days], ensure_ascii=False)
        return hashlib.blake2s(said.encode(), digest_size=16).hexdigest()


def find_calendars(incoming: Incoming) -> list[PlannedCalendar]:
    """Return the calendars that projects need and that differ from the usual one."""
    by_key = {calendar.key: calendar for calendar in incoming.calendars}
    planned = [
        _planned(project, by_key[project.calendar], by_key)
        for project in incoming.projects
        if project.calendar in by_key
    ]
    usual = _usual_week()
    _find_known(planned)
    return [each for each in planned if each.pk or each.days or each.week != usual]


def said_of_others(incoming: Incoming, project: Project) -> dict[str, str]:
    """Return the calendars that no field here holds, as text to keep."""
    return {
        _("Calendar %(name)s") % {"name": calendar.name}: _in_words(calendar)
        for calendar in incoming.calendars
        if calendar.key != project.calendar
    }


def _planned(project: Project, read: Read, by_key: dict[str, Read]) -> PlannedCalendar:
    # The plan's own id, so that the calendar is found again with the plan.
    plan = project.reference.id.rpartition(":")[0] or project.reference.id
    days, left_out = _days(read, by_key)
    extras = {
        "Name": read.name,
        "Hours per day": f"{read.hours_per_day:g}",
        "Base": by_key[read.base].name if read.base in by_key else "",
        "Recurring": _recurring(read),
        "Not taken": left_out,
    }
    return PlannedCalendar(
        project=project.key,
        external_id=f"{plan[:200]}:calendar-{read.key}"[:255],
        name=read.name,
        week=tuple(round(hours, 4) for hours in read.week),
        days=days,
        extras={name: text for name, text in extras.items() if text},
    )


def _days(read: Read, by_key: dict[str, Read]) -> tuple[Days, str]:
    """Return the days that differ, those of the base first, and what was too much."""
    days: Days = {}
    left_out = []
    for exception in _exceptions(read, by_key):
        for day in _each(exception):
            hours = Decimal(str(exception.hours)).quantize(CENT)
            if day not in days and len(days) >= MOST_DAYS:
                left_out.append(f"{exception.first} – {exception.last}")
                break
            days[day] = (hours, exception.name[:200])
    return days, ", ".join(left_out[:50])


def _exceptions(read: Read, by_key: dict[str, Read]) -> Iterator[DayException]:
    chain = [read]
    while chain[-1].base in by_key and len(chain) < MOST_BASES:
        chain.append(by_key[chain[-1].base or ""])
    for calendar in reversed(chain):
        yield from calendar.exceptions


def _each(exception: DayException) -> Iterator[date]:
    for number in range(min((exception.last - exception.first).days + 1, MOST_DAYS)):
        yield exception.first + number * DAY


def _recurring(read: Read) -> str:
    names = dict.fromkeys(e.name for e in read.exceptions if e.recurring and e.name)
    return ", ".join(names)[:2_000]


def _in_words(calendar: Read) -> str:
    week = " ".join(f"{hours:g}" for hours in calendar.week)
    days = [
        f"{e.first}{f' – {e.last}' if e.last != e.first else ''} {e.hours:g} h {e.name}"
        for e in calendar.exceptions
    ]
    return "; ".join([_("hours Monday to Sunday: %(week)s") % {"week": week}, *days])


def _usual_week() -> tuple[float, ...]:
    default = Calendar.objects.filter(is_default=True).first()
    week = default.weekly_hours if default else Calendar().weekly_hours
    return tuple(float(hours) for hours in week)


def _find_known(planned: list[PlannedCalendar]) -> None:
    """Find the calendars that an earlier file brought."""
    by_id = {each.external_id: each for each in planned}
    rows = ExternalReference.objects.filter(
        subject_kind=label_of(Calendar), system="mspdi", external_id__in=by_id
    )
    standing = set(
        Calendar.objects.filter(pk__in=[row.subject_id for row in rows]).values_list(
            "pk", flat=True
        )
    )
    for row in rows:
        each = by_id[row.external_id]
        each.reference = row.pk
        if row.subject_id in standing:
            each.pk = row.subject_id
            each.is_changed = row.extras.get(DIGEST) != each.digest
