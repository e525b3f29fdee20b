import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import (
    NO_DAY,
    CoverageClass,
    KeyResultKind,
    Phase,
    Plan,
    Thresholds,
    coverage,
    coverage_class,
    overlap,
)
from waypost_engine.tests.plans import (
    BINARY,
    RANGE,
    STEP_BET,
    STEPS,
    Row,
    make_plan,
)


def _with_one_bet(bet: Row | None = None, **tables: list[Row]) -> Plan:
    rows: dict[str, list[Row]] = {
        "key_results": [{}],
        "readings": [{"value": 46.0}],
        "bets": [bet or {}],
        "stakes": [{}],
    }
    return make_plan(**(rows | tables))


def test_of_a_metric_adds_what_is_still_to_come() -> None:
    found = coverage(_with_one_bet()).key_results

    assert found.now.tolist() == [46.0]
    assert found.to_come.tolist() == [6.0]
    assert found.gap.tolist() == [18.0]
    assert found.ratio.tolist() == [0.4]
    assert found.classes.tolist() == [CoverageClass.HOLE]
    assert found.bets.tolist() == [1]


def test_starts_from_the_baseline_without_a_reading() -> None:
    found = coverage(_with_one_bet(readings=[])).key_results

    assert found.now.tolist() == [40.0]
    assert found.ratio.tolist() == [0.2]


def test_without_a_reading_counts_what_landed_since_the_start() -> None:
    milestones = [{"achieved": -20}, {"achieved": -40}]
    bets = [{"milestone": 0}, {"milestone": 1}]

    plan = _with_one_bet(
        readings=[], milestones=milestones, bets=bets, stakes=[{}, {"bet": 1}]
    )

    assert coverage(plan).stakes.worth_to_come.tolist() == [6.0, 0.0]


def test_leaves_out_what_landed_before_the_last_reading() -> None:
    plan = _with_one_bet(
        {"milestone": 0, "ramp": 20},
        milestones=[{"achieved": -11}],
    )

    found = coverage(plan).stakes

    assert found.share_at_last.tolist() == [0.5]
    assert found.share_at_due.tolist() == [1.0]
    assert found.worth_by_due.tolist() == [6.0]
    assert found.worth_to_come.tolist() == [3.0]
    assert found.after_overlap.tolist() == [3.0]


def test_counts_only_what_lands_by_the_due_day() -> None:
    found = coverage(_with_one_bet({"lag": 30, "ramp": 40})).stakes

    assert found.share_at_due.tolist() == [0.25]
    assert found.worth_to_come.tolist() == [1.5]


@pytest.mark.parametrize(
    ("milestone", "landing"),
    [
        ({"due": 12}, 12.0),
        ({"due": 12, "achieved": -3}, -3.0),
        ({"due": NO_DAY}, 20.0),
        ({"due": NO_DAY, "achieved": -3}, -3.0),
    ],
)
def test_lands_with_its_milestone_else_its_project(
    milestone: Row, landing: float
) -> None:
    plan = _with_one_bet({"milestone": 0}, milestones=[milestone])

    found = coverage(plan).stakes

    assert found.landing.tolist() == [landing]
    assert found.overdue.tolist() == [False]


def test_promises_nothing_without_a_date() -> None:
    found = coverage(_with_one_bet(projects=[{"finish": NO_DAY}])).stakes

    assert found.landing.tolist() == [np.inf]
    assert found.worth_by_due.tolist() == [0.0]


@pytest.mark.parametrize("reading_day", [-1, 0])
@pytest.mark.parametrize("planned", [-5, 0])
def test_does_not_take_for_landed_what_is_not_achieved(
    planned: int, reading_day: int
) -> None:
    plan = _with_one_bet(
        {"milestone": 0},
        milestones=[{"due": planned}],
        readings=[{"value": 46.0, "day": reading_day}],
    )

    found = coverage(plan).stakes

    assert found.landing.tolist() == [0.0]
    assert found.overdue.tolist() == [planned < 0]
    assert found.worth_to_come.tolist() == [6.0]


@pytest.mark.parametrize(
    ("phase", "to_come"),
    [(Phase.EXECUTION, 6.0), (Phase.CLOSURE, 0.0), (Phase.CLOSED, 0.0)],
)
def test_takes_a_projects_finish_for_real_from_closure_on(
    phase: Phase, to_come: float
) -> None:
    plan = _with_one_bet(projects=[{"finish": -5, "phase": phase}])

    assert coverage(plan).stakes.worth_to_come.tolist() == [to_come]


def test_overlap_takes_off_what_two_bets_share() -> None:
    plan = _with_one_bet(
        overlaps=[{"share": 0.5}],
        bets=[{"overlap": 0}, {"overlap": 0, "low": 7.0, "likely": 10.0, "high": 13.0}],
        stakes=[{}, {"bet": 1}],
    )

    found = coverage(plan).stakes

    assert found.worth_to_come.tolist() == [6.0, 5.0]
    assert found.after_overlap.tolist() == [6.0, 3.75]


