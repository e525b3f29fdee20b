"""The organization's statuses, as an admin sees them."""

from dataclasses import dataclass

from django.db.models import Count

from waypost.people.models import Person
from waypost.projects.models import Task, TaskStatus


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status with how many tasks stand in it, in all projects."""

    pk: int
    name: str
    kind: str
    kind_label: str
    wip_limit: int | None
    tasks: int
    is_first: bool
    is_last: bool


def status_rows(*, viewer: Person) -> list[StatusRow]:
    """Return all statuses in their order: two queries.

    The counts are of the whole plan, for admins alone, who see everything.
    """
    counts: dict[int, int] = {}
    if viewer.is_admin:
        grouped = Task.objects.order_by().values_list("status").annotate(Count("pk"))
        counts = dict(grouped)
    rows = list(TaskStatus.objects.order_by("position", "pk"))
    last = len(rows) - 1
    return [
        StatusRow(
            pk=each.pk,
            name=each.name,
            kind=each.kind,
            kind_label=each.get_kind_display(),
            wip_limit=each.wip_limit,
            tasks=counts.get(each.pk, 0),
            is_first=at == 0,
            is_last=at == last,
        )
        for at, each in enumerate(rows)
    ]
