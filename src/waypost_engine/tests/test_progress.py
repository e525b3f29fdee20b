import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import (
    Watch,
    distance_to_range,
    metric_progress,
    range_progress,
    steps_progress,
    time_inside,
)

PEER = json.loads((Path(__file__).parent / "data/progress-peer.json").read_text())
VALUES = st.floats(-1e6, 1e6)
APART = st.tuples(VALUES, VALUES).filter(lambda pair: abs(pair[0] - pair[1]) > 1e-3)


@pytest.mark.parametrize("case", PEER["cases"])
def test_of_a_metric_is_what_a_peer_says(case: dict[str, float]) -> None:
    found = metric_progress(
        baseline=case["baseline"], target=case["target"], value=case["value"]
    )

    assert 100 * found == pytest.approx(case["percent"])


@pytest.mark.parametrize("case", PEER["differences"])
def test_differs_from_the_peer_on_purpose_and_says_why(case: dict[str, Any]) -> None:
    assert case["ours"] == "ValueError"
    assert case["reason"]

    with pytest.raises(ValueError, match="nothing is promised"):
        metric_progress(
            baseline=case["baseline"], target=case["target"], value=case["value"]
        )


@given(ends=APART, value=VALUES)
def test_of_a_mirrored_metric_is_the_same(
    ends: tuple[float, float], value: float
) -> None:
    b, t = ends

    rising = metric_progress(baseline=b, target=t, value=value)
    falling = metric_progress(baseline=-b, target=-t, value=-value)

    assert rising == falling


@given(
    ends=APART,
    value=VALUES,
    unit=st.floats(0.01, 100),
    shift=st.floats(-1e3, 1e3),
)
def test_does_not_depend_on_the_unit_of_the_metric(
    ends: tuple[float, float], value: float, unit: float, shift: float
) -> None:
    b, t = ends

    here = metric_progress(baseline=b, target=t, value=value)
    there = metric_progress(
        baseline=unit * b + shift, target=unit * t + shift, value=unit * value + shift
    )

    assert there == pytest.approx(here, rel=1e-5, abs=1e-5)


@given(baseline=VALUES, value=VALUES, near=st.floats(0.01, 1e6), more=st.floats(0, 1e6))
def test_is_never_more_against_a_higher_target(
    baseline: float, value: float, near: float, more: float
) -> None:
    value = baseline + abs(value)

    easier = metric_progress(baseline=baseline, target=baseline + near, value=value)
    harder = metric_progress(
        baseline=baseline, target=baseline + near + more, value=value
    )

    assert harder <= easier * (1 + 1e-9)


def test_of_a_metric_without_a_reading_is_not_measured() -> None:
    assert np.isnan(metric_progress(baseline=0.0, target=1.0, value=np.nan))


@pytest.mark.parametrize(
    ("baseline", "target", "value"),
    [(np.nan, 1.0, 0.0), (0.0, np.inf, 0.0), (0.0, 1.0, -np.inf)],
)
def test_of_a_metric_refuses_what_is_not_finite(
    baseline: float, target: float, value: float
) -> None:
    with pytest.raises(ValueError, match="finite"):
        metric_progress(baseline=baseline, target=target, value=value)


@given(
    low=VALUES,
    width=st.floats(0.1, 1e6),
    off=st.floats(0.1, 1e6),
    value=VALUES,
)
def test_of_a_range_is_the_same_from_either_side(
    low: float, width: float, off: float, value: float
) -> None:
    high = low + width
    above = range_progress(
        baseline=high + off, low=low, high=high, value=value, inside=0.0
    )
    below = range_progress(
        baseline=-high - off, low=-high, high=-low, value=-value, inside=0.0
    )

    assert above == below
    assert above <= 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [(60.0, 0.0), (50.0, 0.5), (40.0, 1.0), (30.0, 1.0), (10.0, 0.5), (80.0, -1.0)],
)
def test_of_a_range_entered_from_above_is_the_distance_left(
    value: float, expected: float
) -> None:
    found = range_progress(baseline=60.0, low=20.0, high=40.0, value=value, inside=0.3)

    assert found == expected


def test_of_a_range_kept_is_the_time_inside_once_there_is_a_reading() -> None:
    found = range_progress(
        baseline=[30.0, 30.0], low=20.0, high=40.0, value=[50.0, np.nan], inside=0.25
    )

    np.testing.assert_array_equal(found, [0.25, np.nan])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"baseline": np.inf}, "finite"),
        ({"value": np.inf}, "finite"),
        ({"low": 40.0}, "below"),
    ],
)
def test_of_a_range_refuses_nonsense(changes: dict[str, float], words: str) -> None:
    given = {"baseline": 0.0, "low": 20.0, "high": 40.0, "value": 1.0, "inside": 1.0}

    with pytest.raises(ValueError, match=words):
        range_progress(**(given | changes))


def test_distance_to_a_range_is_nan_without_a_value() -> None:
    assert np.isnan(distance_to_range(value=np.nan, low=0.0, high=1.0))


def _watch(**changes: float) -> Watch:
    facts = {"low": 0.0, "high": 5.0, "start": 0.0, "end": 10.0, "baseline": 3.0}
    return Watch(**{name: np.array([x]) for name, x in (facts | changes).items()})


@pytest.mark.parametrize(
    ("day", "value", "changes", "expected"),
    [
        ([], [], {}, 1.0),
        ([], [], {"baseline": 6.0}, 0.0),
        ([-5], [9.0], {}, 0.0),
        ([-5, 4], [9.0, 5.0], {}, 0.6),
        ([4, 12], [9.0, 1.0], {}, 0.4),
        ([4], [9.0], {"end": 0.0}, 1.0),
        ([-4], [9.0], {"end": 0.0}, 0.0),
        ([-9, -4], [9.0, 4.0], {"end": -3.0}, 1.0),
    ],
)
def test_time_inside_counts_each_reading_until_the_next(
    day: list[int], value: list[float], changes: dict[str, float], expected: float
) -> None:
    row = np.zeros(len(day), dtype=np.int32)

    assert time_inside(row, day, value, watch=_watch(**changes)) == pytest.approx(
        expected
    )


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-9, 9)), max_size=12))
def test_time_inside_and_outside_are_all_the_time(
    readings: list[tuple[int, int]],
) -> None:
    days = sorted({day for day, _ in readings})
    values = [float(value) for _, value in readings[: len(days)]]
    row = np.zeros(len(days), dtype=np.int32)

    inside = time_inside(row, days, values, watch=_watch())
    above = time_inside(row, days, values, watch=_watch(low=5.5, high=99))
    below = time_inside(row, days, values, watch=_watch(low=-99, high=-0.5))

    assert inside + above + below == pytest.approx(1.0)


def test_of_steps_lies_between_0_and_1_and_is_nan_without_any() -> None:
    found = steps_progress(
        np.array([0, 0, 2]), weight=[1, 3, 0], done=[False, True, True], count=3
    )

    np.testing.assert_array_equal(found, [0.75, np.nan, 1.0])


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_of_steps_that_are_all_done_is_1_to_the_bit(weights: list[float]) -> None:
    owner = np.zeros(len(weights), dtype=np.int32)

    assert (
        steps_progress(owner, weight=weights, done=[True] * len(weights), count=1) == 1
    )


@pytest.mark.parametrize("weight", [-1.0, np.inf, np.nan])
def test_of_steps_refuses_a_weight_that_is_none(weight: float) -> None:
    with pytest.raises(ValueError, match="weights"):
        steps_progress(np.array([0]), weight=[weight], done=[True], count=1)
