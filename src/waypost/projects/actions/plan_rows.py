"""What of a plan's rows needs no lock: made ready before the transaction begins.

Under the lock only what depends on other rows is added: ids, numbers, positions.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from waypost.core import bulk
from waypost.core.keys import new_keys
from waypost.projects.models import Task
from waypost.projects.planned import PlannedTask
from waypost.projects.queries import PlanComparison
from waypost.projects.queries.values import Found, task_values

PLACED = (
    "project_id",
    "number",
    "position",
    "status_id",
    "milestone_id",
    "parent_id",
)
USUAL: dict[str, Any] = {
    field.attname: field.get_default()
    for field in Task._meta.concrete_fields
    if not field.primary_key and field.attname not in PLACED
}
COLUMNS = (*PLACED, *USUAL)
PACKED = frozenset({"body"})  # as it comes: a long text is unpacked when written
READY = frozenset(USUAL) - PACKED


class ReadyTask(NamedTuple):
    """A new task: the milestone of what it is part of, and its values but `PLACED`."""

    item: PlannedTask
    milestone: str | None
    values: tuple[Any, ...]


Ready = dict[str, list[ReadyTask]]


def make_ready(comparison: PlanComparison) -> Ready:
    """Return the new tasks of each project, in the order of the source."""
    milestones = dict(_milestones_from_above(comparison))
    items = sorted(comparison.new_tasks, key=lambda item: item.position)
    keys = new_keys(len(items))
    rows = [
        _values(item, key, comparison.found)
        for item, key in zip(items, keys, strict=True)
    ]
    prepared = bulk.prepared(Task, list(USUAL), rows, but=PACKED)
    ready: Ready = defaultdict(list)
    for item, values in zip(items, prepared, strict=True):
        task = ReadyTask(item, milestones.get(item.local_id), values)
        ready[item.project].append(task)
    return ready


def _values(item: PlannedTask, key: int, found: Found) -> tuple[Any, ...]:
    row = USUAL | task_values(item, found)
    row["key"] = key
    row["labels"] = _labels(item.labels)
    if row["body"]:
        row["body"] = item.body
    return tuple([row[name] for name in USUAL])


@lru_cache(maxsize=4096)  # a big file says the same few again and again
def _labels(labels: tuple[str, ...]) -> bulk.Json:
    return bulk.encoded(labels)


def _milestones_from_above(comparison: PlanComparison) -> Iterator[tuple[str, str]]:
    """Yield the milestone of what each task is part of, where it names none."""
    items = {item.local_id: item for item in comparison.work.tasks}
    for item in comparison.new_tasks:
        above: PlannedTask | None = item
        for _level in range(len(items)):
            if above is None or above.milestone is not None:
                break
            parent = above.parent
            above = items.get(parent) if isinstance(parent, str) else None
        if above is not None and above.milestone is not None:
            yield item.local_id, above.milestone
