"""When things happen in the sample: all counted from today.

Whatever the day, today lies in the ninth of the thirteen weeks of the present cycle,
so that there is history behind and a deadline ahead. The company calls its cycles
after the season in which they lie for the most part.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKS_BEHIND = 8
WEEKS_IN_A_CYCLE = 13
_SEASONS = ("Winter", "Spring", "Summer", "Autumn")


@dataclass(frozen=True, slots=True)
class Span:
    """A cycle's name, first and last day."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Clock:
    """Today, the moment of loading, and where the company is."""

    today: date
    now: datetime
    zone: ZoneInfo

    @property
    def monday(self) -> date:
        """Return the Monday of this week."""
        return self.today - timedelta(days=self.today.weekday())

    def day(self, number: int) -> date:
        """Return a working day, 0 being this week's Monday.

        >>> now = datetime(2026, 3, 5, tzinfo=UTC)
        >>> clock = Clock(now.date(), now, ZoneInfo("UTC"))
        >>> [clock.day(number).isoformat() for number in (-1, 0, 4, 5)]
        ['2026-02-27', '2026-03-02', '2026-03-06', '2026-03-09']
        """
        weeks, weekday = divmod(number, 5)
        return self.monday + timedelta(weeks=weeks, days=weekday)

    def weekday(self, week: int, weekday: int) -> date:
        """Return a day of a week, 0 being this one."""
        return self.monday + timedelta(weeks=week, days=weekday)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Return an instant of a day by the company's clocks."""
        local = datetime.combine(day, time(hour, minute), tzinfo=self.zone)
        return local.astimezone(UTC)

    def past(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Return an instant of a day, or now if that still lies ahead."""
        return min(self.at(day, hour, minute), self.now)

    def cycle(self, number: int) -> Span:
        """Return a cycle, 0 being the present one."""
        first = self.weekday(number * WEEKS_IN_A_CYCLE - WEEKS_BEHIND, 0)
        last = first + timedelta(weeks=WEEKS_IN_A_CYCLE, days=-1)
        return Span(_season(self._middle(), number), first, last)

    def _middle(self) -> date:
        return self.weekday(-WEEKS_BEHIND, 0) + timedelta(weeks=WEEKS_IN_A_CYCLE) / 2


def _season(day: date, later: int) -> str:
    """Return the season of a day, or the one so many seasons later.

    >>> _season(date(2026, 11, 12), 0), _season(date(2026, 11, 12), 1)
    ('Autumn 2026', 'Winter 2026/27')
    >>> _season(date(2027, 1, 3), 0), _season(date(2027, 1, 3), -1)
    ('Winter 2026/27', 'Autumn 2026')
    """
    # December begins the winter that is called after the next year's first months.
    months = day.year * 12 + day.month
    year, season = divmod(months // 3 + later, 4)
    if season == 0:
        return f"Winter {year - 1}/{year % 100:02}"
    return f"{_SEASONS[season]} {year}"
