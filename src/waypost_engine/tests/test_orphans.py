import pytest

from waypost_engine import NONE, Phase, orphans
from waypost_engine.tests.plans import STEP_BET, STEPS, Row, make_plan


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ({"phase": Phase.INITIATION}, 0),
        ({"phase": Phase.PLANNING}, 1),
        ({"phase": Phase.EXECUTION}, 1),
        ({"phase": Phase.CLOSURE}, 1),
        ({"phase": Phase.CLOSED}, 0),
        ({"phase": Phase.ON_HOLD}, 0),
        ({"phase": Phase.CANCELLED}, 0),
        ({"phase": Phase.PLANNING, "waived": True}, 0),
    ],
)
def test_are_projects_from_planning_on_without_bet_or_waiver(
    project: Row, expected: int
) -> None:
    assert orphans(make_plan(projects=[project])).projects.tolist() == [expected]


def test_projects_need_a_bet_that_counts() -> None:
    plan = make_plan(projects=[{}, {}], bets=[{}, {"project": 1, "counted": False}])

    assert orphans(plan).projects.tolist() == [False, True]


def test_are_key_results_without_a_bet() -> None:
    plan = make_plan(
        metrics=[{}, {}],
        key_results=[{}, {"metric": 1}, {}],
        bets=[{}, {"metric": 1, "counted": False}],
        stakes=[{}],
    )

    assert orphans(plan).key_results.tolist() == [False, True, False]


def test_are_steps_that_no_bet_names() -> None:
    plan = make_plan(
        key_results=[STEPS, STEPS],
        steps=[{}, {"key_result": 1}],
        bets=[STEP_BET | {"step": 1}],
    )

    assert orphans(plan).key_results.tolist() == [True, False]


def test_a_stake_on_a_computed_metric_is_a_bet_on_it() -> None:
    plan = make_plan(
        metrics=[{}, {}],
        key_results=[{"metric": 1}],
        bets=[{}],
        stakes=[{"factor": 2.0}],
    )

    assert orphans(plan).key_results.tolist() == [False]


def test_are_objectives_with_nothing_below_that_has_a_bet() -> None:
    plan = make_plan(
        objectives=[{}, {}, {}, {}, {}, {}],
        metrics=[{}, {}],
        key_results=[
            {"objective": 2},
            {"objective": 3, "metric": 1},
            {"objective": 5, "metric": 1},
        ],
        alignments=[
            {"child": 1, "objective": 0},
            {"child": 2, "objective": 1, "contributes": False},
            {"child": 3, "objective": 4},
            {"child": 2, "objective": NONE, "key_result": 2},
        ],
        bets=[{}],
        stakes=[{}],
    )

    found = orphans(plan)

    assert found.objectives.tolist() == [False, False, False, True, True, False]
    assert found.key_results.tolist() == [False, True, True]
