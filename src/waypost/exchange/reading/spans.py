"""Lengths of time with the unit they were given in: durations and lags."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """The unit a length was entered in."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WEEK = "wk"
    MONTH = "mo"
    PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Norms:
    """How many minutes a working day, week and month of a project have."""

    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20

    def minutes(self, unit: Unit, *, elapsed: bool) -> int:
        """Give the minutes in one of the unit, working or round the clock."""
        if elapsed:
            # Thirty days is what Microsoft Project takes for an elapsed month.
            return {"h": 60, "d": 1440, "wk": 10080, "mo": 43200}.get(unit, 1)
        return {
            Unit.HOUR: 60,
            Unit.DAY: self.minutes_per_day,
            Unit.WEEK: self.minutes_per_week,
            Unit.MONTH: self.minutes_per_day * self.days_per_month,
        }.get(unit, 1)


STANDARD = Norms()


@dataclass(frozen=True, slots=True)
class Span:
    """A length in exact minutes and its unit; for a percentage, of another task.

    `minutes` are working minutes, or minutes round the clock when `elapsed`.
    With the unit percent, `minutes` is that percentage.
    """

    minutes: Decimal
    unit: Unit = Unit.DAY
    elapsed: bool = False
    estimated: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether the length is a share of the other task's."""
        return self.unit is Unit.PERCENT

    @property
    def hours(self) -> float:
        """The length in hours: working ones, or of the clock when elapsed."""
        return float(self.minutes / 60)

    def amount(self, norms: Norms) -> Decimal:
        """Give the number that people entered in front of the unit."""
        if self.is_percent:
            return self.minutes
        return self.minutes / norms.minutes(self.unit, elapsed=self.elapsed)

    def days(self, norms: Norms) -> Decimal:
        """Give the length in days: working ones, or of the calendar when elapsed."""
        return self.minutes / norms.minutes(Unit.DAY, elapsed=self.elapsed)

    def words(self, norms: Norms) -> str:
        """Write the length as people entered it, for instance `2 ed?`."""
        amount = self.amount(norms)
        number = f"{amount.quantize(Decimal('0.01')):f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        mark = "e" if self.elapsed else ""
        return f"{number} {mark}{self.unit}{'?' if self.estimated else ''}"
