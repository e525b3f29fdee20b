"""The days on which a recurring exception of a calendar falls, within bounds."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

MAX_OCCURRENCES = 1_000
MAX_STEPS = 40_000
DAY = timedelta(days=1)

DAILY, YEARLY_DAY, YEARLY_PLACE, MONTHLY_DAY, MONTHLY_PLACE = 1, 2, 3, 4, 5
WEEKLY, EVERY_DAYS, EVERY_WEEKDAYS = 6, 7, 8
LAST = 4


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How an exception repeats, with Microsoft Project's own numbers.

    `days_of_week` has a bit for each day, Sunday the lowest. `month` counts from
    0. `item` is 0 a day, 1 a weekday, 2 a weekend day, 3 to 9 Sunday to Saturday.
    `place` is 0 the first to 3 the fourth, 4 the last.
    """

    kind: int
    first: date
    last: date
    every: int = 1
    days_of_week: int = 0
    month: int = 0
    month_day: int = 1
    item: int = 0
    place: int = 0
    count: int | None = None

    def days(self) -> list[date]:
        """List the days, in order and no more than a thousand."""
        limit = MAX_OCCURRENCES if self.count is None else self.count
        inside = (
            day
            for day in islice(self._candidates(), MAX_STEPS)
            if self.first <= day <= self.last
        )
        return list(islice(inside, max(0, min(limit, MAX_OCCURRENCES))))

    def _candidates(self) -> Iterator[date]:
        if self.kind == WEEKLY:
            return self._weekly()
        if self.kind in {MONTHLY_DAY, MONTHLY_PLACE}:
            return self._monthly(self.first.month, max(1, self.every))
        if self.kind in {YEARLY_DAY, YEARLY_PLACE}:
            return self._monthly(min(max(self.month, 0), 11) + 1, 12)
        if self.kind == EVERY_WEEKDAYS:
            return self._weekdays()
        step = max(1, self.every) if self.kind == EVERY_DAYS else 1
        return self._stepping(self.first, step)

    def _stepping(self, start: date, step: int) -> Iterator[date]:
        day = start
        while day <= self.last:
            yield day
            if (self.last - day).days < step:
                return
            day += step * DAY

    def _weekdays(self) -> Iterator[date]:
        step = max(1, self.every)
        worked = (day for day in self._stepping(self.first, 1) if day.weekday() < 5)
        return islice(worked, 0, None, step)

    def _weekly(self) -> Iterator[date]:
        # Weeks are counted from Sunday on, whichever day the project shows first.
        into_week = self.first.isoweekday() % 7
        if self.first.toordinal() <= into_week:
            return
        week = self.first - into_week * DAY
        for start in self._stepping(week, 7 * max(1, self.every)):
            for offset in range(7):
                if start.toordinal() + offset > date.max.toordinal():
                    return
                day = start + offset * DAY
                if self.days_of_week >> (day.isoweekday() % 7) & 1:
                    yield day

    def _monthly(self, month: int, step: int) -> Iterator[date]:
        year = self.first.year
        while (year, month) <= (self.last.year, self.last.month):
            if self.kind in {MONTHLY_DAY, YEARLY_DAY}:
                last = calendar.monthrange(year, month)[1]
                yield date(year, month, min(max(self.month_day, 1), last))
            elif day := self._placed(year, month):
                yield day
            month += step
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1

    def _placed(self, year: int, month: int) -> date | None:
        days = [
            date(year, month, number)
            for number in range(1, calendar.monthrange(year, month)[1] + 1)
        ]
        if self.item == 1:
            days = [day for day in days if day.weekday() < 5]
        elif self.item == 2:
            days = [day for day in days if day.weekday() >= 5]
        elif self.item >= 3:
            days = [day for day in days if day.isoweekday() % 7 == self.item - 3]
        if self.place >= LAST:
            return days[-1] if days else None
        return days[self.place] if 0 <= self.place < len(days) else None
