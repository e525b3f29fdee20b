from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.reading import read
from waypost.exchange.reading.incoming import ConstraintKind, LinkKind, StatusKind
from waypost.exchange.reading.spans import Norms, Unit
from waypost.exchange.reading.tests.builders import (
    milestone,
    plan,
    problem,
    put,
    read_plan,
    task,
)

TIMES = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-04T17:00:00"}


def link(uid: Any, **more: Any) -> Any:
    return {"PredecessorUID": uid, "Type": 1, **more}


def test_makes_the_top_of_the_outline_the_project(tmp_path: Path) -> None:
    top = {"UID": 0, "ID": 0, "OutlineLevel": 0, "Summary": 1, "Name": "Ignored"}
    incoming = read_plan(tmp_path, top, {"UID": 1, **TIMES}, GUID="AB-1")

    (project,) = incoming.projects
    assert project.name == "Opening"
    assert (project.start, project.due) == (date(2026, 3, 2), date(2026, 3, 4))
    assert project.reference.id == "ab-1:0"
    assert [found.key for found in incoming.tasks] == ["1"]
    assert task(incoming, "1").reference.id == "ab-1:1"


def test_builds_the_outline(tmp_path: Path) -> None:
    incoming = read_plan(
        tmp_path,
        {"Summary": 1, "Work": "PT16H0M0S", "Duration": "PT16H0M0S"},
        {"OutlineLevel": 2},
        {"OutlineLevel": 3},
        {"OutlineLevel": 2},
        {"OutlineLevel": 1},
    )

    assert [found.parent for found in incoming.tasks] == [None, "1", "2", "1", None]
    assert [found.level for found in incoming.tasks] == [1, 2, 3, 2, 1]
    # Work and duration of a summary are the sums of its parts.
    assert task(incoming, "1").estimate_hours is None
    assert task(incoming, "1").duration is None


@pytest.mark.parametrize(
    ("code", "text", "unit", "elapsed", "estimated", "words"),
    [
        (3, "PT0H30M0S", Unit.MINUTE, False, False, "30 min"),
        (4, "PT0H30M0S", Unit.MINUTE, True, False, "30 emin"),
        (5, "PT6H0M0S", Unit.HOUR, False, False, "6 h"),
        (6, "PT6H0M0S", Unit.HOUR, True, False, "6 eh"),
        (7, "PT12H0M0S", Unit.DAY, False, False, "1.5 d"),
        (8, "PT48H0M0S", Unit.DAY, True, False, "2 ed"),
        (9, "PT80H0M0S", Unit.WEEK, False, False, "2 wk"),
        (10, "PT168H0M0S", Unit.WEEK, True, False, "1 ewk"),
        (11, "PT160H0M0S", Unit.MONTH, False, False, "1 mo"),
        (12, "PT720H0M0S", Unit.MONTH, True, False, "1 emo"),
        (39, "PT8H0M0S", Unit.DAY, False, True, "1 d?"),
        (40, "PT24H0M0S", Unit.DAY, True, True, "1 ed?"),
        (53, "PT8H0M0S", Unit.DAY, False, True, "1 d?"),
        (21, "PT8H0M0S", Unit.DAY, False, False, "1 d"),
    ],
)
def test_reads_durations_in_every_unit(
    tmp_path: Path,
    code: int,
    text: str,
    unit: Unit,
    words: str,
    *,
    elapsed: bool,
    estimated: bool,
) -> None:
    incoming = read_plan(tmp_path, {"Duration": text, "DurationFormat": code})

    found = task(incoming, "1").duration
    assert found
    assert (found.unit, found.elapsed, found.estimated) == (unit, elapsed, estimated)
    assert found.words(Norms()) == words


def test_measures_a_day_as_the_project_does(tmp_path: Path) -> None:
    incoming = read_plan(
        tmp_path, {"Duration": "PT7H30M0S", "DurationFormat": 7}, MinutesPerDay=450
    )

    found = task(incoming, "1").duration
    assert found
    assert found.days(incoming.projects[0].norms) == 1


@pytest.mark.parametrize(("code", "kind"), [(0, "FF"), (1, "FS"), (2, "SF"), (3, "SS")])
def test_reads_links_of_every_kind(tmp_path: Path, code: int, kind: Any) -> None:
    incoming = read_plan(tmp_path, {}, {"PredecessorLink": link(1, Type=code)})

    (found,) = incoming.dependencies
    assert (found.waits_for, found.task, found.kind) == ("1", "2", LinkKind(kind))
    assert found.lag is None


