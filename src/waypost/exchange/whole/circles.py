"""What must not lead back to itself: no page could show it, no plan be computed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from waypost.okrs.models import Alignment, Cycle, KeyResult, MetricInput
from waypost.people.models import Person, Team
from waypost.projects.models import Dependency, Task

Node = tuple[str, int]
Edge = tuple[Node, Node]


def circles() -> Iterator[str]:
    """Yield the tables in which something leads back to itself."""
    for label, edges in _graphs():
        if _has_circle(edges):
            yield label


def _graphs() -> Iterator[tuple[str, Iterable[Edge]]]:
    yield "people.person", _edges(Person, "pk", "manager_id")
    yield "people.team", _edges(Team, "pk", "parent_id")
    yield "okrs.cycle", _edges(Cycle, "pk", "parent_id")
    yield "okrs.metricinput", _edges(MetricInput, "metric_id", "source_id")
    yield "okrs.alignment", _aligned()
    yield "projects.task", _edges(Task, "pk", "parent_id")
    yield "projects.dependency", _edges(Dependency, "successor_id", "predecessor_id")


def _edges(model: type[models.Model], below: str, above: str) -> Iterator[Edge]:
    rows = model._base_manager.filter(**{f"{above}__isnull": False}).order_by()
    for lower, upper in rows.values_list(below, above).iterator():
        yield ("", lower), ("", upper)


def _aligned() -> Iterator[Edge]:
    """Yield what serves what; a key result serves its objective."""
    pairs = Alignment.objects.order_by().values_list(
        "child_id", "parent_objective_id", "parent_key_result_id"
    )
    for child, objective, key_result in pairs.iterator():
        above = ("", objective) if objective else ("KR", key_result)
        yield ("", child), above
    for pk, objective in KeyResult.objects.order_by().values_list("pk", "objective_id"):
        yield ("KR", pk), ("", objective)


def _has_circle(edges: Iterable[Edge]) -> bool:
    """Take away, again and again, what nothing leads to; a circle is left over."""
    above: dict[Node, list[Node]] = defaultdict(list)
    waits: dict[Node, int] = defaultdict(int)
    for lower, upper in edges:
        above[lower].append(upper)
        waits[upper] += 1
    free = [node for node in above if not waits[node]]
    left = sum(waits.values())
    while free:
        for upper in above[free.pop()]:
            left -= 1
            waits[upper] -= 1
            if not waits[upper]:
                free.append(upper)
    return left > 0
