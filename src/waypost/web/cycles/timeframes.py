"""Which cycle to suggest next: the fiscal one of today, or the first that is free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from waypost.okrs.models import Cycle

Kind = Cycle.Kind
MONTHS = {Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Timeframe:
    """A part of a fiscal year, its last day included."""

    name: str
    starts_on: date
    ends_on: date


def next_timeframe(
    *,
    kind: str = Kind.QUARTER,
    today: date,
    fiscal_month: int,
    taken: Iterable[tuple[date, date]] = (),
) -> Timeframe:
    """Return that of `today`, or the first after it that is not taken.

    >>> found = next_timeframe(today=date(2026, 11, 23), fiscal_month=1)
    >>> found.name, str(found.starts_on), str(found.ends_on)
    ('Q4 2026', '2026-10-01', '2026-12-31')
    >>> next_timeframe(
    ...     today=date(2026, 11, 23),
    ...     fiscal_month=1,
    ...     taken=[(date(2026, 10, 1), date(2026, 12, 31))],
    ... ).name
    'Q1 2027'
    >>> next_timeframe(kind="half", today=date(2026, 3, 2), fiscal_month=4).name
    'H2 2025/26'
    >>> next_timeframe(kind="year", today=date(2026, 3, 2), fiscal_month=1).name
    '2026'
    """
    months = MONTHS.get(Kind(kind), MONTHS[Kind.QUARTER])
    spans = set(taken)
    found = _around(today, months, fiscal_month)
    while (found.starts_on, found.ends_on) in spans:
        found = _around(found.ends_on + timedelta(days=1), months, fiscal_month)
    return found


def home_of(cycles: Iterable[Cycle], *, starts_on: date, ends_on: date) -> Cycle | None:
    """Return the shortest longer cycle that holds this time and is not over."""
    around = [
        each
        for each in cycles
        if each.starts_on <= starts_on
        and each.ends_on >= ends_on
        and (each.starts_on, each.ends_on) != (starts_on, ends_on)
        and each.state != Cycle.State.CLOSED
    ]
    return min(around, key=lambda each: each.ends_on - each.starts_on, default=None)


def _around(day: date, months: int, fiscal_month: int) -> Timeframe:
    """Return the part of a fiscal year that holds `day`."""
    place = (day.month - fiscal_month) % 12 // months
    year = day.year if day.month >= fiscal_month else day.year - 1
    first = fiscal_month + months * place
    starts_on, after = _month(year, first), _month(year, first + months)
    span = f"{year}" if fiscal_month == 1 else f"{year}/{(year + 1) % 100:02}"
    letter = {3: f"Q{place + 1} ", 6: f"H{place + 1} "}.get(months, "")
    return Timeframe(f"{letter}{span}", starts_on, after - timedelta(days=1))


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
