"""What happened to a project and to a task, the latest first."""

from django.db.models import Q, QuerySet

from waypost.core.models import ChangeSet
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of
from waypost.projects import access
from waypost.projects.models import Milestone, Project, Task
from waypost.projects.queries.rows import ActivityRow


def activity(*, viewer: Person, project: Project, limit: int = 30) -> list[ActivityRow]:
    """Return what people did in a project, with its milestones and tasks.

    Raises
    ------
    Project.DoesNotExist
        If `viewer` may not see it.
    """
    access.require_see(viewer, project)
    tasks = Task.objects.filter(project=project).values("pk")
    milestones = Milestone.objects.filter(project=project).values("pk")
    about = (
        Q(subject_kind=label_of(Project), subject_id=project.pk)
        | Q(subject_kind=label_of(Task), subject_id__in=tasks)
        | Q(subject_kind=label_of(Milestone), subject_id__in=milestones)
    )
    return _rows(ChangeSet.objects.filter(about), limit)


def task_activity(*, viewer: Person, task: Task, limit: int = 30) -> list[ActivityRow]:
    """Return what people did to one task.

    Raises
    ------
    Project.DoesNotExist
        If `viewer` may not see its project.
    """
    access.require_see(viewer, task.project)
    about = Q(subject_kind=label_of(Task), subject_id=task.pk)
    return _rows(ChangeSet.objects.filter(about), limit)


def _rows(found: QuerySet[ChangeSet], limit: int) -> list[ActivityRow]:
    latest = found.select_related("actor").order_by("-at", "-pk")[:limit]
    return [
        ActivityRow(
            change_set_pk=row.pk,
            at=row.at,
            actor=maybe_ref_of(row.actor),
            verb=row.verb,
            summary=row.summary,
            reason=row.reason,
            is_undone=row.undone_by_id is not None,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
        )
        for row in latest
    ]
