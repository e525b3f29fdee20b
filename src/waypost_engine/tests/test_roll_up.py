import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import roll_up

PARTS = st.lists(
    st.tuples(st.floats(0.01, 100), st.one_of(st.floats(-3, 3), st.just(np.nan))),
    min_size=1,
    max_size=12,
)


@given(PARTS)
def test_lies_between_the_clipped_parts(parts: list[tuple[float, float]]) -> None:
    weight, progress = map(np.array, zip(*parts, strict=True))
    owner = np.zeros(len(parts), dtype=np.int32)

    found = roll_up(owner, weight=weight, progress=progress, count=1)

    clipped = np.clip(np.nan_to_num(progress), 0, 1)
    assert clipped.min() - 1e-12 <= found.progress[0] <= clipped.max() + 1e-12
    assert found.parts[0] == len(parts)
    assert found.not_measured[0] == np.isnan(progress).sum()


@given(PARTS, st.floats(0.001, 1000))
def test_does_not_depend_on_the_unit_of_the_weights(
    parts: list[tuple[float, float]], unit: float
) -> None:
    weight, progress = map(np.array, zip(*parts, strict=True))
    owner = np.zeros(len(parts), dtype=np.int32)

    here = roll_up(owner, weight=weight, progress=progress, count=1)
    there = roll_up(owner, weight=unit * weight, progress=progress, count=1)

    assert there.progress == pytest.approx(here.progress)


def test_weighs_its_parts() -> None:
    found = roll_up(np.array([0, 0]), weight=[3, 1], progress=[1.0, 0.2], count=1)

    assert found.progress.tolist() == [0.8]


def test_is_nan_for_an_owner_without_parts() -> None:
    found = roll_up(np.array([1]), weight=[1], progress=[0.5], count=3)

    np.testing.assert_array_equal(found.progress, [np.nan, 0.5, np.nan])
    assert found.parts.tolist() == [0, 1, 0]


def test_counts_parts_of_no_weight_alike() -> None:
    found = roll_up(np.array([0, 0]), weight=[0, 0], progress=[1.0, 0.5], count=1)

    assert found.progress.tolist() == [0.75]


def test_refuses_a_negative_weight() -> None:
    with pytest.raises(ValueError, match="weights"):
        roll_up(np.array([0]), weight=[-1], progress=[0.5], count=1)
