from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from waypost.sample.clock import Clock

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def clock_on(day: date) -> Clock:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Clock(day, noon, ZoneInfo("UTC"))


@given(DAYS)
def test_has_eight_whole_weeks_of_the_cycle_behind_every_day(day: date) -> None:
    present = clock_on(day).cycle(0)

    assert timedelta(weeks=8) <= day - present.starts_on < timedelta(weeks=9)
    assert present.ends_on - day >= timedelta(weeks=4)


@given(DAYS)
def test_has_three_cycles_without_a_gap_and_with_different_names(day: date) -> None:
    former, present, coming = (clock_on(day).cycle(number) for number in (-1, 0, 1))

    assert former.ends_on + timedelta(days=1) == present.starts_on
    assert present.ends_on + timedelta(days=1) == coming.starts_on
    assert len({former.name, present.name, coming.name}) == 3


@given(DAYS)
def test_names_a_cycle_after_a_season_that_it_touches(day: date) -> None:
    present = clock_on(day).cycle(0)
    days = [present.starts_on + timedelta(days=n) for n in range(91)]
    months = {
        "Winter": {12, 1, 2},
        "Spring": {3, 4, 5},
        "Summer": {6, 7, 8},
        "Autumn": {9, 10, 11},
    }
    season = present.name.split()[0]

    in_it = [each for each in days if each.month in months[season]]
    assert len(in_it) >= 45  # for the most part
    assert str(present.ends_on.year)[2:] in present.name or (
        str(present.starts_on.year) in present.name
    )


@given(DAYS, st.integers(-500, 500))
def test_counts_working_days_from_this_weeks_monday(day: date, number: int) -> None:
    clock = clock_on(day)

    assert clock.day(number).weekday() < 5
    assert clock.day(number) < clock.day(number + 1)
    assert clock.day(0) <= day < clock.day(5)


def test_dates_no_deed_later_than_now() -> None:
    clock = clock_on(date(2026, 11, 26))

    assert clock.past(date(2026, 11, 26), 18) == clock.now
    assert clock.past(date(2026, 11, 25), 18) < clock.now
