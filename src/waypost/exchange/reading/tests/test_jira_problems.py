from datetime import date
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading import read
from waypost.exchange.reading.tests.builders import (
    issues,
    milestone,
    problem,
    put,
    read_issues,
    table,
    task,
)

BLOCKS, BLOCKED = "Outward issue link (Blocks)", "Inward issue link (Blocks)"


def choices(found: Any) -> Any:
    return [choice.value for choice in found.choices]


def answered(folder: Path, *rows: Any, value: str) -> Any:
    found = problem(read_issues(folder, *rows))
    return read_issues(folder, *rows, answers={found.id: value})


def test_names_row_key_column_text_and_reason_of_a_bad_date(tmp_path: Path) -> None:
    rows = {"Issue key": "ONB-61", "Due date": "31/Nov/26"}
    incoming = read_issues(tmp_path, rows)

    found = problem(incoming)
    assert (found.row, found.key, found.column) == (2, "ONB-61", "Due date")
    assert found.text == "31/Nov/26"
    assert str(found.reason) == "is not a date: November has 30 days"
    assert choices(found) == ["nearest", "empty", "leave_row_out"]
    assert task(incoming, "ONB-61").due == date(2026, 11, 30)
    assert task(incoming, "ONB-61").kept["Due date"] == "31/Nov/26"


@pytest.mark.parametrize(("value", "count"), [("empty", 1), ("leave_row_out", 0)])
def test_does_with_a_bad_date_as_it_is_told(
    tmp_path: Path, value: str, count: int
) -> None:
    row = {"Issue key": "ONB-61", "Due date": "31/Nov/26"}

    incoming = answered(tmp_path, row, value=value)

    assert [found.due for found in incoming.tasks] == [None] * count
    assert problem(incoming).chosen == value


def test_leaves_empty_what_is_no_date_at_all(tmp_path: Path) -> None:
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", "Due date": "soon"})

    assert choices(problem(incoming)) == ["empty", "leave_row_out"]
    assert task(incoming, "ONB-1").due is None


def test_keeps_the_key_of_a_parent_that_is_not_in_the_file(tmp_path: Path) -> None:
    incoming = read_issues(tmp_path, {"Issue key": "ONB-2", "Parent key": "ONB-400"})

    found = problem(incoming)
    assert (found.kind, found.looks_for) == ("unknown_parent", "ONB-400")
    assert choices(found) == ["no_parent", "leave_row_out"]
    assert task(incoming, "ONB-2").parent is None
    assert task(incoming, "ONB-2").wanted_parent == "ONB-400"
    assert task(incoming, "ONB-2").kept["Parent key"] == "ONB-400"


def test_keeps_a_link_whose_other_end_is_not_in_the_file(tmp_path: Path) -> None:
    incoming = read_issues(tmp_path, {"Issue key": "ONB-2", BLOCKED: "WEB-9"})

    (link,) = incoming.outside_links
    assert (link.waits_for, link.task) == ("WEB-9", "ONB-2")
    assert link.problem == problem(incoming).id
    assert problem(incoming).looks_for == "WEB-9"


def test_drops_one_of_two_links_that_wait_for_each_other(tmp_path: Path) -> None:
    rows = (
        {"Issue key": "ONB-123", BLOCKED: "ONB-131"},
        {"Issue key": "ONB-131", BLOCKED: "ONB-123"},
    )
    incoming = read_issues(tmp_path, *rows)
    other = answered(tmp_path, *rows, value="drop_other")

    found = problem(incoming)
    assert choices(found) == ["drop_link", "drop_other"]
    assert "a circle" in str(found.reason)
    assert [(d.waits_for, d.task) for d in incoming.dependencies] == [
        ("ONB-131", "ONB-123")
    ]
    assert [(d.waits_for, d.task) for d in other.dependencies] == [
        ("ONB-123", "ONB-131")
    ]


def test_names_a_longer_circle(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", BLOCKS: "ONB-2"},
        {"Issue key": "ONB-2", BLOCKS: "ONB-3"},
        {"Issue key": "ONB-3", BLOCKS: "ONB-1"},
    )

    assert "ONB-1 → ONB-2 → ONB-3 → ONB-1" in str(problem(incoming).reason)
    assert len(incoming.dependencies) == 2


def test_drops_a_link_to_itself(tmp_path: Path) -> None:
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", BLOCKS: "ONB-1"})

    assert "ONB-1 → ONB-1" in str(problem(incoming).reason)
    assert not incoming.dependencies


def test_cuts_a_circle_of_parents(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Parent key": "ONB-2"},
        {"Issue key": "ONB-2", "Parent key": "ONB-1"},
    )

    assert "stands below itself" in str(problem(incoming).reason)
    assert sorted(found.level for found in incoming.tasks) == [1, 2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("−3600", "is less than nothing"), ("much", "is not a length of time")],
)
def test_leaves_an_estimate_empty_that_is_none(
    tmp_path: Path, text: str, reason: str
) -> None:
    row = {"Issue key": "ONB-1", "Original estimate": text}
    incoming = read_issues(tmp_path, row)

    assert str(problem(incoming).reason) == reason
    assert task(incoming, "ONB-1").estimate_hours is None
    assert task(incoming, "ONB-1").kept["Original estimate"] == text


