"""Dates and instants as a plan counts them: whole days from today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from waypost_engine import NO_DAY

_DAY = 24 * 60 * 60
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """Counts days from `today` in the organisation's time zone.

    Thousands of rows fall on few days: each is counted once.
    """

    today: date
    zone: ZoneInfo
    _numbers: dict[date | str | None, int] = field(
        default_factory=lambda: {None: NO_DAY}, init=False, repr=False, compare=False
    )
    _ends: dict[date | str, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, day: date | str | None) -> int:
        """Return the number of a date; a raw SQLite cursor hands out text."""
        number = self._numbers.get(day)
        if number is None:
            known = date.fromisoformat(day) if isinstance(day, str) else day
            assert known is not None
            number = self._numbers[day] = (known - self.today).days
        return number

    def of_instants(
        self, instants: Iterable[datetime | str | None]
    ) -> NDArray[np.int32]:
        """Return the numbers of the days on which instants fell here, all at once."""
        moments = np.array(
            [each if isinstance(each, str) else _plain(each) for each in instants],
            dtype="datetime64[us]",
        )
        known = ~np.isnat(moments)
        seconds = moments[known].astype("datetime64[s]").astype(np.int64)
        local = seconds + self._ahead(seconds)
        numbers = np.full(len(moments), NO_DAY, dtype=np.int32)
        numbers[known] = local // _DAY - (self.today - _EPOCH).days
        return numbers

    def _ahead(self, seconds: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many seconds clocks here are ahead of UTC at instants of UTC.

        Asked once for each day on which no clock changes: asking is slow.
        """
        days, places = np.unique(seconds // _DAY, return_inverse=True)
        first = self._offsets(days)
        changes = first != self._offsets(days + 1)
        ahead = first[places]
        for place in np.flatnonzero(changes[places]):
            ahead[place] = _offset(self.zone, int(seconds[place]))
        return ahead

    def _offsets(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how far ahead they are where days of UTC begin."""
        found = [_offset(self.zone, day * _DAY) for day in days.tolist()]
        return np.array(found, dtype=np.int64)

    def end_of(self, day: date | str) -> Any:
        """Return the instant at which a day ends, as a raw cursor takes it."""
        end = self._ends.get(day)
        if end is None:
            known = date.fromisoformat(day) if isinstance(day, str) else day
            after = known + timedelta(days=1)
            midnight = datetime.combine(after, time.min, tzinfo=self.zone)
            end = connection.ops.adapt_datetimefield_value(midnight.astimezone(UTC))
            self._ends[day] = end
        return end


def _plain(instant: datetime | None) -> datetime | None:
    """Return an instant of UTC without its zone, as SQLite keeps it."""
    if instant is None or instant.tzinfo is None:
        return instant
    return instant.astimezone(UTC).replace(tzinfo=None)


@lru_cache(maxsize=8192)
def _offset(zone: ZoneInfo, second: int) -> int:
    """Return how many seconds clocks there are ahead of UTC at a second of UTC."""
    ahead = datetime.fromtimestamp(second, tz=zone).utcoffset()
    return round(ahead.total_seconds()) if ahead is not None else 0
