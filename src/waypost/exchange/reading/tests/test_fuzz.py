from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waypost.exchange.reading import Refused, read
from waypost.exchange.reading.incoming import Incoming
from waypost.exchange.reading.tests.builders import element, plan, put

KINDS = [None, "jira", "mspdi"]
HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Parent,Due date,Start date,"
    "Original estimate,Resolved,Assignee,Outward issue link (Blocks),"
    "Inward issue link (Blocks),Labels,Progress,Other"
)
CELL = st.sampled_from(
    ["", "A-1", "A-2", "B-1", "1", "Epic", "Sub-task", "Done", "31/02/26", "1/2/26"]
) | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES = (
    "UID ID Name IsNull OutlineLevel Summary Milestone Start Finish Duration Work"
    " DurationFormat PercentComplete ConstraintType ConstraintDate Deadline Priority"
    " CalendarUID ExternalTask Baseline Cost Active ActualFinish"
)
TAGS = st.sampled_from(NAMES.split())
VALUE = st.sampled_from(
    ["", "0", "1", "2", "-1", "PT8H0M0S", "PT", "2026-02-30", "2026-03-04T08:00:00"]
) | st.text(alphabet="0123456789-:TPHMS.eE ", max_size=14)
QUIET = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def read_or_refuse(folder: Path, content: Any, kind: Any = None) -> None:
    path = put(folder, content, "any")
    refusals = []
    try:
        found = read(path, kind=kind)
    except Refused as refused:
        refusals.append(str(refused))
    if refusals:
        assert refusals[0]
    else:
        assert isinstance(found, Incoming)
        for problem in found.problems:
            assert str(problem.reason)
            assert problem.chosen in [choice.value for choice in problem.choices]
        for column in found.columns:
            assert str(column.read_as)
        assert all(str(note) for note in found.notes)
        whole(found)


def whole(found: Any) -> None:
    """Everything that names another item names one that is there."""
    tasks = {task.key: task for task in found.tasks}
    milestones = {milestone.key for milestone in found.milestones}
    projects = {project.key for project in found.projects}
    assert len(tasks) == len(found.tasks)
    for task in found.tasks:
        assert task.title
        assert task.project in projects
        assert task.milestone is None or task.milestone in milestones
        if task.parent is not None:
            assert task.milestone == tasks[task.parent].milestone
        assert not (task.start and task.due and task.due < task.start)
    for link in found.dependencies:
        assert {link.waits_for, link.task} <= tasks.keys()


@QUIET
@given(st.binary(max_size=600), st.sampled_from(KINDS))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: Any, kind: Any) -> None:
    read_or_refuse(tmp_path, content, kind)


@QUIET
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_below_a_header_is_read_or_refused(
    tmp_path: Path, text: str, encoding: Any
) -> None:
    content = f"{HEADER}\n{text}".encode(encoding, "replace")

    read_or_refuse(tmp_path, content, "jira")


@QUIET
@given(st.lists(st.lists(CELL, max_size=18), max_size=8))
def test_any_rows_are_read_or_refused(tmp_path: Path, rows: Any) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]

    read_or_refuse(tmp_path, "\n".join([HEADER, *lines]), "jira")


@QUIET
@given(
    st.lists(st.lists(st.tuples(TAGS, VALUE), max_size=10), max_size=8),
    st.lists(st.tuples(VALUE, VALUE, VALUE), max_size=4),
)
def test_any_plan_is_read_or_refused(tmp_path: Path, tasks: Any, links: Any) -> None:
    waits = [
        {"PredecessorUID": uid, "Type": kind, "LinkLag": lag, "LagFormat": kind}
        for uid, kind, lag in links
    ]
    described: list[dict[str, object]] = [dict(task) for task in tasks]
    if described:
        described[-1]["PredecessorLink"] = waits

    read_or_refuse(tmp_path, plan(*described))


@QUIET
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "Type",
                "Period",
                "DaysOfWeek",
                "MonthItem",
                "MonthPosition",
                "MonthDay",
                "Month",
                "Occurrences",
                "EnteredByOccurrences",
                "DayWorking",
            ]
        ),
        VALUE,
    ),
    VALUE,
    VALUE,
)
def test_any_exception_is_read_or_refused(
    tmp_path: Path, content: Any, first: Any, last: Any
) -> None:
    exception = {**content, "TimePeriod": {"FromDate": first, "ToDate": last}}
    calendar = {"UID": 1, "Name": "X", "Exceptions": {"Exception": exception}}
    path = put(tmp_path, plan({}, Calendars={"Calendar": calendar}), "any")

    read_or_refuse(tmp_path, path.read_bytes())


@pytest.mark.parametrize("cut", range(0, 900, 37))
def test_a_plan_that_breaks_off_is_read_or_refused(tmp_path: Path, cut: int) -> None:
    text = plan({"Notes": "x" * 200}, Calendars=element("Calendar", {"UID": 1}))

    read_or_refuse(tmp_path, text[:cut])
