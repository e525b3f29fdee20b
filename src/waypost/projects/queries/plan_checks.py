"""What is wrong with a plan from outside, found in memory before anything is written.

The constraints of the database guard the same rules; these checks name the item.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from waypost.projects.models import Dependency, Task
from waypost.projects.planned import (
    PlannedMilestone,
    PlannedProject,
    PlannedTask,
    PlannedWork,
)
from waypost.projects.queries.values import hundredths

MOST_HOURS = 10**10
CONSTRAINTS = frozenset(Task.Constraint.values)
LINK_KINDS = frozenset(Dependency.Kind.values)
LAG_UNITS = frozenset(Dependency.LagUnit.values)
Node = str | int


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What cannot be taken, and why; `kind` and `local_id` name the item."""

    kind: str
    local_id: str
    field: str
    message: str


def problems_of(work: PlannedWork) -> Iterator[PlanProblem]:
    """Yield what is wrong with the items themselves and how they refer to others."""
    yield from _twice("project", work.projects)
    yield from _twice("milestone", work.milestones)
    yield from _twice("task", work.tasks)
    homes = {item.local_id for item in work.projects}
    for project in work.projects:
        yield from _of_project(project)
    for milestone in work.milestones:
        yield from _of_milestone(milestone, homes)
    milestones = {item.local_id: item.project for item in work.milestones}
    tasks = {item.local_id: item.project for item in work.tasks}
    for task in work.tasks:
        yield from _of_task(task)
        yield from _place_of(task, homes, milestones, tasks)
    yield from _of_links(work, tasks)


def _twice(kind: str, items: Sequence[Any]) -> Iterator[PlanProblem]:
    """Yield ids and references that stand for two things."""
    for local_id, times in Counter(item.local_id for item in items).items():
        if times > 1:
            yield PlanProblem(kind, local_id, "local_id", _("It stands there twice."))
    seen: set[tuple[str, str]] = set()
    for item in items:
        if item.reference is None:
            continue
        name = (item.reference.system, item.reference.external_id)
        if name in seen:
            message = _("%(id)s stands for another item already.") % {"id": name[1]}
            yield PlanProblem(kind, item.local_id, "reference", message)
        seen.add(name)


def _of_project(item: PlannedProject) -> Iterator[PlanProblem]:
    yield from _title("project", item.local_id, item.name, most=200)
    if _backwards(item):
        message = _("A project is due after it starts.")
        yield PlanProblem("project", item.local_id, "due_on", message)


def _of_milestone(item: PlannedMilestone, homes: set[str]) -> Iterator[PlanProblem]:
    yield from _title("milestone", item.local_id, item.title, most=200)
    if item.project not in homes:
        message = _("Its project is missing.")
        yield PlanProblem("milestone", item.local_id, "project", message)
    if item.weight is not None and item.weight <= 0:
        message = _("A weight is more than 0.")
        yield PlanProblem("milestone", item.local_id, "weight", message)


def _of_task(item: PlannedTask) -> Iterator[PlanProblem]:
    yield from _title("task", item.local_id, item.title, most=500)
    for field, message in _wrong_in_task(item):
        yield PlanProblem("task", item.local_id, field, message)


def _wrong_in_task(item: PlannedTask) -> Iterator[tuple[str, str]]:
    if _backwards(item):
        yield "due_on", _("A task is due on its first day or later.")
    for name in ("estimate_hours", "remaining_hours", "fixed_days"):
        number = getattr(item, name)
        if number is not None and not 0 <= number < MOST_HOURS:
            yield name, _("Hours and days are 0 or more.")
    if item.percent_done is not None and not 0 <= item.percent_done <= 100:
        yield "percent_done", _("Percent done lies between 0 and 100.")
    if not _rises(item):
        message = _("A three-point estimate rises from low over likely to high.")
        yield "estimate_hours", message
    constraint = item.constraint or Task.Constraint.NONE
    if constraint not in CONSTRAINTS:
        yield "constraint", _("This constraint is not known.")
    elif constraint != Task.Constraint.NONE and item.constraint_on is None:
        yield "constraint_on", _("Say on which day.")


