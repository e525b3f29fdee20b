from hypothesis import given
from hypothesis import strategies as st

from waypost.charts import Waterfall, WaterfallBet, Words, waterfall

amounts = st.floats(-50, 50, allow_nan=False)


def draw(*bets: float, start: float = 34, now: float = 27, target: float = 14) -> str:
    placed = tuple(WaterfallBet(f"Bet {i}", worth) for i, worth in enumerate(bets))
    return waterfall(Waterfall(start, now, target, placed, label="It"), Words())


def test_shows_the_gap_that_is_left_for_a_falling_metric() -> None:
    svg = draw(-5.6, -2.5)

    assert 'class="gap"' in svg
    assert ">4.9</text>" in svg
    assert 'class="harm"' not in svg


def test_shows_the_gap_that_is_left_for_a_rising_metric() -> None:
    svg = draw(9, start=58, now=60, target=75)

    assert ">6</text>" in svg


def test_says_by_how_much_bets_go_beyond_the_target() -> None:
    svg = draw(-20)

    assert 'class="gap"' not in svg
    assert ">14, 7 beyond</text>" in svg


def test_marks_what_leads_away_from_the_target_as_harm() -> None:
    assert 'class="harm"' in draw(-5, 2)


def test_joins_small_bets_when_there_are_too_many() -> None:
    svg = draw(*[-0.5] * 20)

    assert ">9 more</text>" in svg


def test_lies_down_when_columns_would_be_too_narrow_for_names() -> None:
    few, many = draw(-1), draw(*[-0.5] * 9)

    assert 'class="step"' in few
    assert 'class="step"' not in many


@given(st.lists(amounts, max_size=15), amounts, amounts, amounts)
def test_never_fails_and_holds_no_style(
    bets: list[float], start: float, now: float, target: float
) -> None:
    svg = draw(*bets, start=start, now=now, target=target)

    assert "style=" not in svg
    assert "nan" not in svg
