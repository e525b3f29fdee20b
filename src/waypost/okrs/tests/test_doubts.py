from hypothesis import given
from hypothesis import strategies as st

from waypost.okrs.doubts import is_doubtful, usual_range

LAST = [31.0, 30.0, 29.0, 28.1, 27.0]


def test_asks_about_a_slipped_decimal_point() -> None:
    assert is_doubtful(2.7, LAST, scale=20)
    assert is_doubtful(270, LAST, scale=20)


def test_lets_a_good_week_pass() -> None:
    assert not is_doubtful(22, LAST, scale=20)


def test_says_nothing_of_few_readings() -> None:
    assert usual_range([10.0, 11.0], scale=20) is None


def test_gives_a_still_metric_a_tenth_of_what_was_promised() -> None:
    assert not is_doubtful(15.9, [10.0] * 5, scale=20)
    assert is_doubtful(16.1, [10.0] * 5, scale=20)


def test_looks_at_the_last_five_only() -> None:
    assert is_doubtful(500, [500.0, *LAST], scale=20)


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=5), st.floats(0.001, 1e6))
def test_never_asks_about_a_value_like_the_last(
    last: list[float], scale: float
) -> None:
    assert not is_doubtful(last[-1], last, scale=scale)
