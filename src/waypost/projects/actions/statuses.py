"""The organization's own names for how far a task is."""

from datetime import datetime

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.core.access import require
from waypost.people.models import Person
from waypost.projects.models import TaskStatus


def ensure_default_statuses(*, actor: Person, now: datetime) -> list[TaskStatus]:
    """Return the statuses, and create one of each kind that has none.

    The first task of an organization needs them, so every member may cause it.
    """
    require(not actor.is_viewer, _("Viewers read; ask a member to do this."))
    there = {status.kind for status in TaskStatus.objects.all()}
    missing = [kind for kind in TaskStatus.Kind if kind not in there]
    if missing:
        with history.change(
            actor=actor, now=now, verb="projects.ensure_default_statuses"
        ) as change:
            for kind in missing:
                place = list(TaskStatus.Kind).index(kind)
                change.create(
                    TaskStatus(name=_free_name(kind), kind=kind, position=place)
                )
    return list(TaskStatus.objects.order_by("position", "pk"))


def _free_name(kind: TaskStatus.Kind) -> str:
    """Return the kind's own name, or one beside it if another kind has taken it."""
    name = str(kind.label)
    taken = TaskStatus.objects.filter(name__iexact=name).exists()
    return f"{name} ({kind.value})" if taken else name
