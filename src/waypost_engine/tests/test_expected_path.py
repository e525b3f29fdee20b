import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost_engine import (
    NO_DAY,
    PathKind,
    expected_path,
    expected_progress,
)
from waypost_engine.tests.plans import (
    BINARY,
    RANGE,
    STEP_BET,
    STEPS,
    Row,
    make_plan,
)

DAYS = [-40, -30, 0, 15, 60, 90]
POINTS = {"path": PathKind.POINTS}
BETS = {"path": PathKind.BETS}


def _drawn(**tables: list[Row]) -> list[float]:
    path = expected_path(make_plan(**tables), key_result=0, day=DAYS)
    return [round(float(value), 6) for value in path]


def test_is_straight_and_holds_before_and_after() -> None:
    assert _drawn(key_results=[{}]) == [40.0, 40.0, 50.0, 55.0, 70.0, 70.0]


def test_of_a_falling_metric_falls() -> None:
    rows = [{"baseline": 70.0, "target": 40.0}]

    assert _drawn(key_results=rows) == [70.0, 70.0, 60.0, 55.0, 40.0, 40.0]


def test_goes_through_its_own_points() -> None:
    points = [{"day": 0, "value": 44.0}, {"day": 30, "value": 64.0}]

    found = _drawn(key_results=[POINTS], path_points=points)

    assert found == [40.0, 40.0, 44.0, 54.0, 70.0, 70.0]


def test_takes_a_point_on_its_first_or_last_day_for_baseline_and_target() -> None:
    points = [{"day": -30, "value": 45.0}, {"day": 60, "value": 60.0}]

    assert _drawn(key_results=[POINTS], path_points=points)[:2] == [45.0, 45.0]
    assert _drawn(key_results=[POINTS], path_points=points)[-1] == 60.0


def test_leaves_out_points_outside_its_time() -> None:
    points = [{"day": -31, "value": 0.0}, {"day": 61, "value": 0.0}]

    assert _drawn(key_results=[POINTS], path_points=points) == _drawn(key_results=[{}])


def test_keeps_the_points_of_one_key_result_from_another() -> None:
    plan = make_plan(
        key_results=[POINTS, {}, POINTS],
        path_points=[
            {"day": 0, "value": 44.0},
            {"key_result": 2, "day": 0, "value": 61.0},
        ],
    )

    assert expected_path(plan, key_result=[0, 1, 2], day=0).tolist() == [
        44.0,
        50.0,
        61.0,
    ]


def test_of_steps_may_have_points_of_its_own_as_shares() -> None:
    plan = make_plan(
        key_results=[STEPS | POINTS], path_points=[{"day": 0, "value": 0.1}]
    )

    assert expected_progress(plan, key_result=0, day=[0, 30, 60]) == pytest.approx(
        [0.1, 0.55, 1.0]
    )


def test_of_a_range_leads_to_its_nearest_edge_and_no_further() -> None:
    outside = RANGE | {"baseline": 90.0, "low": 20.0, "high": 60.0}
    points = [{"day": 0, "value": 50.0}]

    assert _drawn(key_results=[outside])[2:] == [80.0, 75.0, 60.0, 60.0]
    assert _drawn(key_results=[outside | POINTS], path_points=points)[2] == 60.0


@pytest.mark.parametrize("path", list(PathKind))
def test_of_a_range_that_starts_inside_is_to_stay(path: PathKind) -> None:
    kept = RANGE | {"low": 20.0, "high": 60.0, "path": path}
    plan = make_plan(key_results=[kept])

    assert expected_progress(plan, key_result=0, day=DAYS).tolist() == [1.0] * 6
    assert _drawn(key_results=[kept]) == [40.0] * 6


def test_that_follows_its_bets_is_scaled_to_reach_the_target() -> None:
    found = _drawn(
        key_results=[BETS],
        projects=[{"finish": 0}, {"finish": 20}],
        bets=[{"ramp": 30}, {"project": 1}],
        stakes=[{}, {"bet": 1}],
    )

    assert found == [40.0, 40.0, 40.0, 47.5, 70.0, 70.0]