@pytest.mark.parametrize(
    ("lag", "code", "minutes", "unit", "elapsed"),
    [
        (9600, 7, 960, Unit.DAY, False),
        (-4800, 7, -480, Unit.DAY, False),
        (24000, 9, 2400, Unit.WEEK, False),
        (14400, 8, 1440, Unit.DAY, True),
        (5, 3, Decimal("0.5"), Unit.MINUTE, False),
        (50, 19, 50, Unit.PERCENT, False),
        (50, 20, 50, Unit.PERCENT, True),
    ],
)
def test_reads_lags_in_every_unit(
    tmp_path: Path, lag: int, code: int, minutes: Any, unit: Unit, *, elapsed: bool
) -> None:
    incoming = read_plan(
        tmp_path, {}, {"PredecessorLink": link(1, LinkLag=lag, LagFormat=code)}
    )

    found = incoming.dependencies[0].lag
    assert found
    assert (found.minutes, found.unit, found.elapsed) == (minutes, unit, elapsed)


@pytest.mark.parametrize(
    ("code", "kind", "on", "approximated"),
    [
        (1, ConstraintKind.NONE, None, True),
        (2, ConstraintKind.MUST_START, date(2026, 3, 10), False),
        (3, ConstraintKind.MUST_FINISH, date(2026, 3, 10), False),
        (4, ConstraintKind.NOT_BEFORE, date(2026, 3, 10), False),
        (5, ConstraintKind.BY_DATE, date(2026, 3, 12), True),
        (6, ConstraintKind.NOT_BEFORE, date(2026, 3, 8), True),
        (7, ConstraintKind.BY_DATE, date(2026, 3, 10), False),
    ],
)
def test_maps_every_constraint(
    tmp_path: Path, code: int, kind: Any, on: Any, *, approximated: bool
) -> None:
    day = {"ConstraintType": code, "ConstraintDate": "2026-03-10T08:00:00"}
    incoming = read_plan(tmp_path, {**TIMES, **day})

    found = task(incoming, "1")
    assert found.constraint
    assert (found.constraint.kind, found.constraint.on) == (kind, on)
    assert found.constraint.approximated is approximated
    assert found.kept["Constraint"].startswith(found.constraint.original)
    assert bool(incoming.notes) is approximated


def test_takes_a_deadline_for_a_date_to_finish_by(tmp_path: Path) -> None:
    incoming = read_plan(tmp_path, {**TIMES, "Deadline": "2026-03-20T17:00:00"})

    found = task(incoming, "1").constraint
    assert found
    assert (found.kind, found.on) == (ConstraintKind.BY_DATE, date(2026, 3, 20))


def test_reads_progress_work_and_dates(tmp_path: Path) -> None:
    incoming = read_plan(
        tmp_path,
        {
            **TIMES,
            "PercentComplete": 100,
            "ActualFinish": "2026-03-04T16:00:00",
            "Work": "PT24H0M0S",
            "RemainingWork": "PT0H0M0S",
            "Type": 1,
            "Notes": "Why",
            "Priority": 700,
        },
        {"PercentComplete": 40, "Work": "PT0H0M0S"},
        {"Active": 0},
    )

    first = task(incoming, "1")
    assert (first.estimate_hours, first.remaining_hours) == (24, 0)
    assert (first.status_kind, first.percent_done) == (StatusKind.DONE, 100)
    assert first.done_at
    assert first.done_at.isoformat() == "2026-03-04T16:00:00"
    assert (first.is_fixed, first.body, first.priority) == (True, "Why", "700")
    assert task(incoming, "2").status_kind is StatusKind.DOING
    assert task(incoming, "2").estimate_hours is None
    assert task(incoming, "3").status_kind is StatusKind.DROPPED


def test_makes_a_milestone_and_its_own_task_where_links_hang_on_it(
    tmp_path: Path,
) -> None:
    incoming = read_plan(
        tmp_path,
        {"Summary": 1, "Name": "Phase"},
        {"OutlineLevel": 2, **TIMES},
        {
            "OutlineLevel": 2,
            "Milestone": 1,
            "Finish": "2026-03-04T17:00:00",
            "PredecessorLink": link(2),
        },
        {"Milestone": 1, "Name": "Alone"},
    )

    gate = task(incoming, "3")
    assert [found.key for found in incoming.milestones] == ["3", "4"]
    assert milestone(incoming, "3").due == date(2026, 3, 4)
    assert milestone(incoming, "3").kept["Summary task"] == "Phase"
    assert (gate.milestone, gate.parent) == ("3", None)
    assert [found.key for found in incoming.tasks] == ["1", "2", "3"]
    assert len(incoming.dependencies) == 1


