"""Files that others wrote, where they are at hand; none of them is part of the tree.

Where their folder is absent these tests are not collected, and the head of the run says
so (`conftest.py`). What they show is held by files of our own in the tests beside this.
"""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading import Refused, read
from waypost.exchange.reading.spans import Norms
from waypost.exchange.reading.xml_records import Node, Records

FOLDER = Path(os.environ["WAYPOST_SHARED_DATA"])
FILES = sorted((*FOLDER.glob("jira/*"), *FOLDER.glob("mspdi/*")))


def named(name: Any) -> Any:
    return [path for path in FILES if path.name == name]


def raw_tasks(path: Path) -> Any:
    """The tasks of a plan as they stand in the file, but for the outline's top."""
    nodes: list[Node] = []
    Records({("Tasks", "Task"): nodes.append}, skip=frozenset({"TimephasedData"})).read(
        path
    )
    return [node for node in nodes if node.get("OutlineLevel") != "0"]


def words(link: Any) -> Any:
    return f"{link.kind} {link.lag.words(Norms()) if link.lag else '0'}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_is_taken_in_or_rightly_refused(path: Path) -> None:
    if b"APIBusinessObjects" in path.read_bytes()[:500]:
        with pytest.raises(Refused, match="Primavera P6 XML"):
            read(path)
        return

    incoming = read(path)

    assert not incoming.problems
    assert len(incoming.projects) == 1
    assert incoming.projects[0].name


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.parent.name == "mspdi"],
    ids=lambda p: p.name,
)
def test_no_task_link_or_duration_of_a_plan_is_dropped(path: Path) -> None:
    if b"APIBusinessObjects" in path.read_bytes()[:500]:
        return
    incoming, tasks = read(path), raw_tasks(path)
    kept = {task.key: task for task in incoming.tasks}
    milestones = {milestone.key for milestone in incoming.milestones}

    assert {node.get("UID") for node in tasks} == kept.keys() | milestones
    links = sum(1 for node in tasks for _link in node.all("PredecessorLink"))
    assert len(incoming.dependencies) == links
    for node in tasks:
        if node.get("UID") in milestones or node.flag("Summary"):
            continue
        found = kept[node.get("UID")].duration
        assert found
        hours = float(found.minutes // 60)
        assert node.get("Duration").startswith(f"PT{hours:.0f}H")


@pytest.mark.parametrize("path", named("jira-cloud-business.csv"))
def test_the_jira_export_brings_two_tasks(path: Path) -> None:
    incoming = read(path)

    first, second = incoming.tasks
    assert (incoming.projects[0].key, incoming.projects[0].name) == (
        "PT",
        "projeto-teste",
    )
    assert (first.key, first.title, first.status) == ("PT-2", "SUMMARY2", "To Do")
    assert (first.start, first.due) == (date(2024, 1, 9), date(2024, 1, 10))
    assert (second.priority, second.due) == ("High", None)
    assert first.kept["Attachment"].startswith("09/Jan/24 3:55 PM;")
    assert first.reference.url == "https://tamdomain.atlassian.net/browse/PT-2"


@pytest.mark.parametrize(
    "path",
    named("task-links-project2003-mspdi.xml")
    + named("task-links-project2019-mspdi.xml"),
    ids=lambda path: path.name,
)
def test_links_keep_their_kinds_and_lags(path: Path) -> None:
    found = [words(link) for link in read(path).dependencies]

    assert found == [
        "FS 0",
        "FS 1 d",
        "FS 2 d",
        "FS 1 wk",
        "FS 2 wk",
        "SF 2 d",
        "SS 2 d",
        "FF 2 d",
    ]


@pytest.mark.parametrize("path", named("mspdiduration.xml"))
def test_durations_keep_their_units(path: Path) -> None:
    found = [task.duration.words(Norms()) for task in read(path).tasks if task.duration]

    working = ["1 min", "1 h", "1 d", "1 wk", "1 mo"]
    assert found == [*working, "1 emin", "1 eh", "1 ed", "1 ewk", "1 emo"]


@pytest.mark.parametrize("path", named("sample.xml"))
def test_the_sample_keeps_its_outline_milestone_and_constraints(path: Path) -> None:
    incoming = read(path)

    assert [found.title for found in incoming.milestones] == ["Third task"]
    assert incoming.milestones[0].kept["Summary task"] == "First Task"
    assert sum(found.parent is None for found in incoming.tasks) == 3
    constrained = [found for found in incoming.tasks if found.constraint]
    assert [found.constraint.kind for found in constrained if found.constraint] == [
        "not_before"
    ] * 4
    assert [words(link) for link in incoming.dependencies] == [
        "FS 0",
        "FS 1 d",
        "FS -1 d",
        "SS 0",
        "FF 0",
        "SF 0",
    ]
    calendar = next(found for found in incoming.calendars if found.is_default)
    assert calendar.week[5:] == (0, 0)


@pytest.mark.parametrize(
    "path", named("calendar-recurring-exceptions-project2016-mspdi.xml")
)
def test_recurring_exceptions_fall_where_project_says(path: Path) -> None:
    """The file names each day a second time, in the way of older versions."""
    old: set[date] = set()

    def collect(node: Any) -> None:
        for week in node.all("WeekDays"):
            for day in week.all("WeekDay"):
                for period in day.all("TimePeriod"):
                    first = date.fromisoformat(period.get("FromDate")[:10])
                    last = date.fromisoformat(period.get("ToDate")[:10])
                    old.update(
                        date.fromordinal(number)
                        for number in range(first.toordinal(), last.toordinal() + 1)
                    )

    Records({("Calendars", "Calendar"): collect}).read(path)
    (calendar,) = read(path).calendars
    found = {
        date.fromordinal(number)
        for exception in calendar.exceptions
        for number in range(exception.first.toordinal(), exception.last.toordinal() + 1)
    }

    assert len({exception.name for exception in calendar.exceptions}) == 27
    assert found == old
    working = [e for e in calendar.exceptions if e.name == "Recurring Working"]
    assert [(e.first, e.hours) for e in working] == [
        (date(2010, 1, 2), 7),
        (date(2010, 2, 6), 7),
        (date(2010, 3, 6), 7),
    ]


@pytest.mark.parametrize("path", named("mspdiresource.xml"))
def test_tasks_find_their_people(path: Path) -> None:
    incoming = read(path)

    emails = {task.assignee.email for task in incoming.tasks if task.assignee}
    assert "wade.golden@steelray.com" in emails
    done = next(task for task in incoming.tasks if task.title == "Completed Task")
    assert (done.percent_done, done.status_kind) == (100, "done")


@pytest.mark.parametrize("path", named("enterprise.xml"))
def test_custom_fields_go_by_their_names(path: Path) -> None:
    (task,) = read(path).tasks

    assert task.kept["Enterprise Cost1"] == "100"


@pytest.mark.parametrize("path", named("assignment-assignments-project2016-mspdi.xml"))
def test_a_project_spans_its_tasks_where_its_own_dates_are_turned_round(
    path: Path,
) -> None:
    project = read(path).projects[0]

    assert (project.start, project.due) == (date(2016, 1, 4), date(2016, 1, 15))
