"""Dates and instants as a plan counts them: whole days from today."""

from dataclasses import dataclass
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
        if known.tzinfo is None:
            known = known.replace(tzinfo=UTC)
        return (known.astimezone(self.zone).date() - self.today).days

    def end_of_today(self) -> Any:
        """Return the instant at which today ends, as a raw cursor takes it."""
        tomorrow = self.today + timedelta(days=1)
        end = datetime.combine(tomorrow, time.min, tzinfo=self.zone)
        return connection.ops.adapt_datetimefield_value(end.astimezone(UTC))
