"""Names in place of ids, in what a comparison shows to people."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from django.db import models

from waypost.people.models import Calendar, Person
from waypost.projects.models import Milestone, Task, TaskStatus
from waypost.projects.queries.plan_results import (
    FieldChange,
    PlanComparison,
    chunks,
)

_NAMED: dict[str, tuple[type[models.Model], str]] = {
    "status": (TaskStatus, "name"),
    "assignee": (Person, "name"),
    "manager": (Person, "name"),
    "sponsor": (Person, "name"),
    "reviewer": (Person, "name"),
    "calendar": (Calendar, "name"),
    "milestone": (Milestone, "title"),
    "parent": (Task, "title"),
}


def say_names(comparison: PlanComparison) -> None:
    """Put names where changes hold ids: one query for each kind of thing."""
    ids: dict[str, set[int]] = defaultdict(set)
    for update in comparison.updated:
        for change in update.fields:
            if change.field in _NAMED:
                both = (change.before, change.after)
                ids[change.field] |= {pk for pk in both if isinstance(pk, int)}
    names: dict[str, dict[int, str]] = {}
    for name, wanted in ids.items():
        model, column = _NAMED[name]
        names[name] = {}
        for chunk in chunks(sorted(wanted)):
            rows = model._base_manager.filter(pk__in=chunk)
            names[name] |= dict(rows.values_list("pk", column))
    comparison.updated = [
        replace(update, fields=tuple(_named_change(c, names) for c in update.fields))
        for update in comparison.updated
    ]


def _named_change(
    change: FieldChange, names: Mapping[str, Mapping[int, str]]
) -> FieldChange:
    known = names.get(change.field)
    if known is None:
        return change

    def said(value: object) -> object:
        return known.get(value, value) if isinstance(value, int) else value

    return FieldChange(change.field, said(change.before), said(change.after))
