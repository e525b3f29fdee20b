"""Dates and instants as a plan counts them: whole days from today."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from waypost_engine import NO_DAY


@dataclass(frozen=True, slots=True)
class Days:
    """Counts days from `today` in the organisation's time zone."""

    today: date
    zone: ZoneInfo
    _offsets: dict[datetime, timedelta] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, day: date | str | None) -> int:
        """Return the number of a date; a raw SQLite cursor hands out text."""
        if day is None:
            return NO_DAY
        known = date.fromisoformat(day) if isinstance(day, str) else day
        return (known - self.today).days

    def of_instant(self, instant: datetime | str | None) -> int:
        """Return the number of the day on which an instant fell here."""
        if instant is None:
            return NO_DAY
        known = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        if known.tzinfo is not None:
            known = known.astimezone(UTC).replace(tzinfo=None)
        return ((known + self._offset(known)).date() - self.today).days

    def _offset(self, instant: datetime) -> timedelta:
        """Return how far clocks here are ahead of UTC at an instant of UTC.

        Asked once for each quarter of an hour, in which no clock changes: thousands of
        readings fall on few of them, and asking is slow.
        """
        quarter = instant.replace(
            minute=instant.minute // 15 * 15, second=0, microsecond=0
        )
        offset = self._offsets.get(quarter)
        if offset is None:
            offset = self.zone.utcoffset(
                quarter.replace(tzinfo=UTC).astimezone(self.zone)
            )
            offset = self._offsets[quarter] = offset or timedelta(0)
        return offset

    def end_of(self, day: date | str) -> Any:
        """Return the instant at which a day ends, as a raw cursor takes it."""
        known = date.fromisoformat(day) if isinstance(day, str) else day
        after = known + timedelta(days=1)
        end = datetime.combine(after, time.min, tzinfo=self.zone)
        return connection.ops.adapt_datetimefield_value(end.astimezone(UTC))