def test_that_follows_its_bets_leaves_out_what_landed_before_the_start() -> None:
    found = _drawn(
        key_results=[BETS],
        projects=[{"finish": -60}, {"finish": 10}],
        bets=[{}, {"project": 1}],
        stakes=[{}, {"bet": 1}],
    )

    assert found == [40.0, 40.0, 40.0, 70.0, 70.0, 70.0]


@pytest.mark.parametrize(
    "bet",
    [
        {"low": -15.0, "likely": -12.0, "high": -9.0},
        {"probability": 0.0},
        {"lag": 90},
    ],
)
def test_is_straight_where_its_bets_do_not_lead_to_the_target(bet: Row) -> None:
    found = _drawn(key_results=[BETS], bets=[bet], stakes=[{}])

    assert found == _drawn(key_results=[{}])


def test_is_straight_where_it_follows_no_bet() -> None:
    assert _drawn(key_results=[BETS]) == _drawn(key_results=[{}])


def test_of_steps_is_the_planned_day_of_the_bet_that_completes_each() -> None:
    plan = make_plan(
        key_results=[STEPS],
        steps=[{"weight": 3.0}, {"weight": 1.0}],
        projects=[{"finish": 5}, {"finish": 9}],
        milestones=[{"due": 2, "achieved": 14}],
        bets=[
            STEP_BET | {"step": 0, "milestone": 0, "lag": 1},
            STEP_BET | {"step": 0, "project": 1},
        ],
        stakes=[{}, {"bet": 1}],
    )

    found = expected_progress(plan, key_result=0, day=[2, 3, 60])

    assert found == pytest.approx([32 / 90 / 4, 0.75 + 33 / 90 / 4, 1.0])


def test_of_a_binary_key_result_is_no_later_than_its_due_day() -> None:
    plan = make_plan(
        key_results=[BINARY, BINARY],
        steps=[{}, {"key_result": 1}],
        projects=[{"finish": 200}, {"finish": -200}],
        bets=[STEP_BET | {"step": 0}, STEP_BET | {"step": 1, "project": 1}],
        stakes=[{}, {"bet": 1, "key_result": 1}],
    )

    assert expected_progress(plan, key_result=0, day=[59, 60]).tolist() == [0.0, 1.0]
    assert expected_progress(plan, key_result=1, day=[-30]).tolist() == [1.0]


@pytest.mark.parametrize("row", [STEPS, BINARY])
def test_of_steps_without_a_bet_or_a_date_is_straight(row: Row) -> None:
    alone = make_plan(key_results=[row], steps=[{}])
    undated = make_plan(
        key_results=[row],
        steps=[{}],
        projects=[{"finish": NO_DAY}],
        bets=[STEP_BET | {"step": 0}],
        stakes=[{}],
    )

    for plan in (alone, undated):
        assert expected_progress(plan, key_result=0, day=15).tolist() == [0.5]


def test_of_steps_without_any_is_straight() -> None:
    plan = make_plan(key_results=[STEPS])

    assert expected_progress(plan, key_result=0, day=15).tolist() == [0.5]


@given(
    ramp=st.integers(0, 60),
    lag=st.integers(0, 20),
    finish=st.integers(-20, 30),
    path=st.sampled_from([PathKind.STRAIGHT, PathKind.BETS]),
)
def test_never_falls_and_ends_at_the_target_with_bets_that_help(
    ramp: int, lag: int, finish: int, path: PathKind
) -> None:
    plan = make_plan(
        key_results=[{"path": path}],
        projects=[{"finish": finish}],
        bets=[{"ramp": ramp, "lag": lag}],
        stakes=[{}],
    )

    share = expected_progress(plan, key_result=0, day=np.arange(-40, 70))

    assert (np.diff(share) >= -1e-12).all()
    assert share[0] == 0
    assert share[-1] == pytest.approx(1)
