from datetime import date
from pathlib import Path
from typing import Any

import pytest

from waypost.exchange.sheets.tests.tables import bring, look, table, workbook
from waypost.exchange.tests.files import make_planner
from waypost.projects.models import Dependency, Milestone, Project, Task

pytestmark = pytest.mark.django_db
ROWS: tuple[dict[str, str], ...] = (
    {
        "No": "1",
        "Task name": "Dredge the basin",
        "Milestone": "Harbor open",
        "Deadline": "13.10.2026",
        "Work": "12,5",
        "Color": "blue",
    },
    {"No": "2", "Task name": "Paint the quay", "Predecessors": "1", "Parent": "1"},
)


def test_bring_tasks_with_milestone_parent_and_link(tmp_path: Path) -> None:
    done = bring(make_planner(), table(tmp_path, *ROWS, name="harbor.csv"), "tasks")

    first = Task.objects.get(title="Dredge the basin")
    assert done.change_set is not None
    assert Project.objects.get().name == "harbor"
    assert first.milestone == Milestone.objects.get(title="Harbor open")
    assert (first.due_on, float(first.estimate_hours or 0)) == (
        date(2026, 10, 13),
        12.5,
    )
    assert Task.objects.get(title="Paint the quay").parent == first


def test_change_nothing_the_second_time(tmp_path: Path) -> None:
    actor, path = make_planner(), table(tmp_path, *ROWS)
    bring(actor, path, "tasks")

    assert bring(actor, path, "tasks").change_set is None


def test_need_no_key(tmp_path: Path) -> None:
    rows = [{"Title": title, "Status": "done"} for title in ("Rope", "Rope", "Buoy")]
    actor, path = make_planner(), table(tmp_path, *rows)

    bring(actor, path, "tasks")
    again = bring(actor, path, "tasks")

    assert Task.objects.count() == 3
    assert again.change_set is None


def test_find_each_other_by_title(tmp_path: Path) -> None:
    rows = ({"Title": "Rope"}, {"Title": "Buoy", "Depends on": "Rope"})

    bring(make_planner(), table(tmp_path, *rows), "tasks")

    assert Dependency.objects.get().predecessor.title == "Rope"


def test_are_read_from_a_workbook_by_any_mapping(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ["Was", "Bis", "Stunden"], ["Rope", date(2026, 10, 1), 1.5]
    )
    said: dict[str, Any] = {
        "columns": {"Was": "title", "Bis": "due", "Stunden": "estimate"}
    }

    preview = look(make_planner(), path, "tasks", mapping=said)

    assert preview.counts.new == 1
    assert preview.counts.hours == 1.5
