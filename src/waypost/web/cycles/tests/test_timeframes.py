from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.web.cycles.timeframes import next_timeframe

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, st.integers(1, 12), st.sampled_from(["quarter", "half", "year", "custom"]))
def test_holds_the_day_and_touches_the_next(day: date, month: int, kind: str) -> None:
    first = next_timeframe(kind=kind, today=day, fiscal_month=month)
    taken = [(first.starts_on, first.ends_on)]

    second = next_timeframe(kind=kind, today=day, fiscal_month=month, taken=taken)

    assert first.starts_on <= day <= first.ends_on
    assert second.starts_on == first.ends_on + timedelta(days=1)
    assert first.name != second.name


@pytest.mark.parametrize(
    ("kind", "month", "name", "starts_on"),
    [
        ("quarter", 1, "Q4 2026", date(2026, 10, 1)),
        ("half", 1, "H2 2026", date(2026, 7, 1)),
        ("year", 1, "2026", date(2026, 1, 1)),
        ("quarter", 4, "Q3 2026/27", date(2026, 10, 1)),
        ("year", 10, "2026/27", date(2026, 10, 1)),
    ],
)
def test_is_called_by_its_fiscal_year(
    kind: str, month: int, name: str, starts_on: date
) -> None:
    found = next_timeframe(kind=kind, today=date(2026, 11, 23), fiscal_month=month)

    assert (found.name, found.starts_on) == (name, starts_on)
