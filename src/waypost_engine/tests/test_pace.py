import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import (
    Health,
    ObjectiveKind,
    ScoreBand,
    Thresholds,
    elapsed_share,
    health,
    majority_health,
    pace,
    score_band,
    succeeds,
)


@given(day=st.integers(-500, 500), later=st.integers(0, 100))
def test_elapsed_share_never_falls_and_stays_in_bounds(day: int, later: int) -> None:
    now, then = elapsed_share(start=-30, due=60, day=[day, day + later])

    assert 0 <= now <= then <= 1


def test_elapsed_share_refuses_an_end_before_its_start() -> None:
    with pytest.raises(ValueError, match="start must be before due"):
        elapsed_share(start=5, due=5, day=5)


@pytest.mark.parametrize(
    ("progress", "expected", "said"),
    [
        (0.70, 0.75, Health.ON_TRACK),
        (0.45, 0.50, Health.ON_TRACK),
        (0.44, 0.50, Health.AT_RISK),
        (0.10, 0.30, Health.AT_RISK),
        (0.09, 0.30, Health.OFF_TRACK),
        (1.30, 0.50, Health.ON_TRACK),
        (np.nan, 0.50, Health.NO_DATA),
    ],
)
def test_decides_health_to_the_hundredth(
    progress: float, expected: float, said: Health
) -> None:
    ahead = pace(progress=progress, expected=expected)

    assert health(pace=ahead, age_days=0, cadence_days=7) == said


@pytest.mark.parametrize(
    ("age", "said"),
    [(14, Health.ON_TRACK), (15, Health.NO_DATA), (np.inf, Health.NO_DATA)],
)
def test_says_no_data_past_two_cadences(age: float, said: Health) -> None:
    assert health(pace=0.0, age_days=age, cadence_days=7) == said


def test_takes_thresholds_as_settings() -> None:
    strict = Thresholds(on_track=0.0, at_risk=-0.01, stale_cadences=1)

    found = health(
        pace=[-0.005, -0.02, 0.0], age_days=[0, 0, 8], cadence_days=7, thresholds=strict
    )

    assert found.tolist() == [Health.AT_RISK, Health.OFF_TRACK, Health.NO_DATA]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"at_risk": 0.5}, "at_risk must not be above on_track"),
        ({"thin": 2.0}, "thin must not be above covered"),
        ({"band_low": 0.8}, "band_low must not be above band_high"),
        ({"on_track": float("nan")}, "on_track"),
        ({"stale_cadences": 0.0}, "stale_cadences"),
    ],
)
def test_refuses_thresholds_that_contradict_each_other(
    changes: dict[str, float], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Thresholds(**changes)


GOOD, RISKY, BAD, SILENT = (
    Health.ON_TRACK,
    Health.AT_RISK,
    Health.OFF_TRACK,
    Health.NO_DATA,
)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([(1, GOOD), (1, GOOD), (1, BAD)], GOOD),
        ([(1, GOOD), (1, BAD)], BAD),
        ([(1, RISKY), (1, BAD)], BAD),
        ([(1, GOOD), (1, SILENT)], SILENT),
        ([(1, RISKY), (1, SILENT)], RISKY),
        ([(3, GOOD), (1, BAD), (1, BAD)], GOOD),
        ([(0.1, GOOD), (0.2, GOOD), (0.3, RISKY)], RISKY),
        ([(0, GOOD), (0, BAD), (0, BAD)], BAD),
        ([], SILENT),
    ],
)
def test_majority_is_by_weight_and_the_worse_on_a_tie(
    parts: list[tuple[float, Health]], said: Health
) -> None:
    owner = np.zeros(len(parts), dtype=np.int32)
    weight, codes = [p[0] for p in parts], np.array([p[1] for p in parts], np.int8)

    assert majority_health(owner, weight=weight, health=codes, count=1) == said


def test_majority_of_nobody_is_empty() -> None:
    assert (
        majority_health(
            np.array([], np.int32), weight=[], health=np.array([], np.int8), count=0
        ).tolist()
        == []
    )


@given(st.lists(st.sampled_from([GOOD, RISKY, BAD, SILENT]), min_size=1, max_size=9))
def test_majority_is_one_of_the_parts(parts: list[Health]) -> None:
    owner = np.zeros(len(parts), dtype=np.int32)

    found = majority_health(owner, weight=[1.0] * len(parts), health=parts, count=1)

    assert found[0] in parts


def test_scores_fall_into_bands_and_none_into_no_band() -> None:
    found = score_band([0.1 + 0.2, 0.7, 0.29, np.nan])

    assert found.tolist() == [
        ScoreBand.MIDDLE,
        ScoreBand.HIGH,
        ScoreBand.LOW,
        ScoreBand.NO_SCORE,
    ]


def test_success_depends_on_the_kind_of_objective() -> None:
    kinds = [
        ObjectiveKind.COMMITTED,
        ObjectiveKind.ASPIRATIONAL,
        ObjectiveKind.LEARNING,
    ]

    assert succeeds(score=1.0, kind=kinds).tolist() == [True, True, False]
    assert succeeds(score=0.7, kind=kinds).tolist() == [False, True, False]
    assert succeeds(score=np.nan, kind=kinds).tolist() == [False, False, False]
