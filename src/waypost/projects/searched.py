"""How projects, milestones and tasks are read for the search."""

from django.db.models import QuerySet

from waypost.core.searchable import Entry, Searchable
from waypost.projects.models import Milestone, Project, Task


def kinds() -> list[Searchable]:
    """Return what can be found here."""
    return [
        Searchable(Project, 30, Project.objects.all, _project),
        Searchable(
            Milestone,
            70,
            _milestones,
            _milestone,
            lenders={"projects.project": "project"},
        ),
        Searchable(
            Task,
            80,
            _tasks,
            _task,
            lenders={
                "projects.project": "project",
                "projects.milestone": "milestone",
                "projects.taskstatus": "status",
            },
        ),
    ]


def _project(row: Project) -> Entry:
    said = (row.purpose, row.scope_in, row.scope_out, row.success_criteria)
    over = row.phase == Project.Phase.CLOSED
    return Entry(
        title=row.name,
        code=row.code,
        body="\n".join(filter(None, (*said, row.category))),
        is_open=not over and row.standing != Project.Standing.CANCELLED,
        owners=(row.manager_id, row.sponsor_id),
    )


def _milestones() -> QuerySet[Milestone]:
    return Milestone.objects.select_related("project")


def _milestone(row: Milestone) -> Entry:
    return Entry(
        title=row.title,
        within=f"{row.project.code} {row.project.name}",
        body=row.acceptance_criteria,
        is_open=row.achieved_on is None,
        owners=(row.project.manager_id,),
    )


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("project", "milestone", "status")


def _task(row: Task) -> Entry:
    within = [f"{row.project.code} {row.project.name}"]
    if row.milestone is not None:
        within.append(row.milestone.title)
    return Entry(
        title=row.title,
        code=f"{row.project.code}-{row.number}",
        within=" · ".join(within),
        body="\n".join(filter(None, (row.body, " ".join(row.labels)))),
        is_open=not row.status.is_closed,
        owners=(row.assignee_id,),
    )
