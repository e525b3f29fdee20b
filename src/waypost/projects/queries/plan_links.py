"""Comparing the dependencies of a plan from outside with what stands here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.codes import code_of_task
from waypost.projects.models import Dependency
from waypost.projects.planned import (
    PlannedDependency,
)
from waypost.projects.queries.plan_checks import (
    Node,
    PlanProblem,
    circle_in,
)
from waypost.projects.queries.plan_results import (
    FieldChange,
    PlanComparison,
    PlanUpdate,
    chunks,
    node_of,
)
from waypost.projects.queries.values import (
    dependency_values,
)


def compare_dependencies(
    comparison: PlanComparison, viewer: Person, parents: Mapping[Node, Node]
) -> None:
    if not comparison.work.dependencies:
        return
    known = comparison.known["task"]
    planned = {
        (node_of(d.predecessor, known), node_of(d.successor, known)): d
        for d in comparison.work.dependencies
    }
    _require_seen(comparison, viewer, planned)
    stored = set(Dependency.objects.values_list("predecessor_id", "successor_id"))
    here = [ends for ends in planned if ends in stored]
    for row in _links(here):
        item = planned[row.predecessor_id, row.successor_id]
        values = dependency_values(item)
        changed = {k: v for k, v in values.items() if getattr(row, k) != v}
        if not changed:
            comparison.unchanged["dependency"] += 1
            continue
        fields = tuple(FieldChange(k, getattr(row, k), v) for k, v in changed.items())
        name = str(item.successor)
        update = PlanUpdate("dependency", name, row.pk, name, fields, changed)
        comparison.updated.append(update)
    for ends, item in planned.items():
        if ends not in stored:
            comparison.new_dependencies.append(item)
            _check_apart(comparison, ends, parents, item)
    circle = circle_in([*planned, *stored])
    if circle:
        message = _("They would wait for one another: %(circle)s.")
        names = " → ".join(_named(comparison, viewer, circle))
        problem = PlanProblem(
            "dependency", str(circle[0]), "successor", message % {"circle": names}
        )
        comparison.problems.append(problem)


def _require_seen(
    comparison: PlanComparison, viewer: Person, ends: Iterable[tuple[Node, Node]]
) -> None:
    """Refuse links to tasks outside the source that the viewer does not see."""
    known = set(comparison.known["task"].values())
    outside = {e for pair in ends for e in pair if isinstance(e, int)} - known
    for chunk in chunks(sorted(outside)):
        rows = access.visible_tasks(viewer).filter(pk__in=chunk)
        outside -= set(rows.values_list("pk", flat=True))
    for pk in sorted(outside):
        message = _("One of the two tasks is missing.")
        problem = PlanProblem("dependency", str(pk), "predecessor", message)
        comparison.problems.append(problem)


def _links(ends: Sequence[tuple[Node, Node]]) -> Iterator[Dependency]:
    wanted = set(ends)
    for chunk in chunks(sorted({int(successor) for _first, successor in ends})):
        for row in Dependency.objects.filter(successor__in=chunk):
            if (row.predecessor_id, row.successor_id) in wanted:
                yield row


def _check_apart(
    comparison: PlanComparison,
    ends: tuple[Node, Node],
    parents: Mapping[Node, Node],
    item: PlannedDependency,
) -> None:
    first, second = ends
    if second in _above(first, parents) or first in _above(second, parents):
        message = _("A task does not wait for what it is part of.")
        problem = PlanProblem("dependency", str(item.successor), "predecessor", message)
        comparison.problems.append(problem)


def _above(node: Node, parents: Mapping[Node, Node]) -> set[Node]:
    found: set[Node] = set()
    up = parents.get(node)
    while up is not None and up not in found:
        found.add(up)
        up = parents.get(up)
    return found


def _named(
    comparison: PlanComparison, viewer: Person, circle: Sequence[Node]
) -> Iterator[str]:
    ids = {node for node in circle if isinstance(node, int)}
    rows = access.visible_tasks(viewer).filter(pk__in=ids)
    codes = {
        pk: code_of_task(code, number)
        for pk, code, number in rows.values_list("pk", "project__code", "number")
    }
    for node in circle:
        yield codes.get(node, _("other work")) if isinstance(node, int) else node
