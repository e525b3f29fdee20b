"""Which rows, people and statuses here a plan from outside means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.projects.models import TaskStatus
from waypost.projects.planned import (
    PlannedPerson,
    PlannedReference,
    PlannedWork,
)
from waypost.projects.queries.plan_results import (
    MODELS,
    Item,
    PlanComparison,
    chunks,
    items_of,
)


def people_of(work: PlannedWork) -> dict[PlannedPerson, int | None]:
    """Find the people by e-mail, else by a name that only one active person has."""
    wanted: set[PlannedPerson] = set()
    for project in work.projects:
        roles = (project.manager, project.sponsor, project.reviewer)
        wanted |= {p for p in (*roles, *project.viewers) if p is not None}
    wanted |= {task.assignee for task in work.tasks if task.assignee is not None}
    if not wanted:
        return {}
    by_email: dict[str, int] = {}
    by_name: dict[str, list[int]] = defaultdict(list)
    rows = Person.objects.filter(is_active=True).values_list("pk", "email", "name")
    for pk, email, name in rows:
        by_email[email.casefold()] = pk
        by_name[_folded(name)].append(pk)
    matched: dict[PlannedPerson, int | None] = {}
    for person in wanted:
        named = by_name.get(_folded(person.name), []) if person.name else []
        alone = named[0] if len(named) == 1 else None
        matched[person] = by_email.get(person.email.strip().casefold(), alone)
    return matched


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def statuses_of(
    work: PlannedWork, statuses: list[TaskStatus]
) -> dict[tuple[str, str], TaskStatus]:
    """Find the statuses by name, else the first of the kind; some may be missing."""
    by_name: dict[str, TaskStatus] = {}
    by_kind: dict[str, TaskStatus] = {}
    for status in statuses:
        by_name.setdefault(_folded(status.name), status)
        by_kind.setdefault(status.kind, status)
    found: dict[tuple[str, str], TaskStatus] = {}
    for name, kind in {(task.status, task.status_kind) for task in work.tasks}:
        same = by_name.get(_folded(name))
        chosen = same if same and same.kind == kind else by_kind.get(kind)
        if chosen is not None:
            found[name, kind] = chosen
    return found


def match(comparison: PlanComparison, kind: str) -> None:
    """Find the rows that stand here already, by their references."""
    ids: dict[str, dict[str, Item]] = defaultdict(dict)
    for item in items_of(comparison.work, kind):
        if item.reference is not None:
            ids[item.reference.system][item.reference.external_id] = item
    # Rows are met one by one: all at once, their extras would fill the memory.
    found: dict[str, tuple[int, int]] = {}
    fuller: dict[str, tuple[int, PlannedReference]] = {}
    for system, items in ids.items():
        for row in _references(kind, system, items):
            item = items[row.external_id]
            found[item.local_id] = (row.pk, row.subject_id)
            if item.reference is not None and _says_more(row, item.reference):
                fuller[item.local_id] = (row.pk, item.reference)
    standing = _standing(MODELS[kind], [pk for _row, pk in found.values()])
    known = comparison.known[kind] = {}
    for local_id, (row_pk, pk) in found.items():
        if pk not in standing:  # it was deleted around the actions
            comparison.stale_references.append(row_pk)
            continue
        known[local_id] = pk
        if local_id in fuller:
            comparison.referred.append(fuller[local_id])


def _references(
    kind: str, system: str, external_ids: Iterable[str]
) -> Iterator[ExternalReference]:
    label = label_of(MODELS[kind])
    for chunk in chunks(list(external_ids)):
        yield from ExternalReference.objects.filter(
            subject_kind=label, system=system, external_id__in=chunk
        )


def _says_more(row: ExternalReference, planned: PlannedReference) -> bool:
    url = planned.url or row.url
    return row.url != url or planned.extras != row.extras


def _standing(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(sorted(ids)):
        rows = model._base_manager.filter(pk__in=chunk)
        found |= set(rows.values_list("pk", flat=True))
    return found
