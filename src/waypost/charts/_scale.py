"""From values and days to places on a picture, and the ticks of its axes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from a range of values to a range of places."""

    low: float
    high: float
    at_low: float
    at_high: float

    def __call__(self, value: float) -> float:
        """Return the place of `value`."""
        span = self.high - self.low
        part = (value - self.low) / span if span else 0.5
        return self.at_low + part * (self.at_high - self.at_low)


def padded(values: Iterable[float], share: float = 0.08) -> tuple[float, float]:
    """Return the range of `values` with air on both sides, never empty."""
    listed = list(values)
    low, high = min(listed), max(listed)
    air = share * (high - low) or abs(high) * 0.1 or 1.0
    return low - air, high + air


def nice_ticks(low: float, high: float, *, most: int = 5) -> list[float]:
    """Return round values inside the range: steps of 1, 2, 2.5 or 5 times a power.

    >>> nice_ticks(12.4, 35.6)
    [15.0, 20.0, 25.0, 30.0, 35.0]
    >>> nice_ticks(0, 1, most=3)
    [0.0, 0.5, 1.0]
    """
    if not high > low:
        return [low]
    power = 10 ** math.floor(math.log10((high - low) / most))
    for factor in (1, 2, 2.5, 5, 10, 20, 25, 50):
        step = factor * power
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [round(i * step, 12) + 0.0 for i in range(first, last + 1)]
    return [low, high]


def date_ticks(
    first: date, last: date, *, most: int = 5, room: tuple[float, float] = (0.125, 0.2)
) -> list[date]:
    """Return days to name on an axis: both ends, and round days between them.

    `room` is the share of the axis that the names of the two ends take.

    >>> [f"{day:%d %b}" for day in date_ticks(date(2026, 10, 1), date(2026, 12, 31))]
    ['01 Oct', '01 Nov', '01 Dec', '31 Dec']
    """
    span = (last - first).days
    if span <= 0:
        return [first]
    between = _mondays(first, last) if span <= 62 else _months(first, last)
    inner = [d for d in between if (d - first).days > room[0] * span]
    inner = [d for d in inner if (last - d).days > room[1] * span]
    every = math.ceil(len(inner) / max(1, most - 2)) if inner else 1
    return [first, *inner[::every], last]


def _mondays(first: date, last: date) -> list[date]:
    start = first + timedelta(days=(7 - first.weekday()) % 7)
    return [
        start + timedelta(days=7 * i)
        for i in range(max(0, (last - start).days // 7 + 1))
    ]


def _months(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [date(m // 12, m % 12 + 1, 1) for m in months]
