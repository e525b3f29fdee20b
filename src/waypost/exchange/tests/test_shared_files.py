"""Files that others wrote, imported into a database, where they are at hand."""

from pathlib import Path

import pytest

from waypost.core.models import ExternalReference
from waypost.exchange import actions
from waypost.exchange.reading.tests.test_shared_files import FILES
from waypost.exchange.tests.files import LATER, bring, make_planner
from waypost.people.models import CalendarException
from waypost.projects.models import Dependency, Milestone, Project, Task

pytestmark = pytest.mark.django_db
# Tasks, milestones, links, and days that differ from the week.
EXPECTED = {
    "assignment-assignments-project2016-mspdi.xml": (3, 0, 0, 0),
    "baselines.xml": (1, 0, 0, 0),
    "calendar-recurring-exceptions-project2016-mspdi.xml": (0, 0, 0, 140),
    "enterprise.xml": (1, 0, 0, 0),
    "jira-cloud-business.csv": (2, 0, 0, 0),
    "mspdiassignmentcustom.xml": (1, 0, 0, 0),
    "mspdiduration.xml": (10, 0, 0, 0),
    "mspdiresource.xml": (3, 0, 1, 0),
    "mspditimephased.xml": (40, 0, 0, 0),
    "sample.xml": (18, 1, 6, 0),
    "task-baselines-project2010-mspdi.xml": (110, 0, 0, 0),
    "task-costs-project2013-mspdi.xml": (10, 0, 0, 0),
    "task-durations-project2007-mspdi.xml": (110, 0, 0, 0),
    "task-links-project2003-mspdi.xml": (16, 0, 8, 0),
    "task-links-project2019-mspdi.xml": (16, 0, 8, 0),
}
REFUSED = {"SuccessorCalendar.xml", "TwentyFourHourCalendar.xml"}
KNOWN = [path for path in FILES if path.name in EXPECTED]


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.name)
def test_each_stands_in_the_plan_and_comes_only_once(path: Path) -> None:
    actor = make_planner()

    done = bring(actor, path)
    again = bring(actor, path, now=LATER)

    assert (
        Task.objects.count(),
        Milestone.objects.count(),
        Dependency.objects.count(),
        CalendarException.objects.count(),
    ) == EXPECTED[path.name]
    assert Project.objects.count() == 1
    assert done.change_set is not None
    assert again.change_set is None


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name in REFUSED], ids=lambda p: p.name
)
def test_primavera_is_refused_and_changes_nothing(path: Path) -> None:
    with pytest.raises(actions.NotTaken, match="Primavera"):
        bring(make_planner(), path)

    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.name.startswith("task-links")],
    ids=lambda p: p.name,
)
def test_links_keep_kind_and_lag_in_working_hours(path: Path) -> None:
    bring(make_planner(), path)

    rows = Dependency.objects.order_by("successor__number")
    found = [(row.kind, float(row.lag), row.lag_unit) for row in rows]
    assert found == [
        ("FS", 0, "working"),
        ("FS", 8, "working"),
        ("FS", 16, "working"),
        ("FS", 40, "working"),
        ("FS", 80, "working"),
        ("SF", 16, "working"),
        ("SS", 16, "working"),
        ("FF", 16, "working"),
    ]


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name == "mspdiduration.xml"]
)
def test_durations_keep_their_words(path: Path) -> None:
    bring(make_planner(), path)

    rows = Task.objects.order_by("number").values_list("pk", flat=True)
    references = ExternalReference.objects.filter(subject_kind="projects.task")
    said = {row.subject_id: row.extras["Duration"] for row in references}
    working = ["1 min", "1 h", "1 d", "1 wk", "1 mo"]
    assert [said[pk] for pk in rows] == [
        *working,
        *(f"1 e{text[2:]}" for text in working),
    ]
