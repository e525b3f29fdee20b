import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import (
    NO_DAY,
    NONE,
    ImpossiblePlan,
    Metrics,
    Readings,
    coverage,
    empty_plan,
    landings,
    orphans,
    progress,
    pulls,
    tidy_readings,
)
from waypost_engine.tests.plans import (
    BINARY,
    NAN,
    RANGE,
    STEP_BET,
    STEPS,
    Row,
    make_plan,
)


def test_that_is_empty_has_empty_answers() -> None:
    plan = empty_plan()

    now, covered, alone, against = (
        progress(plan),
        coverage(plan),
        orphans(plan),
        pulls(plan),
    )

    for table in (
        now.key_results,
        now.objectives,
        covered.key_results,
        covered.stakes,
        alone,
        against.bets,
        against.key_results,
        against.harms,
        against.guardrails,
        landings(plan),
    ):
        for field in dataclasses.fields(table):
            assert len(getattr(table, field.name)) == 0


def test_of_one_of_anything_works() -> None:
    plan = make_plan(
        readings=[{"value": 46.0}],
        key_results=[{}],
        bets=[{}],
        stakes=[{}],
    )

    assert coverage(plan).key_results.gap.tolist() == [18.0]
    assert not orphans(plan).objectives.any()


def test_cannot_be_changed() -> None:
    plan = make_plan(key_results=[{}])

    with pytest.raises(ValueError, match="read-only"):
        plan.key_results.target[0] = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.metrics = Metrics.empty()  # type: ignore[misc]  # that is the test


def test_does_not_change_with_the_arrays_it_was_made_of() -> None:
    keys = np.array([1, 2])
    metrics = Metrics(key=keys, better=np.array([1, 1], dtype=np.int8))

    keys[0] = 99

    assert metrics.key.tolist() == [1, 2]


def test_gives_identical_bits_for_identical_input() -> None:
    def answer() -> bytes:
        plan = make_plan(
            readings=[{"value": 46.1}],
            key_results=[{}],
            overlaps=[{}],
            bets=[{"overlap": 0}, {"overlap": 0, "likely": 11.3}],
            stakes=[{}, {"bet": 1}],
        )
        return coverage(plan).key_results.ratio.tobytes()

    assert answer() == answer()


def test_tables_come_from_rows_and_from_none() -> None:
    table = Readings.from_rows([(0, -2, 1.0), (0, -1, 2.0)])

    assert table.day.tolist() == [-2, -1]
    assert len(Readings.from_rows([])) == 0


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"key": [1, 2], "better": [1]}, "unequal length"),
        ({"key": [[1]], "better": [1]}, "one dimension"),
        ({"key": [1.5], "better": [1]}, "must hold int64"),
        ({"key": ["a"], "better": [1]}, "must hold int64"),
        ({"key": [1], "better": [300]}, "too large for int8"),
    ],
)
def test_tables_refuse_columns_that_do_not_fit(
    columns: dict[str, list[int]], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Metrics(**columns)  # type: ignore[arg-type]  # lists are meant


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 0), st.floats(0, 9))))
def test_readings_are_tidied_to_the_last_of_each_day(
    entered: list[tuple[int, int, float]],
) -> None:
    metric, day, value = zip(*entered, strict=True) if entered else ([], [], [])

    tidy = tidy_readings(metric, day, value)

    expected = {(m, d): v for m, d, v in entered}
    pairs = list(zip(tidy.metric.tolist(), tidy.day.tolist(), strict=True))
    assert pairs == sorted(expected)
    assert tidy.value.tolist() == [expected[pair] for pair in pairs]


