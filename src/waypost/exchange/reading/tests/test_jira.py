import pickle
from datetime import date
from pathlib import Path

import pytest

from waypost.exchange.reading import read
from waypost.exchange.reading.incoming import DateOrder, LinkKind, Person, StatusKind
from waypost.exchange.reading.tests.builders import (
    issues,
    milestone,
    put,
    read_issues,
    table,
    task,
)

BLOCKS, BLOCKED = "Outward issue link (Blocks)", "Inward issue link (Blocks)"


def test_makes_a_project_milestones_and_tasks(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Issue Type": "Epic", "Project name": "Onboarding"},
        {"Issue key": "ONB-2", "Issue Type": "Story", "Parent key": "ONB-1"},
        {"Issue key": "ONB-3", "Issue Type": "Sub-task", "Parent key": "ONB-2"},
    )

    assert [(p.key, p.name) for p in incoming.projects] == [("ONB", "Onboarding")]
    assert [m.key for m in incoming.milestones] == ["ONB-1"]
    assert task(incoming, "ONB-2").milestone == "ONB-1"
    assert task(incoming, "ONB-2").parent is None
    assert task(incoming, "ONB-3").parent == "ONB-2"
    assert task(incoming, "ONB-3").milestone == "ONB-1"
    assert task(incoming, "ONB-3").level == 2
    assert not incoming.problems


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Parent", "10001"),
        ("Parent id", "10001"),
        ("Parent key", "ONB-1"),
        ("Custom field (Epic Link)", "ONB-1"),
        ("Custom field (Epic Link)", "Guided set-up"),
        ("Custom field (Parent Link)", "ONB-1"),
        ("Parent", "ONB-1 Guided set-up"),
    ],
)
def test_finds_the_epic_by_key_number_or_name(
    tmp_path: Path, column: str, value: str
) -> None:
    incoming = read_issues(
        tmp_path,
        {
            "Issue key": "ONB-1",
            "Issue id": "10001",
            "Issue Type": "Epic",
            "Custom field (Epic Name)": "Guided set-up",
        },
        {"Issue key": "ONB-2", "Issue id": "10002", column: value},
    )

    assert task(incoming, "ONB-2").milestone == "ONB-1"


def test_reads_fields_into_their_kinds(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {
            "Issue key": "ONB-1",
            "Status": "Closed",
            "Status Category": "Done",
            "Assignee": "s.lehto@larkfield.example",
            "Assignee Id": "7:1",
            "Due date": "04/Dec/26 12:00 AM",
            "Custom field (Start date)": "01/Dec/26 12:00 AM",
            "Resolved": "03/Dec/26 3:54 PM",
            "Original estimate": "14400",
            "Remaining Estimate": "0",
            "Labels": "ui",
            "Description": "What *and* why",
            "Priority": "High",
        },
    )

    (found,) = incoming.tasks
    assert found.status_kind is StatusKind.DONE
    assert found.assignee == Person(
        "s.lehto@larkfield.example", "s.lehto@larkfield.example", "7:1"
    )
    assert (found.start, found.due) == (date(2026, 12, 1), date(2026, 12, 4))
    assert found.done_at
    assert found.done_at.isoformat() == "2026-12-03T15:54:00"
    assert (found.estimate_hours, found.remaining_hours) == (4, 0)
    assert (found.labels, found.priority) == (("ui",), "High")
    assert found.body == "What *and* why"
    assert incoming.people == {found.assignee: 1}


def test_joins_columns_of_the_same_name(tmp_path: Path) -> None:
    header = ["Summary", "Issue key", "Status", "Issue Type"]
    header += ["Labels", "Labels", "Comment", "Comment", "Sprint", BLOCKS, BLOCKS]
    first = ["A", "ONB-1", "To Do", "Task", "ui", "api", "one", "two", "S 1"]
    path = put(
        tmp_path,
        table(
            header,
            [*first, "ONB-2", "ONB-3"],
            ["B", "ONB-2", "To Do", "Task", *[""] * 7],
            ["C", "ONB-3", "To Do", "Task", *[""] * 7],
        ),
    )

    incoming = read(path)

    found = task(incoming, "ONB-1")
    assert found.labels == ("ui", "api")
    assert dict(found.kept) == {"Comment": "one\ntwo", "Sprint": "S 1"}
    assert [(d.waits_for, d.task) for d in incoming.dependencies] == [
        ("ONB-1", "ONB-2"),
        ("ONB-1", "ONB-3"),
    ]


def test_reads_blocking_from_either_side_once(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", BLOCKS: "ONB-2"},
        {"Issue key": "ONB-2", BLOCKED: "ONB-1"},
    )

    (found,) = incoming.dependencies
    assert (found.waits_for, found.task) == ("ONB-1", "ONB-2")
    assert found.kind is LinkKind.FINISH_TO_START


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Gantt End to Start", "FS"),
        ("Gantt: start-start", "SS"),
        ("Gantt: finish-finish", "FF"),
        ("Gantt Start to End", "SF"),
    ],
)
def test_reads_the_kind_that_a_gantt_plug_in_writes(
    tmp_path: Path, name: str, kind: str
) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", f"Outward issue link ({name})": "ONB-2"},
        {"Issue key": "ONB-2"},
    )

    assert [d.kind for d in incoming.dependencies] == [kind]


