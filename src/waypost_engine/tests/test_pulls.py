import pytest

from waypost_engine import NO_DAY, Better, pulls
from waypost_engine.tests.plans import NAN, RANGE, STEP_BET, STEPS, Row, make_plan

UP: Row = {}
DOWN: Row = {"low": -15.0, "likely": -12.0, "high": -9.0}


def _bets(*rows: Row, **tables: list[Row]) -> list[tuple[int, int, int]]:
    defaults: dict[str, list[Row]] = {
        "key_results": [{}],
        "bets": list(rows),
        "stakes": [{"bet": place} for place in range(len(rows))],
    }
    found = pulls(make_plan(**(defaults | tables))).bets
    return list(
        zip(
            found.up.tolist(),
            found.down.tolist(),
            found.key_result.tolist(),
            strict=True,
        )
    )


def test_are_bets_that_lift_and_lower_one_metric() -> None:
    assert _bets(UP, DOWN, UP) == [(0, 1, 0), (2, 1, 0)]


def test_name_a_pair_of_bets_once() -> None:
    stakes = [{"bet": b, "key_result": k} for k in (0, 1) for b in (0, 1)]

    assert _bets(UP, DOWN, key_results=[{}, {}], stakes=stakes) == [(0, 1, 0)]


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        ([UP, UP], {}),
        ([UP, DOWN | {"lag": 90}], {}),
        ([UP, DOWN], {"projects": [{"finish": NO_DAY}]}),
        ([UP, DOWN], {"key_results": [{"start": -90, "due": -1}]}),
        (
            [UP, DOWN],
            {"key_results": [{}, {}], "stakes": [{}, {"bet": 1, "key_result": 1}]},
        ),
    ],
)
def test_are_none_where_bets_do_not_meet(
    rows: list[Row], tables: dict[str, list[Row]]
) -> None:
    assert _bets(*rows, **tables) == []


@pytest.mark.parametrize(
    ("first", "second", "against"),
    [
        ({"target": 70.0}, {"target": 30.0}, 1),
        ({"target": 70.0}, {"target": 90.0}, 0),
        ({"target": 70.0}, {"target": 30.0, "metric": 1}, 0),
        ({"target": 70.0}, {"target": 30.0, "start": 60, "due": 90}, 0),
        ({"target": 70.0}, {"target": 30.0, "start": 59, "due": 90}, 1),
        ({"start": -90, "due": -1}, {"target": 30.0, "start": -60}, 0),
        ({"target": 70.0}, RANGE | {"low": 20.0, "high": 60.0}, 1),
        ({"target": 70.0}, RANGE | {"low": 20.0, "high": 80.0}, 0),
        ({"target": 30.0}, RANGE | {"low": 35.0, "high": 60.0}, 1),
        ({"target": 30.0}, RANGE | {"low": 20.0, "high": 60.0}, 0),
        (
            RANGE | {"low": 20.0, "high": 60.0},
            RANGE | {"low": 70.0, "high": 80.0},
            1,
        ),
        (
            RANGE | {"low": 20.0, "high": 60.0},
            RANGE | {"low": 50.0, "high": 80.0},
            0,
        ),
        ({"target": 70.0}, STEPS, 0),
    ],
)
def test_are_key_results_that_want_one_metric_both_ways(
    first: Row, second: Row, against: int
) -> None:
    plan = make_plan(metrics=[{}, {}], key_results=[first, second])

    found = pulls(plan).key_results

    assert list(zip(found.first, found.second, strict=True)) == [(0, 1)] * against


@pytest.mark.parametrize(
    ("key_result", "bet", "harmful"),
    [
        ({}, UP, 0),
        ({}, DOWN, 1),
        ({"target": 10.0}, UP, 1),
        ({}, DOWN | {"lag": 90}, 0),
        (RANGE | {"low": 20.0, "high": 60.0}, UP, 0),
        (RANGE | {"low": 20.0, "high": 45.0}, UP, 1),
        (RANGE | {"low": 50.0, "high": 60.0}, UP, 0),
        (RANGE | {"low": 50.0, "high": 60.0}, DOWN, 1),
    ],
)
def test_are_harms_that_a_bet_does_to_a_key_result(
    key_result: Row, bet: Row, harmful: int
) -> None:
    plan = make_plan(key_results=[key_result], bets=[bet], stakes=[{}])

    found = pulls(plan).harms

    assert list(zip(found.bet, found.key_result, strict=True)) == [(0, 0)] * harmful


def test_measure_harm_to_a_range_from_its_last_reading() -> None:
    plan = make_plan(
        key_results=[RANGE | {"low": 20.0, "high": 60.0}],
        readings=[{"value": 58.0}],
        bets=[UP],
        stakes=[{}],
    )

    assert pulls(plan).harms.bet.tolist() == [0]


def test_are_none_of_bets_that_complete_steps() -> None:
    plan = make_plan(
        key_results=[STEPS],
        steps=[{}],
        bets=[STEP_BET | {"step": 0}],
        stakes=[{}],
        guardrails=[{}],
    )

    found = pulls(plan)

    assert len(found.harms.bet) == len(found.guardrails.bet) == 0


@pytest.mark.parametrize(
    ("rail", "bet", "harmful"),
    [
        ({"low": 30.0}, DOWN, 1),
        ({"low": 30.0}, UP, 0),
        ({"high": 60.0}, UP, 1),
        ({"high": 60.0}, DOWN, 0),
        ({"low": 30.0, "high": 60.0}, UP, 1),
        ({"low": 30.0, "high": 60.0}, DOWN, 0),
        ({}, DOWN, 1),
        ({}, UP, 0),
        ({"low": 30.0}, DOWN | {"counted": False}, 0),
        ({"low": 30.0}, DOWN | {"lag": 90}, 0),
        ({"low": 30.0, "objective": 1}, DOWN, 0),
        ({"low": 30.0, "objective": 2}, DOWN, 1),
        ({"low": 30.0, "objective": 2}, DOWN | {"lag": 900}, 1),
    ],
)
def test_are_harms_that_a_bet_does_to_a_guardrail(
    rail: Row, bet: Row, harmful: int
) -> None:
    plan = make_plan(
        metrics=[{"better": Better.HIGHER}],
        objectives=[{}, {"due": -1}, {"due": NO_DAY}],
        readings=[{"value": 55.0}],
        bets=[bet],
        guardrails=[rail],
    )

    found = pulls(plan).guardrails

    assert list(zip(found.bet, found.guardrail, strict=True)) == [(0, 0)] * harmful


@pytest.mark.parametrize("bet", [UP, DOWN])
def test_do_not_guess_between_two_limits_without_a_reading(bet: Row) -> None:
    plan = make_plan(bets=[bet], guardrails=[{"low": 30.0, "high": 60.0}])

    assert pulls(plan).guardrails.bet.tolist() == []


def test_follow_a_guardrails_own_better_when_it_has_no_limit() -> None:
    plan = make_plan(
        metrics=[{"better": Better.LOWER}, {"better": Better.WITHIN}],
        bets=[UP, UP | {"metric": 1}],
        guardrails=[{"low": NAN}, {"metric": 1}],
    )

    assert pulls(plan).guardrails.bet.tolist() == [0]
