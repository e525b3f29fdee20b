from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.okrs.cadence import due_since, next_check_in

MONDAY = 0


@dataclass(frozen=True)
class Promise:
    starts_on: date = date(2026, 1, 1)  # a Thursday
    due_on: date = date(2026, 3, 31)
    cadence_days: int = 7


def test_first_is_due_on_the_first_check_in_day() -> None:
    day = next_check_in(
        starts_on=date(2026, 1, 1), last=None, cadence_days=7, weekday=MONDAY
    )

    assert day == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("last", "cadence_days", "due"),
    [
        (date(2026, 2, 2), 7, date(2026, 2, 9)),
        (date(2026, 2, 6), 7, date(2026, 2, 9)),
        (date(2026, 2, 8), 7, date(2026, 2, 9)),
        (date(2026, 2, 3), 14, date(2026, 2, 16)),
        (date(2026, 2, 3), 30, date(2026, 3, 2)),
    ],
)
def test_serves_the_check_in_day_before_it(
    last: date, cadence_days: int, due: date
) -> None:
    day = next_check_in(
        starts_on=date(2026, 1, 1), last=last, cadence_days=cadence_days, weekday=0
    )

    assert day == due


def test_is_due_since_the_day_that_was_missed() -> None:
    since = due_since(
        Promise(), last=date(2026, 1, 19), weekday=MONDAY, today=date(2026, 2, 5)
    )

    assert since == date(2026, 1, 26)


def test_is_not_due_before_its_day() -> None:
    today = date(2026, 2, 8)

    assert due_since(Promise(), last=date(2026, 2, 2), weekday=0, today=today) is None


def test_last_one_is_due_on_the_due_date() -> None:
    today = date(2026, 3, 31)  # a Tuesday

    since = due_since(Promise(), last=date(2026, 3, 30), weekday=MONDAY, today=today)

    assert since == today


def test_none_is_due_once_the_end_was_reported() -> None:
    today = date(2026, 4, 20)

    assert due_since(Promise(), last=date(2026, 4, 1), weekday=0, today=today) is None


@given(
    last=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    cadence_days=st.sampled_from([7, 14, 30]),
    weekday=st.integers(0, 6),
)
def test_next_falls_on_the_weekday_within_the_cadence(
    last: date, cadence_days: int, weekday: int
) -> None:
    day = next_check_in(
        starts_on=last, last=last, cadence_days=cadence_days, weekday=weekday
    )

    assert day.weekday() == weekday
    assert timedelta(0) < day - last <= timedelta(days=cadence_days)
