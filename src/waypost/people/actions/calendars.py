"""Calendars: the working week and the days that differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people import access
from waypost.people.actions.errors import Refused
from waypost.people.models import Calendar, CalendarException, Person

DAY = 24


@dataclass(frozen=True, slots=True)
class ExceptionTerms:
    """A day that differs from the week: 0 hours is a holiday."""

    day: date
    hours: Decimal = Decimal(0)
    name: str = ""


@dataclass(frozen=True, slots=True)
class CalendarTerms:
    """A calendar: hours by weekday, Monday first, and the days that differ."""

    name: str
    weekly_hours: tuple[float, ...] = (8, 8, 8, 8, 8, 0, 0)
    is_default: bool = False
    exceptions: tuple[ExceptionTerms, ...] = ()


def create_calendar(*, actor: Person, now: datetime, terms: CalendarTerms) -> Calendar:
    """Add one calendar.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no manager.
    Refused
        If the week or a day has impossible hours.
    """
    return create_calendars(actor=actor, now=now, terms=[terms])[0]


def create_calendars(
    *, actor: Person, now: datetime, terms: Sequence[CalendarTerms]
) -> list[Calendar]:
    """Add calendars with all their exceptions in two writes, as imports need it.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no manager; or no admin and one is to be the default.
    Refused
        If a week or a day has impossible hours, or a name is taken.
    """
    access.require_planner(actor)
    if any(each.is_default for each in terms):
        access.require_admin(actor)
    _check(terms)
    with history.change(actor=actor, now=now, verb="people.create_calendar") as change:
        _require_new_names([each.name for each in terms])
        if any(each.is_default for each in terms):
            _unset_default(change)
        rows = change.create_many(_calendar(each) for each in terms)
        change.create_many(
            _exception(calendar, day)
            for calendar, each in zip(rows, terms, strict=True)
            for day in each.exceptions
        )
        if len(rows) == 1:
            change.about(rows[0], rows[0].name)
        change.emit("people.create_calendar", calendars=[row.pk for row in rows])
    return rows


def edit_calendar(
    *,
    actor: Person,
    now: datetime,
    calendar: Calendar,
    terms: CalendarTerms,
    version: int | None = None,
) -> Calendar:
    """Change a calendar; its exceptions become those of `terms`.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If the week or a day has impossible hours.
    """
    access.require_admin(actor)
    _check([terms])
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_calendar",
        subject=calendar,
        summary=terms.name,
    ) as change:
        history.require_version(calendar, version)
        if terms.is_default and not calendar.is_default:
            _unset_default(change)
        week = list(terms.weekly_hours)
        change.update(
            calendar, name=terms.name, weekly_hours=week, is_default=terms.is_default
        )
        _replace_exceptions(change, calendar, terms.exceptions)
        change.emit("people.edit_calendar", calendar=calendar.pk)
    return calendar


def add_exceptions(
    *,
    actor: Person,
    now: datetime,
    calendar: Calendar,
    exceptions: Sequence[ExceptionTerms],
) -> None:
    """Add days that differ, or change those that are there.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If a day has impossible hours.
    """
    access.require_admin(actor)
    _check_days(exceptions)
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_calendar",
        subject=calendar,
        summary=calendar.name,
    ) as change:
        stored = {row.day: row for row in calendar.exceptions.all()}
        fresh = []
        for each in exceptions:
            if each.day in stored:
                row = stored[each.day]
                change.update(row, hours=each.hours, name=each.name)
            else:
                fresh.append(_exception(calendar, each))
        change.create_many(fresh)
        change.emit("people.edit_calendar", calendar=calendar.pk)


def copy_calendar(
    *, actor: Person, now: datetime, calendar: Calendar, name: str
) -> Calendar:
    """Make another calendar of one that is nearly right, with all its days.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If the name is taken.
    """
    access.require_admin(actor)
    days = tuple(
        ExceptionTerms(row.day, row.hours, row.name)
        for row in calendar.exceptions.order_by("day")
    )
    week = tuple(calendar.weekly_hours)
    terms = CalendarTerms(name.strip(), week, exceptions=days)
    return create_calendar(actor=actor, now=now, terms=terms)


def edit_week(
    *,
    actor: Person,
    now: datetime,
    calendar: Calendar,
    terms: CalendarTerms,
    version: int | None = None,
) -> Calendar:
    """Change name, week and whether it is the default; the days that differ stay.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If the week has impossible hours, or no calendar would be the default.
    """
    access.require_admin(actor)
    _check([terms])
    if calendar.is_default and not terms.is_default:
        message = _("One calendar is the default: make another one it instead.")
        raise Refused({"is_default": message})
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_calendar",
        subject=calendar,
        summary=terms.name.strip(),
    ) as change:
        history.require_version(calendar, version)
        if terms.is_default and not calendar.is_default:
            _unset_default(change)
        change.update(
            calendar,
            name=terms.name.strip(),
            weekly_hours=list(terms.weekly_hours),
            is_default=terms.is_default,
        )
        change.emit("people.edit_calendar", calendar=calendar.pk)
    return calendar


def delete_calendar(*, actor: Person, now: datetime, calendar: Calendar) -> None:
    """Delete a calendar; whoever had it has the default one from now on.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it is the default.
    """
    access.require_admin(actor)
    if calendar.is_default:
        message = _("%(name)s is the default; make another calendar it first.")
        raise Refused(message % {"name": calendar.name})
    with history.change(
        actor=actor,
        now=now,
        verb="people.delete_calendar",
        subject=calendar,
        summary=calendar.name,
    ) as change:
        change.delete(calendar)
        change.emit("people.delete_calendar", calendar=change.change_set.subject_id)


def edit_exception(
    *,
    actor: Person,
    now: datetime,
    exception: CalendarException,
    terms: ExceptionTerms,
) -> None:
    """Change a day that differs.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it would have impossible hours.
    django.core.exceptions.ValidationError
        If the calendar says of that day already how it differs.
    """
    access.require_admin(actor)
    _check_days([terms])
    calendar = exception.calendar
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_calendar",
        subject=calendar,
        summary=calendar.name,
    ) as change:
        change.update(exception, day=terms.day, hours=terms.hours, name=terms.name)
        change.emit("people.edit_calendar", calendar=calendar.pk)


def delete_exception(
    *, actor: Person, now: datetime, exception: CalendarException
) -> None:
    """Let a day be as the week says again.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    access.require_admin(actor)
    calendar = exception.calendar
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_calendar",
        subject=calendar,
        summary=calendar.name,
    ) as change:
        change.delete(exception)
        change.emit("people.edit_calendar", calendar=calendar.pk)