def test_keeps_links_of_other_kinds_with_the_item(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Outward issue link (Relates)": "ONB-2"},
        {"Issue key": "ONB-2"},
    )

    assert not incoming.dependencies
    assert task(incoming, "ONB-1").kept["Outward issue link (Relates)"] == "ONB-2"


def test_reads_several_projects(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Project key": "ONB", "Project lead": "Ana"},
        {"Issue key": "WEB-7"},
    )

    assert [p.key for p in incoming.projects] == ["ONB", "WEB"]
    assert dict(incoming.projects[0].kept) == {"Project lead": "Ana"}
    assert task(incoming, "WEB-7").project == "WEB"


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (
            "Zusammenfassung;Vorgangsschlüssel;Vorgangstyp;Status;Zugewiesene Person;"
            "Fälligkeitsdatum;Ursprüngliche Schätzung;Übergeordnet",
            "de",
        ),
        (
            "Résumé;Clé de ticket;Type de ticket;État;Responsable;Date d'échéance;"
            "Estimation originale;Parent",
            "fr",
        ),
        (
            "Resumen;Clave de incidencia;Tipo de Incidencia;Estado;Persona asignada;"
            "Fecha de vencimiento;Estimación original;Principal",
            "es",
        ),
        (
            "Resumo;Chave da item;Tipo de item;Status;Responsável;Data limite;"
            "Estimativa original;Pai",
            "pt",
        ),
    ],
)
def test_reads_the_headers_of_other_languages(
    tmp_path: Path, header: str, title: str
) -> None:
    rows = (
        f"{title};ONB-1;Task;Done;Ana;31/12/2026;7200;\nx;ONB-2;Sub-task;Done;;;;ONB-1"
    )
    incoming = read(put(tmp_path, f"{header}\n{rows}\n"))

    found = task(incoming, "ONB-1")
    assert found.title == title
    assert found.assignee == Person("Ana")
    assert (found.due, found.estimate_hours) == (date(2026, 12, 31), 2)
    assert task(incoming, "ONB-2").parent == "ONB-1"


@pytest.mark.parametrize(
    ("status", "category", "resolution", "kind"),
    [
        ("To Do", "To Do", "", StatusKind.TODO),
        ("Backlog", "To Do", "", StatusKind.BACKLOG),
        ("In Review", "In Progress", "", StatusKind.REVIEW),
        ("Blocked", "In Progress", "", StatusKind.BLOCKED),
        ("Cooking", "In Progress", "", StatusKind.DOING),
        ("Closed", "Done", "Won't Do", StatusKind.DROPPED),
        ("Cancelled", "Done", "", StatusKind.DROPPED),
        ("Closed", "", "Duplicate", StatusKind.DROPPED),
        ("Erledigt", "", "", StatusKind.DONE),
        ("En cours", "En cours", "", StatusKind.DOING),
        ("In Arbeit", "", "", StatusKind.DOING),
        ("In Prüfung", "", "", StatusKind.REVIEW),
    ],
)
def test_gives_each_status_its_kind(
    tmp_path: Path, status: str, category: str, resolution: str, kind: str
) -> None:
    incoming = read_issues(
        tmp_path,
        {
            "Issue key": "ONB-1",
            "Status": status,
            "Status Category": category,
            "Resolution": resolution,
        },
    )

    assert task(incoming, "ONB-1").status_kind is kind
    assert task(incoming, "ONB-1").status == status


def test_takes_an_unknown_status_for_to_do_and_says_so(tmp_path: Path) -> None:
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", "Status": "Simmering"})

    assert task(incoming, "ONB-1").status_kind is StatusKind.TODO
    assert "“Simmering” is no status" in str(incoming.notes[0])


def test_keeps_what_a_milestone_has_no_field_for(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {
            "Issue key": "ONB-1",
            "Issue Type": "Epic",
            "Assignee": "Ana",
            "Labels": "ui",
            "Original estimate": "7200",
            "Due date": "2026-12-04",
            "Status": "Done",
            "Resolved": "2026-12-03",
            BLOCKS: "ONB-2",
        },
        {"Issue key": "ONB-2"},
    )

    found = milestone(incoming, "ONB-1")
    assert (found.due, found.achieved_on) == (date(2026, 12, 4), date(2026, 12, 3))
    kept = {"Assignee": "Ana", "Labels": "ui", "Original estimate": "2 h"}
    assert kept.items() <= found.kept.items()
    assert found.kept[BLOCKS] == "ONB-2"


def test_gives_the_address_of_each_issue_where_the_file_tells_it(
    tmp_path: Path,
) -> None:
    address = "09/Jan/24;7:1;a.png;https://x.atlassian.net/rest/api/3/attachment/1"
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", "Attachment": address})

    reference = task(incoming, "ONB-1").reference
    assert (reference.system, reference.id) == ("jira", "ONB-1")
    assert reference.url == "https://x.atlassian.net/browse/ONB-1"