def _rises(item: PlannedTask) -> bool:
    points = (item.low_hours, item.estimate_hours, item.high_hours)
    low, likely, high = points
    if low is None and high is None:
        return True
    if low is None or likely is None or high is None:
        return False
    return 0 < hundredths(low) <= hundredths(likely) <= hundredths(high)


def _place_of(
    item: PlannedTask,
    homes: set[str],
    milestones: Mapping[str, str],
    tasks: Mapping[str, str],
) -> Iterator[PlanProblem]:
    wrong = []
    if item.project not in homes:
        wrong.append(("project", _("Its project is missing.")))
    if item.milestone is not None and milestones.get(item.milestone) != item.project:
        wrong.append(("milestone", _("Its milestone is not in its project.")))
    if isinstance(item.parent, str) and tasks.get(item.parent) != item.project:
        wrong.append(("parent", _("What it is part of is not in its project.")))
    for field, message in wrong:
        yield PlanProblem("task", item.local_id, field, message)


def _of_links(work: PlannedWork, tasks: Mapping[str, str]) -> Iterator[PlanProblem]:
    seen: set[tuple[Node, Node]] = set()
    for link in work.dependencies:
        ends = (link.predecessor, link.successor)
        where = str(link.successor)
        if any(isinstance(end, str) and end not in tasks for end in ends):
            message = _("One of the two tasks is missing.")
            yield PlanProblem("dependency", where, "predecessor", message)
        if ends[0] == ends[1]:
            message = _("A task does not wait for itself.")
            yield PlanProblem("dependency", where, "predecessor", message)
        if ends in seen:
            message = _("It waits for that already.")
            yield PlanProblem("dependency", where, "predecessor", message)
        if link.kind not in LINK_KINDS or link.lag_unit not in LAG_UNITS:
            message = _("This kind of link is not known.")
            yield PlanProblem("dependency", where, "kind", message)
        seen.add(ends)


def _title(kind: str, local_id: str, text: str, *, most: int) -> Iterator[PlanProblem]:
    field = "name" if kind == "project" else "title"
    if not text.strip():
        yield PlanProblem(kind, local_id, field, _("It needs a name."))
    elif len(text) > most:
        message = _("It is longer than %(most)d characters.") % {"most": most}
        yield PlanProblem(kind, local_id, field, message)


def _backwards(item: PlannedProject | PlannedTask) -> bool:
    return (
        item.starts_on is not None
        and item.due_on is not None
        and item.due_on < item.starts_on
    )


def circle_in(edges: Iterable[tuple[Node, Node]]) -> list[Node]:
    """Return the nodes of one circle, the first again at the end; empty if none.

    Takes away what nothing leads to, again and again; what stays holds a circle.
    """
    following: dict[Node, list[Node]] = defaultdict(list)
    before: Counter[Hashable] = Counter()
    for first, second in edges:
        following[first].append(second)
        before[second] += 1
        before[first] += 0
    free: list[Any] = [node for node, count in before.items() if count == 0]
    for node in free:
        for after in following.get(node, ()):
            before[after] -= 1
            if before[after] == 0:
                free.append(after)
    left = {node for node, count in before.items() if count > 0}
    return _walk_round(left, following) if left else []


def _walk_round(left: set[Any], following: Mapping[Node, list[Node]]) -> list[Node]:
    """Walk backwards among what is left until a node comes again.

    Every node that is left has one before it that is left, so the walk never ends.
    """
    before = {
        after: node
        for node in left
        for after in following.get(node, ())
        if after in left
    }
    place: dict[Node, int] = {}
    walk: list[Node] = []
    node: Node = next(iter(left))
    while node not in place:
        place[node] = len(walk)
        walk.append(node)
        node = before[node]
    circle = walk[place[node] :]
    return [*circle, circle[0]][::-1]
