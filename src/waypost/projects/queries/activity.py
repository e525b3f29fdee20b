"""What happened to a project and to a task, the latest first."""

from django.db.models import Exists, Q

from waypost.core.feeds import Before, older_than, standing
from waypost.core.models import ChangeSet
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of
from waypost.projects import access
from waypost.projects.models import Milestone, Project, Task
from waypost.projects.queries.rows import ActivityRow


def activity(
    *,
    viewer: Person,
    project: Project,
    limit: int = 30,
    before: Before | None = None,
) -> list[ActivityRow]:
    """Return what people did in a project, with its milestones and tasks.

    Raises
    ------
    Project.DoesNotExist
        If `viewer` may not see it.
    """
    tasks = Task.objects.filter(project=project).values("pk")
    milestones = Milestone.objects.filter(project=project).values("pk")
    about = (
        Q(subject_kind=label_of(Project), subject_id=project.pk)
        | Q(subject_kind=label_of(Task), subject_id__in=tasks)
        | Q(subject_kind=label_of(Milestone), subject_id__in=milestones)
    )
    return _rows(viewer, project, about, limit=limit, before=before)


def task_activity(
    *, viewer: Person, task: Task, limit: int = 30, before: Before | None = None
) -> list[ActivityRow]:
    """Return what people did to one task.

    Raises
    ------
    Project.DoesNotExist
        If `viewer` may not see its project.
    """
    about = Q(subject_kind=label_of(Task), subject_id=task.pk)
    return _rows(viewer, task.project, about, limit=limit, before=before)


def _rows(
    viewer: Person, project: Project, about: Q, *, limit: int, before: Before | None
) -> list[ActivityRow]:
    """Return what stands; whether `viewer` sees the project is asked on the way."""
    seen = Exists(access.visible_projects(viewer).filter(pk=project.pk))
    told = ChangeSet.objects.filter(seen, about, older_than(before, "at"))
    found = told.filter(standing()).select_related("actor")
    latest = list(found.order_by("-at", "-pk")[:limit])
    if not latest:
        access.require_see(viewer, project)
    return [
        ActivityRow(
            change_set_pk=row.pk,
            at=row.at,
            actor=maybe_ref_of(row.actor),
            verb=row.verb,
            summary=row.summary,
            reason=row.reason,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
        )
        for row in latest
    ]
