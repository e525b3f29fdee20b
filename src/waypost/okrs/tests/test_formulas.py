from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.okrs import formulas

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: int) -> datetime:
    return START + timedelta(days=day)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("M-1 + M-2", 5.0),
        ("M-1 − M-2", -1.0),
        ("m-1 × M-2 ÷ 4", 1.5),
        ("(M-1 + M-2) / 2", 2.5),
        ("mean(M-1, M-2, 4)", 3.0),
        ("max(M-1, M-2) - min(M-1, M-2)", 1.0),
        ("sum(M-1, M-2, -10)", -5.0),
        ("-M-1 * 2.5", -5.0),
        ("5-M-2", 2.0),
    ],
)
def test_computes(text: str, result: float) -> None:
    assert formulas.parse(text).evaluate({1: 2.0, 2: 3.0}) == pytest.approx(result)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 + 2",
        "M-1 +",
        "M-1 ** 2",
        "M-1 // 2",
        "M-1 if M-2 else 3",
        "__import__('os')",
        "M-1.real",
        "[M-1]",
        "abs(M-1)",
        "sum()",
        "sum(M-1, key=M-2)",
        "lambda: M-1",
        "True + M-1",
        "'a' + M-1",
        "M-1 + 1e400",
        "(" * 300 + "M-1" + ")" * 300,
        "+".join(["M-1"] * 200),
        "M-1 and M-2",
        "M-1 < M-2",
        "x + M-1",
        "max(*M-1)",
    ],
)
def test_lets_nothing_through_but_arithmetic_on_metrics(text: str) -> None:
    with pytest.raises(formulas.FormulaError):
        formulas.parse(text)


def test_names_the_part_that_it_refuses() -> None:
    with pytest.raises(formulas.FormulaError, match=r"“M-1 \*\* M-2” cannot stand"):
        formulas.parse("3 + M-1 ** M-2")


def test_knows_its_inputs() -> None:
    assert formulas.parse("mean(M-12, M-3) / M-12").inputs == {3, 12}


def test_has_no_value_where_it_divides_by_zero() -> None:
    result = formulas.parse("M-1 / M-2").evaluate({1: 1.0, 2: 0.0})

    assert result != result  # nan is the one number that is not itself


def test_slope_of_a_weighted_mean_is_the_weight() -> None:
    formula = formulas.parse("(3 × M-1 + M-2) ÷ 4")

    assert formula.slope({1: 10.0, 2: 5.0}, 1) == pytest.approx(0.75)
    assert formula.slope({1: 10.0, 2: 5.0}, 2) == pytest.approx(0.25)


def test_series_holds_a_reading_until_the_next() -> None:
    formula = formulas.parse("M-1 + M-2")
    readings = {1: [(at(0), 1.0), (at(4), 2.0)], 2: [(at(2), 10.0)]}

    assert formulas.series(formula, readings) == [(at(2), 11.0), (at(4), 12.0)]


def test_series_is_empty_while_an_input_was_never_read() -> None:
    formula = formulas.parse("M-1 + M-2")

    assert formulas.series(formula, {1: [(at(0), 1.0)]}) == []


@given(
    st.dictionaries(st.sampled_from([1, 2, 3]), st.floats(-1e6, 1e6), min_size=3),
)
def test_mean_lies_between_min_and_max(values: dict[int, float]) -> None:
    low, middle, high = (
        formulas.parse(f"{name}(M-1, M-2, M-3)").evaluate(values)
        for name in ("min", "mean", "max")
    )

    assert low - 1e-6 <= middle <= high + 1e-6


@given(st.text(max_size=60))
def test_never_fails_otherwise_whatever_is_typed(text: str) -> None:
    with suppress(formulas.FormulaError, KeyError):
        formulas.parse(text).evaluate(dict.fromkeys(range(1000), 1.0))