def test_overlap_is_among_the_bets_of_one_key_result() -> None:
    plan = _with_one_bet(
        key_results=[{}, {}],
        overlaps=[{"share": 1.0}],
        bets=[{"overlap": 0, "probability": 1.0}] * 2,
        stakes=[{}, {"bet": 1}, {"bet": 1, "key_result": 1}],
    )

    assert coverage(plan).stakes.after_overlap.tolist() == [6.0, 6.0, 12.0]


def test_harms_count_with_their_sign() -> None:
    harm = {"low": -15.0, "likely": -12.0, "high": -9.0}

    found = coverage(_with_one_bet(harm)).key_results

    assert found.to_come.tolist() == [-6.0]
    assert found.ratio.tolist() == [0.0]
    assert found.classes.tolist() == [CoverageClass.HOLE]


def test_reaches_a_computed_metric_by_its_slope() -> None:
    plan = _with_one_bet(stakes=[{"factor": -0.5}])

    assert coverage(plan).stakes.after_overlap.tolist() == [-3.0]


@pytest.mark.parametrize(
    ("baseline", "low", "high", "effect", "ratio", "target", "gap"),
    [
        (86.0, 20.0, 60.0, -20.0, 20 / 26, 60.0, -6.0),
        (86.0, 20.0, 60.0, -40.0, 1.0, 46.0, 0.0),
        (86.0, 20.0, 60.0, -72.0, 20 / 26, 20.0, 6.0),
        (30.0, 20.0, 60.0, 0.0, 1.0, 30.0, 0.0),
        (30.0, 20.0, 60.0, 40.0, 0.5, 60.0, -10.0),
    ],
)
def test_of_a_range_is_the_distance_to_its_nearest_edge(
    baseline: float,
    low: float,
    high: float,
    effect: float,
    ratio: float,
    target: float,
    gap: float,
) -> None:
    plan = make_plan(
        key_results=[RANGE | {"baseline": baseline, "low": low, "high": high}],
        bets=[{"low": effect, "likely": effect, "high": effect, "probability": 1.0}],
        stakes=[{}],
    )

    found = coverage(plan).key_results

    assert found.ratio == pytest.approx([ratio])
    assert found.target.tolist() == [target]
    assert found.gap.tolist() == [gap]


def test_of_steps_is_the_weight_done_or_named_by_a_bet() -> None:
    plan = make_plan(
        key_results=[STEPS],
        steps=[
            {"weight": 2.0, "done_day": -5},
            {"weight": 1.0},
            {"weight": 1.0},
        ],
        bets=[STEP_BET | {"step": 1}, STEP_BET | {"step": 1}, STEP_BET | {"step": 0}],
        stakes=[{"bet": bet} for bet in range(3)],
    )

    found = coverage(plan)

    assert found.key_results.ratio.tolist() == [0.75]
    assert found.key_results.now.tolist() == [0.5]
    assert found.key_results.gap.tolist() == [0.25]
    assert found.key_results.classes.tolist() == [CoverageClass.THIN]
    assert found.stakes.after_overlap.tolist() == [0.125, 0.125, 0.0]


def test_of_a_binary_key_result_is_covered_once_a_bet_names_it() -> None:
    plan = make_plan(
        key_results=[BINARY, BINARY],
        steps=[{}, {"key_result": 1}],
        bets=[STEP_BET | {"step": 0}],
        stakes=[{}],
    )

    found = coverage(plan).key_results

    assert found.ratio.tolist() == [1.0, 0.0]
    assert found.classes.tolist() == [CoverageClass.COVERED, CoverageClass.NO_WORK]


def test_of_steps_of_no_weight_counts_them_alike() -> None:
    plan = make_plan(
        key_results=[STEPS],
        steps=[{"weight": 0.0}, {"weight": 0.0}],
        bets=[STEP_BET | {"step": 0}],
        stakes=[{}],
    )

    assert coverage(plan).key_results.ratio.tolist() == [0.5]


def test_of_steps_without_any_is_0() -> None:
    assert coverage(make_plan(key_results=[STEPS])).key_results.ratio.tolist() == [0.0]


@pytest.mark.parametrize(
    ("ratio", "bets", "said"),
    [
        (1.0 - 1e-12, 1, CoverageClass.COVERED),
        (0.1 + 0.2 + 0.3, 1, CoverageClass.THIN),
        (0.59, 1, CoverageClass.HOLE),
        (-3.0, 1, CoverageClass.HOLE),
        (1.5, 0, CoverageClass.NO_WORK),
    ],
)
def test_falls_into_classes(ratio: float, bets: int, said: CoverageClass) -> None:
    assert coverage_class(ratio, bets=bets) == said