def _check(terms: Sequence[CalendarTerms]) -> None:
    for each in terms:
        week = each.weekly_hours
        if len(week) != 7 or not all(0 <= hours <= DAY for hours in week):
            message = _("A week has seven days of 0 to 24 hours each.")
            raise Refused({"weekly_hours": message})
        if not each.name.strip():
            raise Refused({"name": _("A calendar has a name.")})
        _check_days(each.exceptions)


def _check_days(exceptions: Sequence[ExceptionTerms]) -> None:
    days = [each.day for each in exceptions]
    if len(set(days)) < len(days):
        raise Refused({"exceptions": _("A day is listed twice.")})
    if not all(0 <= each.hours <= DAY for each in exceptions):
        raise Refused({"exceptions": _("A day has 0 to 24 hours.")})


def _require_new_names(names: list[str]) -> None:
    taken = set(Calendar.objects.filter(name__in=names).values_list("name", flat=True))
    twice = {name for name in names if names.count(name) > 1}
    for name in sorted(taken | twice):
        message = _("There is a calendar named “%(name)s” already.")
        raise Refused({"name": message % {"name": name}})


def _unset_default(change: history.Recorder) -> None:
    for row in Calendar.objects.filter(is_default=True):
        change.update(row, is_default=False)


def _replace_exceptions(
    change: history.Recorder, calendar: Calendar, wanted: Iterable[ExceptionTerms]
) -> None:
    kept = {each.day: each for each in wanted}
    for row in calendar.exceptions.all():
        terms = kept.pop(row.day, None)
        if terms is None:
            change.delete(row)
        else:
            change.update(row, hours=terms.hours, name=terms.name)
    change.create_many(_exception(calendar, each) for each in kept.values())


def _calendar(terms: CalendarTerms) -> Calendar:
    week = list(terms.weekly_hours)
    return Calendar(name=terms.name, weekly_hours=week, is_default=terms.is_default)


def _exception(calendar: Calendar, terms: ExceptionTerms) -> CalendarException:
    return CalendarException(
        calendar=calendar, day=terms.day, hours=terms.hours, name=terms.name
    )
