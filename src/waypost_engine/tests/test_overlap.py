from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from waypost_engine import overlap

BET = st.tuples(
    st.one_of(st.integers(-3, 3).map(float), st.floats(-100, 100)),
    st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1)),
)
GROUP = st.lists(BET, min_size=1, max_size=12)
SHARE = st.floats(0, 1)


def _enumerated(
    effect: NDArray[np.float64], chance: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """Go through all cases of which bets work, as the specification words it."""
    kept = np.zeros(len(effect))
    for works in product([False, True], repeat=len(effect)):
        case = np.array(works)
        weight = np.prod(np.where(case, chance, 1 - chance))
        for sign in (-1, 1):
            members = np.flatnonzero(case & (np.sign(effect) == sign))
            if not len(members):
                continue
            size = np.abs(effect[members])
            largest = members[size == size.max()]
            amounts = (1 - share) * effect[members]
            kept[members] += weight * amounts
            kept[largest] += weight * share * effect[largest] / len(largest)
    return kept


def _one_group(bets: list[tuple[float, float]], share: float) -> NDArray[np.float64]:
    effect, chance = map(np.array, zip(*bets, strict=True))
    return overlap(
        np.zeros(len(bets)),
        effect=effect,
        probability=chance,
        share=[share] * len(bets),
    )


@given(st.lists(BET, min_size=1, max_size=7), SHARE)
def test_equals_the_enumeration_of_who_works(
    bets: list[tuple[float, float]], share: float
) -> None:
    effect, chance = map(np.array, zip(*bets, strict=True))

    assert _one_group(bets, share) == pytest.approx(
        _enumerated(effect, chance, share), abs=1e-9
    )


@pytest.mark.parametrize("ties", [1, 2, 6, 12])
def test_equals_the_enumeration_for_twelve_bets_with_ties(ties: int) -> None:
    effect = np.repeat(np.arange(12 // ties, 0, -1.0), ties) * 3
    chance = np.linspace(0.05, 1.0, 12)

    found = _one_group(list(zip(effect, chance, strict=True)), 0.7)

    assert found == pytest.approx(_enumerated(effect, chance, 0.7), abs=1e-12)


@given(GROUP)
def test_of_0_adds(bets: list[tuple[float, float]]) -> None:
    assert _one_group(bets, 0.0) == pytest.approx([m * c for m, c in bets])


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12))
def test_of_1_lets_only_the_best_of_each_sign_count(effects: list[float]) -> None:
    total = _one_group([(m, 1.0) for m in effects], 1.0)

    up = max([m for m in effects if m > 0], default=0.0)
    down = min([m for m in effects if m < 0], default=0.0)
    assert total[np.array(effects) > 0].sum() == pytest.approx(up)
    assert total[np.array(effects) < 0].sum() == pytest.approx(down)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1), SHARE)
def test_lies_between_the_best_and_the_sum(
    bets: list[tuple[float, float]], share: float
) -> None:
    total = _one_group(bets, share).sum()

    each = [m * c for m, c in bets]
    assert max(each) - 1e-9 <= total <= sum(each) + 1e-9


@given(GROUP, SHARE, SHARE)
def test_never_leaves_more_when_it_is_more(
    bets: list[tuple[float, float]], one: float, other: float
) -> None:
    less, more = sorted([one, other])

    assert (
        np.abs(_one_group(bets, more)) <= np.abs(_one_group(bets, less)) + 1e-9
    ).all()


@given(GROUP, SHARE)
def test_mirrors_and_does_not_depend_on_the_order(
    bets: list[tuple[float, float]], share: float
) -> None:
    found = _one_group(bets, share)

    mirrored = _one_group([(-m, c) for m, c in bets], share)
    turned = _one_group(bets[::-1], share)

    assert mirrored == pytest.approx(-found, abs=1e-9)
    assert turned == pytest.approx(found[::-1], abs=1e-9)


def test_shares_a_tie_equally() -> None:
    assert _one_group([(4.0, 1.0), (4.0, 1.0)], 0.5).tolist() == [3.0, 3.0]


def test_keeps_signs_apart() -> None:
    assert _one_group([(4.0, 0.5), (-6.0, 0.5)], 1.0).tolist() == [2.0, -3.0]


def test_keeps_groups_apart_and_leaves_the_others_alone() -> None:
    found = overlap(
        [0, -1, 7, 0],
        effect=[4.0, 4.0, 4.0, 2.0],
        probability=[1.0] * 4,
        share=[1.0, np.nan, 1.0, 1.0],
    )

    assert found.tolist() == [4.0, 4.0, 4.0, 0.0]


def test_holds_for_a_group_of_hundreds() -> None:
    bets = [(5.0, 0.5)] * 200 + [(3.0, 0.5)] * 200

    assert _one_group(bets, 1.0).sum() == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"effect": [1.0, 2.0]}, "length"),
        ({"effect": [np.inf]}, "finite"),
        ({"probability": [1.2]}, "between"),
        ({"share": [-0.1]}, "between"),
        ({"share": [np.nan]}, "between"),
    ],
)
def test_refuses_nonsense(changes: dict[str, list[float]], words: str) -> None:
    given = {"effect": [1.0], "probability": [0.5], "share": [0.5]} | changes

    with pytest.raises(ValueError, match=words):
        overlap([0], **given)
