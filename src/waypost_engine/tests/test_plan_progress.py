import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import (
    NO_DAY,
    Health,
    KeyResultProgress,
    ObjectiveKind,
    RollUpSource,
    ScoreBand,
    Thresholds,
    progress,
)
from waypost_engine.tests.plans import BINARY, RANGE, STEPS, Row, make_plan


def _of_one(**tables: list[Row]) -> KeyResultProgress:
    return progress(make_plan(**tables)).key_results


def test_takes_the_last_reading_up_to_today() -> None:
    found = _of_one(
        key_results=[{}],
        readings=[
            {"day": -40, "value": 40.0},
            {"day": -3, "value": 55.0},
            {"day": 4, "value": 70.0},
        ],
    )

    assert found.value.tolist() == [55.0]
    assert found.measured_day.tolist() == [-3]
    assert found.progress.tolist() == [0.5]
    assert found.expected == pytest.approx([1 / 3])
    assert found.health.tolist() == [Health.ON_TRACK]


def test_takes_none_from_after_the_due_day() -> None:
    found = _of_one(
        key_results=[{"start": -100, "due": -10}],
        readings=[{"day": -12, "value": 64.0}, {"day": -2, "value": 90.0}],
    )

    assert found.progress.tolist() == [0.8]
    assert found.expected.tolist() == [1.0]
    assert found.health.tolist() == [Health.AT_RISK]


def test_without_a_reading_is_not_measured_and_has_no_data() -> None:
    found = _of_one(
        metrics=[{}, {}],
        key_results=[{}, STEPS, RANGE | {"low": 20.0, "high": 60.0}],
        readings=[{"metric": 1, "value": 3.0}],
        steps=[{"key_result": 1}],
    )

    assert np.isnan(found.progress).all()
    assert np.isnan(found.value).all()
    assert (found.measured_day == NO_DAY).all()
    assert (found.health == Health.NO_DATA).all()


def test_has_no_data_when_the_last_reading_is_older_than_two_cadences() -> None:
    rows = [
        {"value": 55.0, "day": -15, "metric": 0},
        {"value": 55.0, "day": -14, "metric": 1},
    ]

    found = _of_one(metrics=[{}, {}], key_results=[{}, {"metric": 1}], readings=rows)

    assert found.health.tolist() == [Health.NO_DATA, Health.ON_TRACK]
    assert found.progress.tolist() == [0.5, 0.5]


def test_of_a_range_entered_from_outside_is_the_way_to_its_edge() -> None:
    found = _of_one(
        key_results=[RANGE | {"baseline": 80.0, "low": 20.0, "high": 60.0}],
        readings=[{"value": 65.0}],
    )

    assert found.progress.tolist() == [0.75]
    assert found.expected == pytest.approx([1 / 3])


def test_of_a_range_kept_is_the_time_inside_and_expected_to_be_all() -> None:
    found = _of_one(
        key_results=[RANGE | {"low": 20.0, "high": 60.0}],
        readings=[
            {"day": -50, "value": 50.0},
            {"day": -20, "value": 61.0},
            {"day": -14, "value": 50.0},
        ],
    )

    assert found.progress.tolist() == [0.8]
    assert found.expected.tolist() == [1.0]
    assert found.pace == pytest.approx([-0.2])
    assert found.health.tolist() == [Health.AT_RISK]


def test_of_steps_is_the_weight_done_by_the_due_day() -> None:
    found = _of_one(
        key_results=[STEPS, STEPS | {"start": -90, "due": -10}],
        steps=[
            {"weight": 1.0, "done_day": -5},
            {"weight": 3.0},
            {"key_result": 1, "done_day": -20},
            {"key_result": 1, "done_day": -3},
        ],
    )

    assert found.progress.tolist() == [0.25, 0.5]
    assert found.value.tolist() == [0.25, 0.5]
    assert found.measured_day.tolist() == [-5, -20]


def test_of_steps_with_a_check_in_and_none_done_is_0() -> None:
    found = _of_one(key_results=[STEPS | {"checked_day": -2}], steps=[{}, {}])

    assert found.progress.tolist() == [0.0]
    assert found.measured_day.tolist() == [-2]


def test_of_steps_without_any_step_is_not_measured() -> None:
    found = _of_one(key_results=[STEPS | {"checked_day": -2}])

    assert np.isnan(found.progress).all()


def test_of_a_binary_key_result_is_0_or_1() -> None:
    found = _of_one(
        key_results=[BINARY | {"checked_day": -1}, BINARY],
        steps=[{"key_result": 0}, {"key_result": 1, "done_day": 0}],
    )

    assert found.progress.tolist() == [0.0, 1.0]


def test_rolls_up_by_weight_and_says_what_is_not_measured() -> None:
    plan = make_plan(
        metrics=[{}, {}],
        key_results=[
            {"weight": 3.0},
            {"weight": 1.0, "metric": 1},
            {"weight": 1.0, "target": 41.0},
        ],
        readings=[{"value": 55.0}],
    )

    found = progress(plan).objectives

    assert found.progress.tolist() == [(3 * 0.5 + 0 + 1) / 5]
    assert found.not_measured.tolist() == [1]
    assert found.parts.tolist() == [3]
    assert found.source.tolist() == [RollUpSource.KEY_RESULTS]
    assert found.expected == pytest.approx([1 / 3])


