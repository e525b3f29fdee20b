import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import share_landed, worth

DAYS = st.integers(-400, 400)
SPANS = st.integers(0, 200)


@given(day=DAYS, later=SPANS, landing=DAYS, lag=SPANS, ramp=SPANS)
def test_share_landed_never_falls_and_stays_in_bounds(
    day: int, later: int, landing: int, lag: int, ramp: int
) -> None:
    now, then = share_landed([day, day + later], landing=landing, lag=lag, ramp=ramp)

    assert 0 <= now <= then <= 1


@given(day=DAYS, landing=DAYS, lag=SPANS, ramp=SPANS, delay=SPANS)
def test_share_landed_is_never_more_when_the_work_is_late(
    day: int, landing: int, lag: int, ramp: int, delay: int
) -> None:
    early, late = share_landed(
        day, landing=[landing, landing + delay], lag=lag, ramp=ramp
    )

    assert late <= early


@pytest.mark.parametrize(("day", "expected"), [(9, 0.0), (10, 1.0), (11, 1.0)])
def test_share_landed_without_a_ramp_is_a_step_on_the_day(
    day: int, expected: float
) -> None:
    assert share_landed(day, landing=7, lag=3, ramp=0) == expected


@pytest.mark.parametrize("ramp", [0, 30])
def test_share_landed_of_work_without_a_date_is_0(ramp: int) -> None:
    assert share_landed(500, landing=np.inf, lag=0, ramp=ramp) == 0


@pytest.mark.parametrize(
    ("day", "lag", "ramp", "words"),
    [
        (0, -1, 0, "lag and ramp"),
        (0, 0, -1, "lag and ramp"),
        (0, np.inf, 0, "lag and ramp"),
        (np.nan, 0, 0, "numbers"),
    ],
)
def test_share_landed_refuses_nonsense(
    day: float, lag: float, ramp: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        share_landed(day, landing=0, lag=lag, ramp=ramp)


def test_worth_keeps_the_sign_of_a_harm() -> None:
    assert worth(effect=-4.0, probability=0.5, share=0.5) == -1.0


@pytest.mark.parametrize(
    ("effect", "probability", "share", "words"),
    [
        (np.nan, 0.5, 0.5, "finite"),
        (1.0, 1.5, 0.5, "between"),
        (1.0, 0.5, -0.5, "between"),
        (1.0, np.nan, 0.5, "between"),
    ],
)
def test_worth_refuses_nonsense(
    effect: float, probability: float, share: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        worth(effect=effect, probability=probability, share=share)
