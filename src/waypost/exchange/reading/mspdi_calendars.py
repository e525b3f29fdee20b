"""Calendars of Microsoft Project XML: weeks, exceptions, alternative weeks."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from waypost.exchange.reading.dates import NotADate, read_moment
from waypost.exchange.reading.incoming import Calendar, DayException
from waypost.exchange.reading.recurring import DAILY, Recurrence
from waypost.exchange.reading.xml_records import Node

MAX_EXCEPTIONS = 5_000
MAX_DEPTH = 20
NO_TYPE = 9
STANDARD_DAYS = 5
DAY = timedelta(days=1)


@dataclass(slots=True)
class CalendarDraft:
    """A calendar before the week of its base is filled in."""

    key: str
    name: str
    base: str
    is_base: bool
    week: dict[int, float] = field(default_factory=dict)
    exceptions: list[DayException] = field(default_factory=list)
    too_many: bool = False


def read_day(text: str) -> date | None:
    """Read the day of a date and time; none where it is no date."""
    try:
        return read_moment(text[:40]).date() if text else None
    except NotADate:
        return None


class Calendars:
    """All calendars of a file."""

    def __init__(self) -> None:
        self.drafts: dict[str, CalendarDraft] = {}
        self.hours_per_day = 8.0

    def add(self, node: Node) -> None:
        """Read one calendar."""
        key = node.get("UID")
        if not key or key in self.drafts:
            return
        draft = CalendarDraft(
            key=key,
            name=node.get("Name"),
            base=node.get("BaseCalendarUID", "-1"),
            is_base=node.flag("IsBaseCalendar"),
        )
        self.drafts[key] = draft
        self._read_week(node, draft)
        before = len(draft.exceptions)
        for parent in node.all("Exceptions"):
            for exception in parent.all("Exception"):
                self._read_exception(exception, draft)
        if len(draft.exceptions) > before:
            # Newer files say the same again in the older way.
            del draft.exceptions[:before]
        self._read_other_weeks(node, draft)

    def _read_week(self, node: Node, draft: CalendarDraft) -> None:
        for week in node.all("WeekDays"):
            for day in week.all("WeekDay"):
                kind = day.get("DayType")
                if kind == "0":
                    self._read_period(day, draft)
                elif kind in {"1", "2", "3", "4", "5", "6", "7"}:
                    # Project's week begins on Sunday with 1, Python's Monday is 0.
                    draft.week[(int(kind) - 2) % 7] = self._hours(day)

    def _read_period(self, day: Node, draft: CalendarDraft) -> None:
        first, last = _period(day)
        if first and last:
            found = DayException(first, last, self._hours(day))
            self._put(draft, found)

    def _read_exception(self, node: Node, draft: CalendarDraft) -> None:
        first, last = _period(node)
        if first is None or last is None:
            return
        hours, name = self._hours(node), node.get("Name")
        kind = _number(node.get("Type"), DAILY)
        every = _number(node.get("Period"), 1)
        if kind in {DAILY, NO_TYPE} and every <= 1:
            self._put(draft, DayException(first, last, hours, name))
            return
        for day in self._recurrence(node, kind, first, last).days():
            self._put(draft, DayException(day, day, hours, name, recurring=True))

    def _recurrence(self, node: Node, kind: int, first: date, last: date) -> Recurrence:
        by_count = node.flag("EnteredByOccurrences")
        return Recurrence(
            kind=kind,
            first=first,
            last=last,
            every=_number(node.get("Period"), 1),
            days_of_week=_number(node.get("DaysOfWeek"), 0),
            month=_number(node.get("Month"), 0),
            month_day=_number(node.get("MonthDay"), 1),
            item=_number(node.get("MonthItem"), 0),
            place=_number(node.get("MonthPosition"), 0),
            count=_number(node.get("Occurrences"), 0) or None if by_count else None,
        )

    def _read_other_weeks(self, node: Node, draft: CalendarDraft) -> None:
        """Weeks that hold for a time become exceptions of their days."""
        for parent in node.all("WorkWeeks"):
            for week in parent.all("WorkWeek"):
                first, last = _period(week)
                days = {
                    (_number(day.get("DayType"), 1) - 2) % 7: self._hours(day)
                    for inner in week.all("WeekDays")
                    for day in inner.all("WeekDay")
                }
                if first and last and days:
                    self._put_week(draft, (first, last, week.get("Name")), days)

    def _put_week(
        self,
        draft: CalendarDraft,
        period: tuple[date, date, str],
        days: dict[int, float],
    ) -> None:
        first, last, name = period
        for number in range(min((last - first).days + 1, MAX_EXCEPTIONS)):
            day = first + number * DAY
            if day.weekday() in days:
                hours = days[day.weekday()]
                self._put(draft, DayException(day, day, hours, name, recurring=True))

    def _put(self, draft: CalendarDraft, found: DayException) -> None:
        if len(draft.exceptions) < MAX_EXCEPTIONS:
            draft.exceptions.append(found)
        else:
            draft.too_many = True

    def _hours(self, node: Node) -> float:
        if not node.flag("DayWorking"):
            return 0.0
        times = [
            (time.get("FromTime"), time.get("ToTime"))
            for inner in node.all("WorkingTimes")
            for time in inner.all("WorkingTime")
        ]
        minutes = sum(_length(first, last) for first, last in times)
        return min(minutes / 60, 24.0) if times else self.hours_per_day

    def result(self, default: str) -> tuple[Calendar, ...]:
        """Give the calendars; those of one person only where they differ."""
        return tuple(
            self._calendar(draft, default)
            for draft in self.drafts.values()
            if draft.is_base or draft.week or draft.exceptions or draft.key == default
        )

    def _calendar(self, draft: CalendarDraft, default: str) -> Calendar:
        base = draft.base if draft.base in self.drafts else None
        return Calendar(
            key=draft.key,
            name=draft.name or draft.key,
            week=self._week(draft),
            hours_per_day=self.hours_per_day,
            exceptions=tuple(sorted(draft.exceptions, key=lambda day: day.first)),
            base=base if base != draft.key else None,
            is_default=draft.key == default,
            is_of_one_person=not draft.is_base,
        )

    def _week(self, draft: CalendarDraft) -> tuple[float, ...]:
        week: dict[int, float] = {}
        at: CalendarDraft | None = draft
        for _step in range(MAX_DEPTH):
            if at is None:
                break
            week = at.week | week
            at = self.drafts.get(at.base)
        standard = (
            self.hours_per_day if day < STANDARD_DAYS else 0.0 for day in range(7)
        )
        return tuple(week.get(day, hours) for day, hours in enumerate(standard))

    def too_many(self) -> list[str]:
        """Name the calendars whose exceptions were more than are taken."""
        return [draft.name for draft in self.drafts.values() if draft.too_many]


def _period(node: Node) -> tuple[date | None, date | None]:
    for period in node.all("TimePeriod"):
        first, last = read_day(period.get("FromDate")), read_day(period.get("ToDate"))
        if first and last and first <= last:
            return first, last
    return None, None


def _number(text: str, default: int) -> int:
    try:
        return int(text[:9])
    except ValueError:
        return default


def _length(first: str, last: str) -> int:
    start, end = _clock(first), _clock(last)
    if start is None or end is None:
        return 0
    # Midnight at the end is the end of the day.
    end = end or 24 * 60
    return max(0, end - start)


def _clock(text: str) -> int | None:
    parts = text.split(":")
    if len(parts) < 2 or not (parts[0].isdecimal() and parts[1].isdecimal()):
        return None
    return int(parts[0][:2]) * 60 + int(parts[1][:2])