def test_children_support_and_are_not_averaged_in() -> None:
    plan = make_plan(
        objectives=[{}, {}],
        metrics=[{}, {}],
        key_results=[{}, {"objective": 1, "metric": 1}],
        readings=[{"value": 55.0}, {"metric": 1, "value": 70.0}],
        alignments=[
            {"child": 1, "objective": 0},
        ],
    )

    assert progress(plan).objectives.progress.tolist() == [0.5, 1.0]


def test_without_key_results_takes_its_childrens_mean_at_any_depth() -> None:
    plan = make_plan(
        objectives=[{}, {"weight": 2.0}, {"weight": 1.0}, {}, {}],
        metrics=[{}, {}],
        key_results=[{"objective": 2}, {"objective": 3, "metric": 1}],
        readings=[{"value": 55.0}, {"metric": 1, "value": 70.0}],
        alignments=[
            {"child": 1, "objective": 0},
            {"child": 2, "objective": 0},
            {"child": 3, "objective": 1},
        ],
    )

    found = progress(plan).objectives

    assert found.progress[:4] == pytest.approx([(2 * 1.0 + 0.5) / 3, 1.0, 0.5, 1.0])
    assert np.isnan(found.progress[4])
    assert found.source.tolist() == [
        RollUpSource.CHILDREN,
        RollUpSource.CHILDREN,
        RollUpSource.KEY_RESULTS,
        RollUpSource.KEY_RESULTS,
        RollUpSource.NOTHING,
    ]
    assert found.health.tolist() == [Health.ON_TRACK] * 4 + [Health.NO_DATA]


def test_counts_a_child_of_which_nothing_is_measured_as_not_measured() -> None:
    plan = make_plan(
        objectives=[{}, {}, {}, {}],
        metrics=[{}, {}],
        key_results=[{"objective": 1}, {"objective": 2, "metric": 1}],
        readings=[{"value": 55.0}],
        alignments=[{"child": child, "objective": 0} for child in (1, 2, 3)],
    )

    found = progress(plan).objectives

    assert found.progress[0] == pytest.approx(0.5 / 3)
    assert (found.not_measured[0], found.parts[0]) == (2, 3)
    assert found.progress[2] == 0.0


def test_leaves_out_children_that_do_not_contribute() -> None:
    plan = make_plan(
        objectives=[{}, {}, {}],
        key_results=[{"objective": 1}, {"objective": 2, "target": 50.0}],
        readings=[{"value": 55.0}],
        alignments=[
            {"child": 1, "objective": 0},
            {"child": 2, "objective": 0, "contributes": False},
        ],
    )

    found = progress(plan).objectives

    assert found.progress[0] == 0.5
    assert found.parts[0] == 1


def test_goes_down_a_chain_of_a_thousand() -> None:
    depth = 1000
    plan = make_plan(
        objectives=[{} for _ in range(depth)],
        key_results=[{"objective": depth - 1}],
        readings=[{"value": 55.0}],
        alignments=[{"child": i + 1, "objective": i} for i in range(depth - 1)],
    )

    assert progress(plan).objectives.progress[0] == 0.5


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_of_an_objective_does_not_depend_on_the_order_of_its_parts(
    values: list[float],
) -> None:
    def rolled(order: list[float]) -> float:
        plan = make_plan(
            metrics=[{} for _ in order],
            key_results=[{"metric": i} for i in range(len(order))],
            readings=[{"metric": i, "value": v} for i, v in enumerate(order)],
        )
        return float(progress(plan).objectives.progress[0])

    assert rolled(values) == pytest.approx(rolled(values[::-1]))


def test_proposes_the_roll_up_as_score_and_reads_it_by_kind() -> None:
    kinds = [
        ObjectiveKind.COMMITTED,
        ObjectiveKind.ASPIRATIONAL,
        ObjectiveKind.LEARNING,
    ]
    plan = make_plan(
        objectives=[{"kind": kind, "due": 0} for kind in kinds] + [{"due": 1}],
        key_results=[{"objective": row} for row in range(3)],
        readings=[{"value": 64.0}],
    )

    found = progress(plan).objectives

    np.testing.assert_array_equal(found.score, [0.8, 0.8, np.nan, np.nan])
    assert found.success.tolist() == [False, True, False, False]
    assert found.band.tolist() == [ScoreBand.HIGH] * 2 + [ScoreBand.NO_SCORE] * 2
    assert found.is_due.tolist() == [True, True, True, False]


def test_takes_its_thresholds_as_settings() -> None:
    plan = make_plan(key_results=[{}], readings=[{"value": 49.0}])
    lenient = Thresholds(on_track=-0.5, at_risk=-0.9, band_low=0.1, band_high=0.2)

    found = progress(plan, thresholds=lenient)

    assert found.key_results.health.tolist() == [Health.ON_TRACK]
    assert found.objectives.health.tolist() == [Health.ON_TRACK]
    assert found.objectives.band.tolist() == [ScoreBand.HIGH]
