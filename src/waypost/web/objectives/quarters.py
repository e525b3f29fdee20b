"""Which cycle to suggest next: the fiscal quarter of today, or the first free one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a fiscal year, its last day included."""

    name: str
    starts_on: date
    ends_on: date


def next_quarter(
    *, today: date, fiscal_month: int, taken: Iterable[date] = ()
) -> Quarter:
    """Return the quarter of `today`, or the first after it that is not taken.

    >>> found = next_quarter(today=date(2026, 11, 23), fiscal_month=1)
    >>> found.name, str(found.starts_on), str(found.ends_on)
    ('Q4 2026', '2026-10-01', '2026-12-31')
    >>> next_quarter(
    ...     today=date(2026, 11, 23), fiscal_month=1, taken=[date(2026, 10, 1)]
    ... ).name
    'Q1 2027'
    >>> next_quarter(today=date(2026, 3, 2), fiscal_month=4).name
    'Q4 2025/26'
    """
    first_days = set(taken)
    quarter = _quarter(today, fiscal_month)
    while quarter.starts_on in first_days:
        quarter = _quarter(quarter.ends_on + timedelta(days=1), fiscal_month)
    return quarter


def _quarter(day: date, fiscal_month: int) -> Quarter:
    months_in = (day.month - fiscal_month) % 12
    number = months_in // 3
    year = day.year if day.month >= fiscal_month else day.year - 1
    starts_on = _month(year, fiscal_month + 3 * number)
    ends_on = _month(year, fiscal_month + 3 * number + 3) - timedelta(days=1)
    span = f"{year}" if fiscal_month == 1 else f"{year}/{(year + 1) % 100:02}"
    return Quarter(f"Q{number + 1} {span}", starts_on, ends_on)


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