def test_puts_tasks_under_the_milestone_they_lead_to(tmp_path: Path) -> None:
    incoming = read_plan(
        tmp_path,
        {},
        {"PredecessorLink": link(1)},
        {"Milestone": 1, "Finish": "2026-03-04", "PredecessorLink": link(2)},
        {"PredecessorLink": link(3)},
        {"Milestone": 1, "Finish": "2026-05-04", "PredecessorLink": link(4)},
        {},
    )

    stands = {found.key: found.milestone for found in incoming.tasks}
    assert stands == {"1": "3", "2": "3", "3": "3", "4": "5", "5": "5", "6": None}


def test_keeps_a_tree_under_one_milestone(tmp_path: Path) -> None:
    incoming = read_plan(
        tmp_path,
        {"Summary": 1},
        {"OutlineLevel": 2},
        {"OutlineLevel": 2},
        {"Milestone": 1, "Finish": "2026-03-04", "PredecessorLink": link(2)},
        {
            "Milestone": 1,
            "Finish": "2026-05-04",
            "Name": "Late",
            "PredecessorLink": link(3),
        },
    )

    assert [task(incoming, key).milestone for key in "123"] == ["5", "5", "5"]
    assert task(incoming, "2").kept["Leads to"] == "Task 4"


def test_gives_a_task_to_who_has_most_work_on_it(tmp_path: Path) -> None:
    resources = [
        {"UID": 1, "Name": "Ana", "Type": 1, "EmailAddress": "ana@larkfield.example"},
        {"UID": 2, "Name": "Bo", "Type": 1},
        {"UID": 3, "Name": "Paint", "Type": 0, "MaterialLabel": "l"},
    ]
    assignments = [
        {"UID": 1, "TaskUID": 1, "ResourceUID": 2, "Work": "PT8H0M0S", "Units": "0.5"},
        {"UID": 2, "TaskUID": 1, "ResourceUID": 1, "Work": "PT16H0M0S", "Units": 1},
        {"UID": 3, "TaskUID": 1, "ResourceUID": 3, "Work": "PT99H0M0S", "Units": 1},
        {"UID": 4, "TaskUID": 2, "ResourceUID": -65535, "Work": "PT1H0M0S"},
    ]
    incoming = read_plan(
        tmp_path,
        {},
        {},
        Resources={"Resource": resources},
        Assignments={"Assignment": assignments},
    )

    found = task(incoming, "1").assignee
    assert found
    assert (found.name, found.email) == ("Ana", "ana@larkfield.example")
    assert "Bo 8 h (0.5)" in task(incoming, "1").kept["Resources"]
    assert task(incoming, "2").assignee is None
    assert incoming.projects[0].kept["Resource Paint"] == "MaterialLabel l"


def test_keeps_custom_fields_by_their_name(tmp_path: Path) -> None:
    definitions = [
        {"FieldID": 188743731, "FieldName": "Text1", "Alias": "Room"},
        {
            "FieldID": 188743767,
            "FieldName": "Number1",
            "ValueList": {"Value": {"ID": 5, "Value": "North"}},
        },
    ]
    fields = [
        {"FieldID": 188743731, "Value": "A 12"},
        {"FieldID": 188743767, "ValueID": 5},
        {"FieldID": 188743783, "Value": "PT8H0M0S", "DurationFormat": 7},
    ]
    incoming = read_plan(
        tmp_path,
        {"ExtendedAttribute": fields},
        ExtendedAttributes={"ExtendedAttribute": definitions},
    )

    kept = dict(task(incoming, "1").kept)
    assert kept == {"Room": "A 12", "Number1": "North", "Duration1": "1 d"}