def test_leaves_a_row_without_summary_out(tmp_path: Path) -> None:
    row = {"Issue key": "ONB-1", "Summary": ""}
    incoming = read_issues(tmp_path, row, {"Issue key": "ONB-2"})
    titled = read_issues(
        tmp_path,
        row,
        {"Issue key": "ONB-2"},
        answers={problem(incoming).id: "key_as_title"},
    )

    assert [found.key for found in incoming.tasks] == ["ONB-2"]
    assert task(titled, "ONB-1").title == "ONB-1"


def test_leaves_a_row_without_key_out(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path, {"Issue key": "", "Summary": "Lost"}, {"Issue key": "ONB-2"}
    )

    assert problem(incoming).kind == "no_key"
    assert len(incoming.tasks) == 1


def test_keeps_the_first_of_two_rows_with_one_key(tmp_path: Path) -> None:
    rows = (
        {"Issue key": "ONB-77", "Summary": "One"},
        {"Issue key": "ONB-77", "Summary": "Other"},
    )
    incoming = read_issues(tmp_path, *rows)
    second = answered(tmp_path, *rows, value="keep_this")

    reason = "stands in row 2 too, with another summary"
    assert str(problem(incoming).reason) == reason
    assert [found.title for found in incoming.tasks] == ["One"]
    assert [found.title for found in second.tasks] == ["Other"]


def test_only_counts_a_row_that_stands_there_twice(tmp_path: Path) -> None:
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1"}, {"Issue key": "ONB-1"})

    assert not incoming.problems
    assert "1 row stands in the file twice" in str(incoming.notes[0])


@pytest.mark.parametrize(("cells", "count"), [(3, 1), (9, 0)])
def test_names_rows_of_another_width(tmp_path: Path, cells: int, count: int) -> None:
    row = ["A", "ONB-1", "1", "Task", "To Do", "x", "y", "z", "!"][:cells]
    header = ["Summary", "Issue key", "Issue id", "Issue Type", "Status"]
    incoming = read(put(tmp_path, table(header, row)))

    assert problem(incoming).kind == "ragged"
    assert f"{cells} cells under 5 columns" in str(problem(incoming).reason)
    assert len(incoming.tasks) == count


def test_names_a_row_whose_quote_swallows_the_rest(tmp_path: Path) -> None:
    text = issues({"Issue key": "ONB-1"}, {"Issue key": "ONB-2"})
    path = put(
        tmp_path, text + '"Third,ONB-3,3,Task,To Do\nFourth,ONB-4,4,Task,To Do\n'
    )

    incoming = read(path)

    assert {found.kind for found in incoming.problems} >= {"no_key"}
    assert [found.key for found in incoming.tasks] == ["ONB-1", "ONB-2"]


def test_does_not_hang_a_task_on_another_projects_epic(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Issue Type": "Epic"},
        {"Issue key": "WEB-2", "Parent key": "ONB-1"},
    )

    assert problem(incoming).kind == "elsewhere"
    assert task(incoming, "WEB-2").milestone is None
    assert task(incoming, "WEB-2").kept["Parent key"] == "ONB-1"


def test_takes_no_start_after_the_due_date(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Start date": "2026-12-09", "Due date": "2026-12-04"},
    )

    assert "is after the due date" in str(problem(incoming).reason)
    assert task(incoming, "ONB-1").start is None
    assert task(incoming, "ONB-1").due == date(2026, 12, 4)


def test_cuts_a_title_that_is_too_long_and_keeps_it_whole(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Summary": "x" * 600},
        {"Issue key": "ONB-2", "Issue Type": "Epic", "Summary": "y" * 300},
    )

    assert len(task(incoming, "ONB-1").title) == 500
    assert task(incoming, "ONB-1").kept["Summary"] == "x" * 600
    assert len(milestone(incoming, "ONB-2").title) == 200
    assert milestone(incoming, "ONB-2").kept["Summary"] == "y" * 300


def test_bounds_the_list_of_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waypost.exchange.reading.problems.MAX_PROBLEMS", 2)
    rows = [{"Issue key": f"ONB-{n}", "Due date": "soon"} for n in range(5)]

    incoming = read_issues(tmp_path, *rows)

    assert (len(incoming.problems), incoming.more_problems) == (2, 3)
    assert len(incoming.tasks) == 5


def test_follows_a_very_long_chain(tmp_path: Path) -> None:
    rows = [
        {"Issue key": f"ONB-{n}", "Parent key": f"ONB-{n + 1}", BLOCKS: f"ONB-{n + 1}"}
        for n in range(3000)
    ]

    incoming = read_issues(tmp_path, *rows, {"Issue key": "ONB-3000"})

    assert max(found.level for found in incoming.tasks) == 3001
    assert len(incoming.dependencies) == 3000