def test_describes_every_column(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Due date": "31/12/2026", "Original estimate": "14400"},
        {"Issue key": "ONB-2", "Story Points": "3", "Empty": ""},
    )

    columns = {column.name: column for column in incoming.columns}
    read_as = {name: str(column.read_as) for name, column in columns.items()}
    assert columns["Summary"].becomes == "title"
    assert columns["Due date"].share_filled == 0.5
    assert columns["Due date"].date_order is DateOrder.DAY_FIRST
    assert columns["Story Points"].becomes == "keep"
    assert columns["Empty"].becomes == "leave_out"
    assert columns["Status"].sample == "To Do"
    assert read_as["Due date"] == "date, day first"
    assert read_as["Original estimate"] == "seconds (4 h)"
    assert read_as["Issue key"] == "text, each once"
    assert read_as["Status"] == "1 known value"


def test_says_when_nothing_settles_the_order_of_dates(tmp_path: Path) -> None:
    row = {"Issue key": "ONB-1", "Due date": "03/04/2026"}
    incoming = read_issues(tmp_path, row)
    said = read_issues(
        tmp_path, row, mapping={"date_orders": {"Due date": "month_first"}}
    )

    assert task(incoming, "ONB-1").due == date(2026, 4, 3)
    assert "day or month comes first" in str(incoming.notes[0])
    assert task(said, "ONB-1").due == date(2026, 3, 4)
    assert not said.notes


def test_settles_the_order_of_one_column_by_another(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path,
        {"Issue key": "ONB-1", "Due date": "03/04/2026", "Created": "01/31/2026"},
    )

    assert task(incoming, "ONB-1").due == date(2026, 3, 4)
    assert not incoming.notes


def test_does_with_columns_as_it_is_told(tmp_path: Path) -> None:
    mapping = {
        "columns": {"Story Points": "estimate", "Labels": "leave_out", "Gone": "title"},
        "units": {"Story Points": "hours"},
        "statuses": {"Simmering": "doing"},
    }
    row = {"Story Points": "3", "Labels": "ui", "Status": "Simmering"}
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", **row}, mapping=mapping)

    found = task(incoming, "ONB-1")
    assert (found.estimate_hours, found.labels) == (3, ())
    assert found.status_kind is StatusKind.DOING
    assert "Labels" not in found.kept
    assert "“Gone”" in str(incoming.notes[0])


def test_asks_for_the_columns_it_cannot_do_without(tmp_path: Path) -> None:
    path = put(tmp_path, "Name,Code\nFirst,ONB-1\nSecond,ONB-2\n")
    mapping = {"columns": {"Name": "title", "Code": "key"}}

    unsaid, said = read(path, kind="jira"), read(path, kind="jira", mapping=mapping)

    assert (unsaid.needs, unsaid.tasks) == (("key", "title"), ())
    assert [found.title for found in said.tasks] == ["First", "Second"]


def test_loses_no_text_of_any_column(tmp_path: Path) -> None:
    row = {f"Custom field (F{n})": f"text {n}" for n in range(30)}
    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", **row})

    assert dict(task(incoming, "ONB-1").kept) == row


def test_reads_the_same_from_the_same_file(tmp_path: Path) -> None:
    path = put(tmp_path, issues({"Issue key": "ONB-1", "Due date": "soon"}))

    assert read(path).tasks == read(path).tasks
    assert read(path).problems[0].id == read(path).problems[0].id


def test_says_when_there_are_no_rows(tmp_path: Path) -> None:
    incoming = read(put(tmp_path, issues(names=["Summary", "Issue key", "A", "B"])))

    assert str(incoming.notes[0]) == "The file has a header and no rows."


def test_reads_what_a_spreadsheet_saves_as_unicode_text(tmp_path: Path) -> None:
    rows = "Summary\tIssue key\tStatus\tIssue Type\r\nGröße\tA-1\tOpen\tTask\r\n"

    incoming = read(put(tmp_path, rows.encode("utf-16")))

    assert task(incoming, "A-1").title == "Größe"
    assert incoming.source.separator == "\t"


def test_survives_being_stored_between_two_steps(tmp_path: Path) -> None:
    incoming = read_issues(
        tmp_path, {"Issue key": "A-1", "Due date": "31/Nov/26", "Status": "Odd"}
    )

    again = pickle.loads(pickle.dumps(incoming))

    assert again.tasks == incoming.tasks
    assert str(again.problems[0].reason) == str(incoming.problems[0].reason)
    assert str(again.notes[0]) == str(incoming.notes[0])


def test_an_endless_name_is_read_in_one_pass(tmp_path: Path) -> None:
    name = "a" * 1_000_000

    incoming = read_issues(tmp_path, {"Issue key": "ONB-1", "Assignee": name})

    assert task(incoming, "ONB-1").assignee == Person(name)