def test_keeps_costs_baselines_and_fields_it_does_not_know(tmp_path: Path) -> None:
    baseline = {"Number": 0, "Start": "2026-01-05T08:00:00", "Work": "PT8H0M0S"}
    incoming = read_plan(
        tmp_path,
        {"Cost": 352625, "Baseline": baseline, "Novelty": "yes", "FreeSlack": 4800},
    )

    assert dict(task(incoming, "1").kept) == {
        "Cost": "3526.25",
        "Baseline": "Start 2026-01-05T08:00:00, Work 1 d",
        "Novelty": "yes",
    }


def test_leaves_out_blank_rows_and_time_phased_values_and_says_so(
    tmp_path: Path,
) -> None:
    incoming = read_plan(
        tmp_path, {"TimephasedData": [{"Value": 1}, {"Value": 2}]}, {"IsNull": 1}
    )

    assert len(incoming.tasks) == 1
    notes = " ".join(map(str, incoming.notes))
    assert "2 time-phased values" in notes
    assert "1 blank row" in notes


def test_reports_links_into_other_plans(tmp_path: Path) -> None:
    outside = link(9, CrossProject=1, CrossProjectName=r"C:\web.mpp\9")
    incoming = read_plan(
        tmp_path,
        {"PredecessorLink": outside},
        {"ExternalTask": 1},
        {"PredecessorLink": link(2)},
        {"PredecessorLink": link(77)},
    )

    assert [found.kind for found in incoming.problems] == ["unknown_link"] * 3
    assert [found.text for found in incoming.problems] == [r"C:\web.mpp\9", "2", "77"]
    assert len(incoming.outside_links) == 3
    assert [found.key for found in incoming.tasks] == ["1", "3", "4"]
    assert r"C:\web.mpp\9" in task(incoming, "1").kept["PredecessorLink"]


@pytest.mark.parametrize(
    ("tasks", "reason"),
    [
        (
            ({"PredecessorLink": link(2)}, {"PredecessorLink": link(1)}),
            "closes a circle: Task 2 → Task 1 → Task 2",
        ),
        (({"PredecessorLink": link(1)},), "contains this task"),
        (({}, {"OutlineLevel": 2, "PredecessorLink": link(1)}), "contains this task"),
        (({"PredecessorLink": link(2)}, {"OutlineLevel": 2}), "is part of this task"),
        (({}, {"PredecessorLink": [link(1), link(1, Type=3)]}), "linked to this task"),
    ],
)
def test_drops_links_that_cannot_hold(tmp_path: Path, tasks: Any, reason: str) -> None:
    incoming = read_plan(tmp_path, *tasks)

    assert reason in str(problem(incoming).reason)
    assert len(incoming.problems) == 1


def test_reports_what_cannot_be_read(tmp_path: Path) -> None:
    incoming = read_plan(
        tmp_path,
        {"Start": "soon", "Duration": "long", "Work": "-", "PercentComplete": 400},
        {"Name": ""},
        {"Start": "2026-03-09T08:00:00", "Finish": "2026-03-02T08:00:00"},
        {"UID": 1},
    )

    assert [(found.key, found.column) for found in incoming.problems] == [
        ("1", "Start"),
        ("1", "Duration"),
        ("1", "Work"),
        ("1", "PercentComplete"),
        ("2", "Name"),
        ("3", "Start"),
        ("1", "UID"),
    ]
    assert [found.key for found in incoming.tasks] == ["1", "3"]
    assert task(incoming, "1").kept["Duration"] == "long"


def test_does_with_fields_as_it_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, plan({"Notes": "Why", "Cost": 100}), "plan.xml")
    incoming = read(path, mapping={"columns": {"Notes": "keep", "Cost": "leave_out"}})

    assert task(incoming, "1").body == ""
    assert dict(task(incoming, "1").kept) == {"Notes": "Why"}
    becomes = {column.name: column.becomes for column in incoming.columns}
    assert (becomes["Notes"], becomes["Cost"]) == ("keep", "leave_out")
    assert becomes["Name"] == "title"


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-16"?>'])
def test_reads_any_namespace_and_encoding(tmp_path: Path, head: Any) -> None:
    body = "<p:Project xmlns:p='urn:x'><p:Title>Ä</p:Title><p:Tasks><p:Task><p:UID>1"
    body += "</p:UID><p:Name>Öl</p:Name></p:Task></p:Tasks></p:Project>"
    data = (head + body).encode("utf-16" if head else "utf-8")

    incoming = read(put(tmp_path, data, "plan.xml"))

    assert (incoming.projects[0].name, incoming.tasks[0].title) == ("Ä", "Öl")
