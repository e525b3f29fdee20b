"""Plans from outside, small and valid."""

from typing import Any

from waypost.projects.planned import (
    PlannedDependency,
    PlannedMilestone,
    PlannedProject,
    PlannedReference,
    PlannedTask,
    PlannedWork,
)


def reference(external_id: str, **extras: str) -> PlannedReference:
    return PlannedReference("jira", external_id, extras=extras)


def planned_task(local_id: str, **changes: Any) -> PlannedTask:
    fields: dict[str, Any] = {
        "local_id": local_id,
        "project": "ONB",
        "title": f"Do {local_id}",
        "reference": reference(local_id),
    }
    return PlannedTask(**fields | changes)


def planned_work(**changes: Any) -> PlannedWork:
    """Give a project, a milestone, a task with a subtask, and one that waits."""
    fields: dict[str, Any] = {
        "projects": [
            PlannedProject("ONB", "Onboarding", code="ONB", reference=reference("ONB"))
        ],
        "milestones": [
            PlannedMilestone("m", "ONB", "Ten live", reference=reference("ONB-1"))
        ],
        "tasks": [
            planned_task("ONB-2", milestone="m", position=0),
            planned_task("ONB-3", parent="ONB-2", position=1),
            planned_task("ONB-4", position=2, status_kind="doing"),
        ],
        "dependencies": [PlannedDependency("ONB-2", "ONB-4")],
    }
    return PlannedWork(**fields | changes)