GOOD: dict[str, list[Row]] = {
    "readings": [{"value": 46.0}],
    "alignments": [],
    "key_results": [{}, RANGE | {"low": 1.0, "high": 2.0}, STEPS, BINARY],
    "steps": [{"key_result": 2}, {"key_result": 3}],
    "milestones": [{}],
    "overlaps": [{}],
    "bets": [{"milestone": 0, "overlap": 0}, STEP_BET | {"step": 0}],
    "stakes": [{}, {"bet": 1, "key_result": 2}],
}
WRONG: list[tuple[str, list[Row], str]] = [
    ("readings", [{"value": 1.0, "metric": 1}], "metric points to no row of Metrics"),
    ("readings", [{"value": 1.0, "metric": NONE}], "metric points to no row"),
    ("readings", [{"value": NAN}], "value is not finite"),
    ("readings", [{"value": 1.0}, {"value": 2.0}], "two values on one day"),
    ("readings", [{"value": 1.0}, {"value": 2.0, "day": -2}], "not sorted"),
    ("path_points", [{"day": 2, "value": 1.0}, {"day": 1, "value": 1.0}], "not sorted"),
    ("metrics", [{"better": 3}], "better is not a known code"),
    ("objectives", [{"kind": 9}], "kind is not a known code"),
    ("objectives", [{"weight": -1.0}], "weight must be 0 or more"),
    ("objectives", [{"weight": NAN}], r"row 0, key 3000\): weight"),
    ("alignments", [{"child": 0}], "an objective or a key result, not both"),
    ("alignments", [{"child": 0, "objective": 0, "key_result": 0}], "not both"),
    ("key_results", [{"metric": NONE}], "needs a metric and a finite baseline"),
    ("key_results", [{"baseline": NAN}], "needs a metric and a finite baseline"),
    ("key_results", [{"target": 40.0}], "target must be finite and not the baseline"),
    ("key_results", [{"target": NAN}], "target must be finite"),
    ("key_results", [RANGE | {"low": 2.0, "high": 2.0}], "needs finite limits"),
    ("key_results", [RANGE | {"low": 2.0}], "needs finite limits"),
    ("key_results", [{"due": -30}], "start must be before due"),
    ("key_results", [{"start": NO_DAY}], "start must be before due"),
    ("key_results", [{"weight": np.inf}], "weight must be 0 or more"),
    ("key_results", [{"cadence_days": 0}], "cadence"),
    ("key_results", [{"path": 7}], "path is not a known code"),
    ("steps", [{"key_result": 0}, {"key_result": 3}], "has no steps by its kind"),
    ("steps", [{"key_result": 3}, {"key_result": 3}], "binary key result is one step"),
    (
        "steps",
        [{"key_result": 2, "weight": -1.0}, {"key_result": 3}],
        "weight must be 0 or more",
    ),
    ("bets", [{"step": 0}, STEP_BET], "a metric or a step, not both"),
    ("bets", [{"low": 13.0}, STEP_BET | {"step": 0}], "low ≤ likely ≤ high"),
    ("bets", [{"high": np.inf}, STEP_BET | {"step": 0}], "low ≤ likely ≤ high"),
    ("bets", [{"probability": 1.1}, STEP_BET | {"step": 0}], "probability"),
    ("bets", [{"probability": NAN}, STEP_BET | {"step": 0}], "probability"),
    ("bets", [{"lag": -1}, STEP_BET | {"step": 0}], "lag and ramp"),
    ("bets", [{"counted": False}, STEP_BET | {"step": 0}], "does not count has no"),
    ("overlaps", [{"share": 1.2}], "share must be between 0 and 1"),
    ("stakes", [{"factor": NAN}], "factor is not finite"),
    ("stakes", [{"key_result": 2}], "not of one kind"),
    ("stakes", [{"bet": 1, "key_result": 3}], "step is of another key result"),
    ("stakes", [{}, {}], "counts for a key result once"),
]


def test_takes_one_of_every_kind() -> None:
    assert len(make_plan(**GOOD).stakes) == 2


@pytest.mark.parametrize(("table", "rows", "words"), WRONG)
def test_refuses_what_contradicts_itself(
    table: str, rows: list[Row], words: str
) -> None:
    others = GOOD["key_results"][1:] if table == "key_results" else []

    with pytest.raises(ValueError, match=words):
        make_plan(**(GOOD | {table: rows + others}))


def test_refuses_the_milestone_of_another_project() -> None:
    with pytest.raises(ValueError, match="milestone is of another project"):
        make_plan(
            projects=[{}, {}],
            milestones=[{"project": 1}],
            bets=[{"milestone": 0}],
        )


def test_names_a_circle_of_objectives_by_their_keys() -> None:
    with pytest.raises(ImpossiblePlan, match="in a circle, by key") as error:
        make_plan(
            objectives=[{"key": key} for key in (10, 11, 12, 13, 14)],
            alignments=[
                {"child": 0, "objective": 1},
                {"child": 1, "objective": 2},
                {"child": 2, "objective": 3},
                {"child": 3, "objective": 1},
                {"child": 3, "objective": 4},
            ],
        )

    assert sorted(error.value.keys) == [11, 12, 13]


def test_counts_a_key_result_as_an_edge_to_its_objective() -> None:
    with pytest.raises(ImpossiblePlan) as error:
        make_plan(
            objectives=[{"key": 1}],
            key_results=[{"key": 5}],
            alignments=[{"child": 0, "key_result": 0}],
        )

    assert sorted(error.value.keys) == [1, 5]
