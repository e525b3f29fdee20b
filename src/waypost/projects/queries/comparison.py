"""What taking a plan from outside would do, worked out before anything is written.

Rows that the source brought before are found by their external references: they are
updated, never doubled. What the source no longer holds is listed, never deleted.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from waypost.core.models import Change, ExternalReference
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.models import Milestone, Project, Task, TaskStatus
from waypost.projects.planned import (
    PlannedTask,
    PlannedWork,
)
from waypost.projects.queries.plan_checks import (
    Node,
    PlanProblem,
    circle_in,
    problems_of,
)
from waypost.projects.queries.plan_links import compare_dependencies
from waypost.projects.queries.plan_matching import match, people_of, statuses_of
from waypost.projects.queries.plan_names import say_names
from waypost.projects.queries.plan_results import (
    MODELS,
    PlanComparison,
    Vanished,
    chunks,
    items_of,
    node_of,
    note,
)
from waypost.projects.queries.values import (
    Found,
    Values,
    milestone_values,
    project_values,
    task_values,
)


def compare_plan(*, viewer: Person, work: PlannedWork) -> PlanComparison:
    """Work out what taking `work` would do; reads only, and takes no lock.

    Raises
    ------
    waypost.core.access.Denied
        If `viewer` may not import.
    """
    access.require_import(viewer)
    seen = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    last = ExternalReference.objects.aggregate(last=Max("pk"))["last"] or 0
    statuses = list(TaskStatus.objects.order_by("position", "pk"))
    found = Found(
        people=people_of(work),
        statuses=statuses_of(work, statuses),
        by_pk={status.pk: status for status in statuses},
    )
    comparison = PlanComparison(work=work, found=found, seen=seen, last_reference=last)
    comparison.problems.extend(problems_of(work))
    if comparison.problems:
        return comparison
    for kind in MODELS:
        match(comparison, kind)
    comparison.known["project"] |= {
        item.local_id: item.pk for item in work.projects if item.pk is not None
    }
    _compare_projects(comparison, viewer)
    if comparison.problems:
        return comparison
    _compare_milestones(comparison)
    parents = _compare_tasks(comparison)
    compare_dependencies(comparison, viewer, parents)
    _list_vanished(comparison)
    say_names(comparison)
    return comparison


def _rows(model: type[Any], ids: Iterable[int]) -> Iterator[Any]:
    for chunk in chunks(sorted(ids)):
        yield from model._base_manager.filter(pk__in=chunk)


def _compare_projects(comparison: PlanComparison, viewer: Person) -> None:
    known = comparison.known["project"]
    rows = {row.pk: row for row in _rows(Project, known.values())}
    rights = access.rights_on_many(viewer, rows.values())
    visible = access.visible_projects(viewer).filter(pk__in=rows)
    seen = set(visible.values_list("pk", flat=True))
    for item in comparison.work.projects:
        row = rows.get(known.get(item.local_id, 0))
        if row is None:
            comparison.new_projects.append(item)
        elif row.pk not in seen or not rights[row.pk].edit:
            message = _(
                "It stands here already, and you cannot change it. Ask its manager, its"
                " sponsor or an admin to import it."
            )
            problem = PlanProblem("project", item.local_id, "reference", message)
            comparison.problems.append(problem)
        else:
            values = project_values(item, comparison.found)
            values = _without_decisions(values)
            note(comparison, "project", item.local_id, row, values)


def _without_decisions(values: Values) -> Values:
    """Leave out what a sponsor decides here, not a file."""
    decided = ("is_funded", "phase", "standing", "waiver", "visibility", "team_id")
    return {k: v for k, v in values.items() if k not in decided}


def _compare_milestones(comparison: PlanComparison) -> None:
    known = comparison.known["milestone"]
    rows = {row.pk: row for row in _rows(Milestone, known.values())}
    homes = comparison.known["project"]
    for item in comparison.work.milestones:
        row = rows.get(known.get(item.local_id, 0))
        if row is None:
            comparison.new_milestones.append(item)
        elif row.project_id != homes.get(item.project):
            _elsewhere(comparison, "milestone", item.local_id)
        else:
            values = milestone_values(item)
            note(comparison, "milestone", item.local_id, row, values)


def _elsewhere(comparison: PlanComparison, kind: str, local_id: str) -> None:
    message = _("It stands in another project here; move it there first.")
    problem = PlanProblem(kind, local_id, "project", message)
    comparison.problems.append(problem)


def _compare_tasks(comparison: PlanComparison) -> dict[Node, Node]:
    """Compare the tasks and return what each is part of, afterwards."""
    known = comparison.known["task"]
    local_of = {pk: local_id for local_id, pk in known.items()}
    items = {item.local_id: item for item in comparison.work.tasks}
    homes = comparison.known["project"]
    parents: dict[Node, Node] = {}
    for item in comparison.work.tasks:
        if item.parent is not None:
            parents[node_of(item.local_id, known)] = node_of(item.parent, known)
        if item.local_id not in known:
            comparison.new_tasks.append(item)
    for row in _rows(Task, known.values()):
        item = items[local_of[row.pk]]
        if row.parent_id is not None:
            parents.setdefault(row.pk, row.parent_id)
        if row.project_id != homes.get(item.project):
            _elsewhere(comparison, "task", item.local_id)
            continue
        values = task_values(item, comparison.found) | _place(comparison, item)
        _take_status(comparison, item, row, values)
        note(comparison, "task", item.local_id, row, values)
    circle = circle_in(parents.items())
    if circle:
        message = _("A task cannot be part of itself.")
        problem = PlanProblem("task", str(circle[0]), "parent", message)
        comparison.problems.append(problem)
    return parents


def _place(comparison: PlanComparison, item: PlannedTask) -> Values:
    """Return what the source says about where a known task stands.

    A parent or milestone that is new has no id yet: the planned item stands for it
    until it is written.
    """
    values: Values = {}
    if item.milestone is not None:
        milestones = comparison.known["milestone"]
        values["milestone_id"] = milestones.get(item.milestone, item.milestone)
    if item.parent is not None:
        values["parent_id"] = node_of(item.parent, comparison.known["task"])
    return values


def _take_status(
    comparison: PlanComparison, item: PlannedTask, row: Task, values: Values
) -> None:
    """Set the status where the source names another, or another kind."""
    status = comparison.found.statuses.get((item.status, item.status_kind))
    if status is None:
        return
    current = comparison.found.by_pk[row.status_id]
    is_named = status.name.casefold() == item.status.casefold()
    if current.kind != item.status_kind or (is_named and current.pk != status.pk):
        values["status_id"] = status.pk
    if item.status_kind != TaskStatus.Kind.DONE and row.done_at is not None:
        values["done_at"] = None
        values.setdefault("percent_done", 0)


def _list_vanished(comparison: PlanComparison) -> None:
    """List what the same systems brought into these projects, and bring no more."""
    homes = list(comparison.known["project"].values())
    for kind, model in (("milestone", Milestone), ("task", Task)):
        systems = {
            item.reference.system
            for item in items_of(comparison.work, kind)
            if item.reference is not None
        }
        held = set(comparison.known[kind].values())
        rows = model._base_manager.filter(project__in=homes).order_by("position", "pk")
        titles = dict(rows.values_list("pk", "title"))
        missing = [pk for pk in titles if pk not in held]
        for chunk in chunks(missing):
            references = ExternalReference.objects.filter(
                subject_kind=label_of(model), subject_id__in=chunk, system__in=systems
            )
            for pk, name in references.values_list("subject_id", "external_id"):
                gone = Vanished(kind, pk, titles[pk], name)
                comparison.vanished.append(gone)
