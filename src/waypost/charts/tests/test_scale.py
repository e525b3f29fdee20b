from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from waypost.charts import Scale, date_ticks, nice_ticks

values = st.floats(-1e9, 1e9, allow_nan=False)


@given(low=values, width=st.floats(1e-3, 1e9), most=st.integers(2, 10))
def test_ticks_are_few_and_inside_the_range(
    low: float, width: float, most: int
) -> None:
    ticks = nice_ticks(low, low + width, most=most)

    assert 1 <= len(ticks) <= most
    slack = 1e-6 * max(1.0, abs(low), width)
    assert all(low - slack <= tick <= low + width + slack for tick in ticks)


@given(first=st.dates(date(2000, 1, 1), date(2100, 1, 1)), length=st.integers(1, 2000))
def test_day_ticks_name_both_ends_in_order(first: date, length: int) -> None:
    last = first + timedelta(days=length)

    ticks = date_ticks(first, last)

    assert ticks[0] == first
    assert ticks[-1] == last
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 6


def test_a_scale_puts_a_range_without_width_in_the_middle() -> None:
    assert Scale(3, 3, 0, 100)(3) == 50
