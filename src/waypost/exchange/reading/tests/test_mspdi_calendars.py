from datetime import date
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading.recurring import MAX_OCCURRENCES, Recurrence
from waypost.exchange.reading.tests.builders import read_plan

MORNING = {"FromTime": "08:00:00", "ToTime": "12:00:00"}
AFTERNOON = {"FromTime": "13:00:00", "ToTime": "17:00:00"}
NIGHT = {"FromTime": "23:00:00", "ToTime": "00:00:00"}


def weekday(kind: Any, *times: Any, **more: Any) -> Any:
    working = {"WorkingTimes": {"WorkingTime": list(times)}} if times else {}
    return {"DayType": kind, "DayWorking": int(bool(times)), **more, **working}


def period(first: Any, last: Any) -> Any:
    return {"FromDate": f"{first}T00:00:00", "ToDate": f"{last}T23:59:00"}


def calendar(folder: Path, *others: Any, **content: Any) -> Any:
    whole = {"UID": 1, "Name": "Standard", "IsBaseCalendar": 1, **content}
    incoming = read_plan(
        folder, {}, CalendarUID=1, Calendars={"Calendar": [whole, *others]}
    )
    return incoming.calendars


def test_reads_the_hours_of_the_week(tmp_path: Path) -> None:
    days = [weekday(1), weekday(2, MORNING, AFTERNOON), weekday(3, MORNING, NIGHT)]
    (found,) = calendar(tmp_path, WeekDays={"WeekDay": days})

    # Days that are not named keep to the standard week.
    assert found.week == (8, 5, 8, 8, 8, 0, 0)
    assert (found.name, found.is_default, found.hours_per_day) == ("Standard", True, 8)


def test_takes_from_its_base_what_a_calendar_does_not_say(tmp_path: Path) -> None:
    own = {
        "UID": 2,
        "Name": "Ana",
        "IsBaseCalendar": 0,
        "BaseCalendarUID": 1,
        "WeekDays": {"WeekDay": weekday(6)},
    }
    silent = {"UID": 3, "Name": "Bo", "IsBaseCalendar": 0, "BaseCalendarUID": 1}
    days = [weekday(2, MORNING)]
    found = calendar(tmp_path, own, silent, WeekDays={"WeekDay": days})

    assert [each.name for each in found] == ["Standard", "Ana"]
    assert found[1].week == (4, 8, 8, 8, 0, 0, 0)
    assert (found[1].base, found[1].is_of_one_person) == ("1", True)


def test_survives_calendars_that_stand_on_each_other(tmp_path: Path) -> None:
    other = {"UID": 2, "Name": "B", "IsBaseCalendar": 1, "BaseCalendarUID": 1}

    found = calendar(tmp_path, other, BaseCalendarUID=2)

    assert len(found) == 2


def test_reads_exceptions(tmp_path: Path) -> None:
    holiday = {
        "Name": "Winter break",
        "Type": 1,
        "DayWorking": 0,
        "TimePeriod": period("2026-12-24", "2027-01-03"),
    }
    short = {
        "Name": "Short day",
        "Type": 1,
        "DayWorking": 1,
        "TimePeriod": period("2026-12-23", "2026-12-23"),
        "WorkingTimes": {"WorkingTime": MORNING},
    }
    (found,) = calendar(tmp_path, Exceptions={"Exception": [holiday, short]})

    first, second = found.exceptions
    assert (first.first, first.hours, first.name) == (
        date(2026, 12, 23),
        4,
        "Short day",
    )
    assert (second.first, second.last) == (date(2026, 12, 24), date(2027, 1, 3))
    assert not second.is_working


def test_reads_the_older_way_unless_the_newer_says_it_again(tmp_path: Path) -> None:
    old = weekday(0, TimePeriod=period("2003-12-25", "2003-12-26"))
    new = {"Type": 1, "DayWorking": 0, "TimePeriod": period("2003-12-25", "2003-12-26")}

    (older,) = calendar(tmp_path, WeekDays={"WeekDay": old})
    (both,) = calendar(
        tmp_path, WeekDays={"WeekDay": old}, Exceptions={"Exception": new}
    )

    assert len(older.exceptions) == len(both.exceptions) == 1
    assert older.exceptions[0].last == date(2003, 12, 26)


def test_makes_exceptions_of_weeks_that_hold_for_a_time(tmp_path: Path) -> None:
    week = {
        "Name": "Summer",
        "TimePeriod": period("2026-07-06", "2026-07-19"),
        "WeekDays": {"WeekDay": [weekday(6), weekday(7, MORNING)]},
    }
    (found,) = calendar(tmp_path, WorkWeeks={"WorkWeek": week})

    assert [(e.first.day, e.hours) for e in found.exceptions] == [
        (10, 0),
        (11, 4),
        (17, 0),
        (18, 4),
    ]


@pytest.mark.parametrize(
    ("how", "last"),
    [
        ({"kind": 1, "count": 3}, date(2026, 1, 3)),
        ({"kind": 7, "every": 3, "count": 4}, date(2026, 1, 10)),
        ({"kind": 8, "every": 2, "count": 3}, date(2026, 1, 7)),
        ({"kind": 6, "days_of_week": 2, "count": 3}, date(2026, 1, 19)),
        ({"kind": 6, "every": 2, "days_of_week": 65, "count": 3}, date(2026, 1, 17)),
        ({"kind": 4, "every": 2, "month_day": 31, "count": 2}, date(2026, 3, 31)),
        ({"kind": 4, "month_day": 31, "count": 2}, date(2026, 2, 28)),
        ({"kind": 5, "item": 4, "place": 1, "count": 2}, date(2026, 2, 9)),
        ({"kind": 5, "item": 8, "place": 4, "count": 1}, date(2026, 1, 30)),
        ({"kind": 5, "item": 1, "place": 0, "count": 2}, date(2026, 2, 2)),
        ({"kind": 5, "item": 2, "place": 4, "count": 1}, date(2026, 1, 31)),
        ({"kind": 2, "month": 11, "month_day": 25, "count": 2}, date(2027, 12, 25)),
        (
            {"kind": 3, "month": 10, "item": 7, "place": 3, "count": 1},
            date(2026, 11, 26),
        ),
    ],
)
def test_expands_what_recurs(how: Any, last: Any) -> None:
    days = Recurrence(first=date(2026, 1, 1), last=date(2030, 1, 1), **how).days()

    assert len(days) == how["count"]
    assert days[-1] == last
    assert days == sorted(days)


def test_stops_at_its_last_day_and_at_a_thousand() -> None:
    daily = Recurrence(kind=7, first=date(2000, 1, 1), last=date(2100, 1, 1))
    short = Recurrence(kind=7, first=date(2026, 1, 1), last=date(2026, 1, 2), count=9)
    edge = Recurrence(kind=6, first=date.min, last=date.max, days_of_week=127)
    never = Recurrence(kind=5, first=date.min, last=date.max, item=99)

    assert len(daily.days()) == MAX_OCCURRENCES
    assert len(short.days()) == 2
    assert len(edge.days()) <= MAX_OCCURRENCES
    assert never.days() == []
