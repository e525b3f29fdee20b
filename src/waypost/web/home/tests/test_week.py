from datetime import date
from typing import Any

from waypost.okrs.queries import OwnKeyResult
from waypost.projects.queries import DueMilestone, MyTask
from waypost.web.home.week import Day, Held, week, working_days

MONDAY, WEDNESDAY = date(2026, 2, 2), date(2026, 2, 4)
FRIDAY, SATURDAY = date(2026, 2, 6), date(2026, 2, 7)


def task(due_on: date | None, *, title: str = "Draw the doors") -> MyTask:
    return MyTask(
        pk=1,
        code="WEB-1",
        project_code="WEB",
        number=1,
        title=title,
        status="To do",
        status_kind="todo",
        is_done=False,
        milestone="",
        due_on=due_on,
        when="week",
        followers_open=0,
        waits_for=(),
    )


def held(**changes: Any) -> Held:
    nothing: dict[str, Any] = {
        "check_ins": {},
        "tasks": (),
        "milestones": (),
        "key_results": (),
    }
    return Held(**nothing | changes)


def texts(day: Day) -> list[str]:
    return [entry.text for entry in day.entries]


def test_runs_from_monday_to_friday() -> None:
    assert working_days(WEDNESDAY) == [date(2026, 2, day) for day in range(2, 7)]


def test_looks_ahead_at_the_weekend() -> None:
    assert working_days(SATURDAY)[0] == date(2026, 2, 9)


def test_puts_what_is_overdue_on_today() -> None:
    days = week(held(check_ins={1: MONDAY, 2: FRIDAY}, tasks=[task(MONDAY)]), WEDNESDAY)

    assert texts(days[0]) == []
    assert texts(days[2]) == ["One check-in", "One task late"]
    assert texts(days[4]) == ["One check-in"]


def test_names_tasks_milestones_and_promises_of_a_day() -> None:
    milestone = DueMilestone(1, "Doors open", "WEB", "Web", FRIDAY)
    promise = OwnKeyResult(1, 7, "KR-7", "Bookings a week", 1, FRIDAY)

    days = week(
        held(tasks=[task(FRIDAY)], milestones=[milestone], key_results=[promise]),
        MONDAY,
    )

    assert texts(days[4]) == ["Bookings a week", "Doors open", "Draw the doors"]


def test_counts_tasks_where_there_are_many() -> None:
    days = week(held(tasks=[task(FRIDAY)] * 4), MONDAY)

    assert texts(days[4]) == ["Four tasks"]


def test_leaves_out_what_has_no_date() -> None:
    days = week(held(tasks=[task(None)]), MONDAY)

    assert all(not day.entries for day in days)
