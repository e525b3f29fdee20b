from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.exchange.reading.numbers import (
    DecimalEvidence,
    DecimalMark,
    read_number,
    read_seconds,
)


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1,234.5", ".", "1234.5"),
        ("1.234,5", ",", "1234.5"),
        ("1 234,5", ",", "1234.5"),
        ("−3600", ".", "-3600"),
        ("12'000", ".", "12000"),
    ],
)
def test_are_read_with_their_decimal_mark(
    text: str, mark: DecimalMark, number: str
) -> None:
    assert read_number(text, mark) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1h", "1..2.", "٣"])
def test_are_not_invented(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("texts", "separator", "mark"),
    [
        (["1,5"], ",", ","),
        (["1.5"], ";", "."),
        (["1.234,5"], ",", ","),
        (["1,234"], ",", "."),
        (["1,234"], ";", ","),
    ],
)
def test_take_their_mark_from_the_column(
    texts: Any, separator: str, mark: DecimalMark
) -> None:
    evidence = DecimalEvidence()
    for text in texts:
        evidence.see(text)

    assert evidence.mark(separator=separator) == mark


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("14400", 14400),
        ("4h", 14400),
        ("1d 2h 30m", 37800),
        ("3 days, 4 hours", 100_800),
        ("1 Woche 2 Tage", 201_600),
        ("PT4H", 14400),
        ("-3600", -3600),
        ("−1h", -3600),
    ],
)
def test_read_lengths_of_time(text: str, seconds: int) -> None:
    assert read_seconds(text) == seconds


def test_read_bare_lengths_in_the_unit_that_was_said() -> None:
    assert read_seconds("1,5", ",", plain_unit="h") == 5400


@pytest.mark.parametrize("text", ["", "soon", "4 parsecs", "P", "9" * 30])
def test_do_not_invent_lengths(text: str) -> None:
    assert read_seconds(text) is None


@given(st.text(max_size=40), st.sampled_from([".", ","]))
def test_never_fail(text: str, mark: DecimalMark) -> None:
    read_number(text, mark)
    read_seconds(text, mark)
