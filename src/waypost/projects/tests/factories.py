"""Ready-made projects, valid unless a test says otherwise."""

from datetime import UTC, date, datetime
from typing import Any

from waypost.core import numbers
from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.people.tests.factories import make_person
from waypost.projects.models import (
    Allocation,
    BudgetLine,
    Dependency,
    Milestone,
    Project,
    ProjectViewer,
    Task,
    TaskStatus,
)

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 2, 2)


def make_project(*, viewers: Any = (), **changes: Any) -> Project:
    """Create a funded project in execution, with a manager and a sponsor."""
    number = Project.objects.count() + 1
    fields: dict[str, Any] = {
        "code": f"P{number}",
        "name": f"Guided set-up {number}",
        "is_funded": True,
        "phase": Project.Phase.EXECUTION,
        "starts_on": date(2026, 1, 5),
        "due_on": date(2026, 3, 20),
    }
    for role in ("manager", "sponsor"):
        if role not in changes:
            fields[role] = make_person()
    project = Project.objects.create(**fields | changes)
    for person in viewers:
        ProjectViewer.objects.create(project=project, person=person)
    return project


def make_milestone(project: Project | None = None, **changes: Any) -> Milestone:
    """Create a milestone after the project's others."""
    project = project or make_project()
    position = 1000 * (project.milestones.count() + 1)
    fields = {"title": f"Milestone {position}", "due_on": date(2026, 3, 2)}
    return Milestone.objects.create(
        project=project, **fields | {"position": position} | changes
    )


def make_status(kind: str = "todo", **changes: Any) -> TaskStatus:
    """Return the status of a kind, created when it is the first."""
    found = TaskStatus.objects.filter(kind=kind, **changes).first()
    if found is not None:
        return found
    fields: dict[str, Any] = {
        "name": TaskStatus.Kind(kind).label,
        "position": list(TaskStatus.Kind).index(TaskStatus.Kind(kind)),
    }
    return TaskStatus.objects.create(kind=kind, **fields | changes)


def make_task(project: Project | None = None, **changes: Any) -> Task:
    """Create a task to do; a milestone or a parent brings its project along."""
    for relation in ("parent", "milestone"):
        project = project or getattr(changes.get(relation), "project", None)
    project = project or make_project()
    number = numbers.take(f"task:{project.pk}")
    fields: dict[str, Any] = {
        "number": number,
        "title": f"Task {number}",
        "position": number * 1000,
    }
    kind = changes.pop("kind", "todo")
    if "status" not in changes:
        fields["status"] = make_status(kind)
    return Task.objects.create(project=project, **fields | changes)


def make_dependency(
    predecessor: Task | None = None, successor: Task | None = None, **changes: Any
) -> Dependency:
    """Let a task wait for another, of the same project unless a test says otherwise."""
    predecessor = predecessor or make_task()
    successor = successor or make_task(predecessor.project)
    return Dependency.objects.create(
        predecessor=predecessor, successor=successor, **changes
    )


def make_allocation(project: Project | None = None, **changes: Any) -> Allocation:
    """Promise ten firm hours a week of a person to a project, from this day on."""
    fields: dict[str, Any] = {
        "starts_on": TODAY,
        "ends_on": date(2026, 3, 20),
        "hours_per_week": 10,
        "state": Allocation.State.FIRM,
    }
    if "person" not in changes:
        fields["person"] = make_person()
    return Allocation.objects.create(
        project=project or make_project(), **fields | changes
    )


def make_budget_line(project: Project | None = None, **changes: Any) -> BudgetLine:
    """Plan a hundred for a project."""
    fields: dict[str, Any] = {"category": "Travel", "planned": 100}
    return BudgetLine.objects.create(
        project=project or make_project(), **fields | changes
    )


def make_reference(
    subject: Project | Milestone | Task, external_id: str, **changes: Any
) -> ExternalReference:
    """Say what a row is called in another tool."""
    return ExternalReference.objects.create(
        subject_kind=label_of(subject),
        subject_id=subject.pk,
        external_id=external_id,
        **{"system": "jira"} | changes,
    )