def test_takes_its_thresholds_as_settings() -> None:
    lenient = Thresholds(covered=0.4, thin=0.1)

    found = coverage(_with_one_bet(), thresholds=lenient)

    assert found.key_results.classes.tolist() == [CoverageClass.COVERED]


BETS = st.lists(
    st.fixed_dictionaries(
        {
            "effect": st.floats(-50, 50),
            "probability": st.floats(0, 1),
            "lag": st.integers(0, 30),
            "ramp": st.integers(0, 60),
            "finish": st.integers(-40, 80),
            "phase": st.sampled_from([Phase.EXECUTION, Phase.CLOSED]),
            "overlap": st.integers(-1, 1),
        }
    ),
    max_size=8,
)


def _drawn(bets: list[Row], key_result: Row, share: float) -> Plan:
    rows = [
        {name: bet[name] for name in ("probability", "lag", "ramp", "overlap")}
        | {"low": bet["effect"] - 1, "likely": bet["effect"], "high": bet["effect"] + 2}
        | {"project": place}
        for place, bet in enumerate(bets)
    ]
    return make_plan(
        key_results=[key_result],
        readings=[{"value": 46.0, "day": -4}],
        projects=[{"finish": bet["finish"], "phase": bet["phase"]} for bet in bets],
        overlaps=[{"share": share}, {"share": 0.3}],
        bets=rows,
        stakes=[{"bet": place} for place in range(len(bets))],
    )


ENDS = [{}, {"target": 10.0}, RANGE | {"low": 60.0, "high": 90.0}]


@given(BETS, st.sampled_from(ENDS), st.floats(0, 1))
def test_waterfall_ends_at_the_target(
    bets: list[Row], key_result: Row, share: float
) -> None:
    found = coverage(_drawn(bets, key_result, share))

    ends = found.key_results
    total = ends.now[0] + found.stakes.after_overlap.sum() + ends.gap[0]
    assert total == pytest.approx(ends.target[0], abs=1e-9)
    if key_result.get("kind") != KeyResultKind.RANGE:
        reached = ends.now[0] - ends.baseline[0] + found.stakes.after_overlap.sum()
        whole = ends.target[0] - ends.baseline[0]
        assert ends.ratio[0] == pytest.approx(reached / whole)


@given(BETS, st.floats(0, 1))
def test_after_overlap_is_never_more_than_the_worth_to_come(
    bets: list[Row], share: float
) -> None:
    found = coverage(_drawn(bets, {}, share)).stakes

    kept, whole = found.after_overlap, found.worth_to_come
    assert (np.abs(kept) <= np.abs(whole) + 1e-9).all()
    assert (kept * whole >= -1e-9).all()
    assert ((found.share_at_due >= found.share_at_last) | found.overdue).all()


@given(BETS, st.floats(1, 100))
def test_is_never_more_against_a_higher_target(bets: list[Row], more: float) -> None:
    easier = coverage(_drawn(bets, {"target": 80.0}, 0.5)).key_results
    harder = coverage(_drawn(bets, {"target": 80.0 + more}, 0.5)).key_results

    assert harder.gap[0] > easier.gap[0]
    assert abs(harder.ratio[0]) <= abs(easier.ratio[0]) + 1e-12


def test_overlaps_as_the_formula_does() -> None:
    rows = [(12.0, 0.5), (9.0, 0.4), (9.0, 0.8), (-3.0, 1.0)]
    effect, chance = map(np.array, zip(*rows, strict=True))
    plan = make_plan(
        key_results=[{}],
        overlaps=[{"share": 0.6}],
        bets=[
            {"low": m, "likely": m, "high": m, "probability": c, "overlap": 0}
            for m, c in rows
        ],
        stakes=[{"bet": place} for place in range(4)],
    )

    expected = overlap([0] * 4, effect=effect, probability=chance, share=[0.6] * 4)

    np.testing.assert_array_equal(coverage(plan).stakes.after_overlap, expected)


@given(BETS, st.sampled_from([-10.0, -1.0, 0.01, 3.0]), st.floats(-100, 100))
def test_does_not_depend_on_the_unit_or_direction_of_the_metric(
    bets: list[Row], unit: float, shift: float
) -> None:
    def answer(turn: float, move: float) -> float:
        plan = make_plan(
            key_results=[{"baseline": 40 * turn + move, "target": 70 * turn + move}],
            readings=[{"value": 46 * turn + move}],
            overlaps=[{"share": 0.4}, {"share": 1.0}],
            bets=[
                dict(zip(("low", "likely", "high"), sorted(effects), strict=True))
                | {"probability": bet["probability"], "overlap": bet["overlap"]}
                for bet in bets
                for effects in [[(bet["effect"] + d) * turn for d in (-1, 0, 2)]]
            ],
            stakes=[{"bet": place} for place in range(len(bets))],
        )
        return float(coverage(plan).key_results.ratio[0])

    assert answer(unit, shift) == pytest.approx(answer(1.0, 0.0), abs=1e-6)
