"""What people changed here since the last import stays, until the file changes it too.

A file says again what it said before. Where somebody has changed a field here since,
the file's old value is no news, and the person's stays. Where the file itself has
changed since, the file wins, and the preview shows both. History tells the two apart:
it knows what an import left in a field, from the first change that a person made.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from waypost.core.models import Change
from waypost.core.registry import label_of
from waypost.exchange.reading.said import say
from waypost.exchange.taking.troubles import LEAVE_AS_IT_IS, Troubles
from waypost.projects.models import Dependency, Milestone, Project, Task
from waypost.projects.queries import PlanComparison
from waypost.projects.queries.plan_results import PlanUpdate

IMPORTED = "exchange.import_file"
BY_FILE = {IMPORTED, "projects.write_plan"}
CHUNK = 900
MODELS: dict[str, type[models.Model]] = {
    "project": Project,
    "milestone": Milestone,
    "task": Task,
    "dependency": Dependency,
}
# Fields that only make sense together.
TOGETHER = ({"constraint", "constraint_on"}, {"status_id", "done_at"})
Values = dict[str, Any]


@dataclass(slots=True)
class Edits:
    """Fields that stay as people set them, and those where the file overrules them."""

    kept: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    overruled: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many fields stay as they are here."""
        return sum(map(len, self.kept.values()))


def leave_edits(comparison: PlanComparison, troubles: Troubles) -> Edits:
    """Take out of a comparison what people changed here and the file did not."""
    edits = Edits()
    by_kind: dict[str, list[PlanUpdate]] = defaultdict(list)
    for update in comparison.updated:
        by_kind[update.kind].append(update)
    remaining: list[PlanUpdate] = []
    for kind, updates in by_kind.items():
        model = MODELS[kind]
        imported = _imported(model, [update.pk for update in updates])
        for update in updates:
            left = _without_edits(update, imported.get(update.pk, {}), edits)
            remaining.append(left) if left else _count_unchanged(comparison, kind)
    comparison.updated = remaining
    _leave_impossible(comparison, troubles)
    return edits


def _count_unchanged(comparison: PlanComparison, kind: str) -> None:
    comparison.unchanged[kind] += 1


def _imported(model: type[models.Model], ids: list[int]) -> dict[int, Values]:
    """Return what an import left in fields that people changed later, by row."""
    found: dict[int, Values] = defaultdict(dict)
    for start in range(0, len(ids), CHUNK):
        rows = Change.objects.filter(
            model=label_of(model),
            row_id__in=ids[start : start + CHUNK],
            kind=Change.Kind.CHANGED,
            # What was taken back was never said, neither by a file nor by a person.
            change_set__undone_by=None,
            change_set__undoes=None,
        )
        said = rows.order_by("pk").values_list("row_id", "change_set__verb", "before")
        for row_id, verb, before in said.iterator():
            for name, value in (before or {}).items():
                if verb in BY_FILE:
                    found[row_id].pop(name, None)
                else:
                    found[row_id].setdefault(name, value)
    return found


def _without_edits(
    update: PlanUpdate, imported: Values, edits: Edits
) -> PlanUpdate | None:
    """Return an update without the fields that stay; None if nothing is left."""
    if not imported:
        return update
    fields = {f.attname: f for f in MODELS[update.kind]._meta.concrete_fields}
    same = {
        name
        for name, value in update.values.items()
        if name in imported and _python(fields[name], imported[name]) == value
    }
    overruled = (imported.keys() & update.values.keys()) - same
    for group in TOGETHER:
        if same & group and (update.values.keys() & group) - same:
            same -= group
    if same:
        edits.kept[update.kind, update.pk] = same
    if overruled:
        edits.overruled[update.kind, update.pk] = set(overruled)
    return _less(update, same)


def _python(column: Any, value: Any) -> Any:
    return None if value is None else column.to_python(value)


def _less(update: PlanUpdate, names: set[str]) -> PlanUpdate | None:
    pairs = list(zip(update.fields, update.values.items(), strict=True))
    left = [(said, item) for said, item in pairs if item[0] not in names]
    if not left:
        return None
    return replace(
        update,
        fields=tuple(said for said, _item in left),
        values=dict(item for _said, item in left),
    )


def _leave_impossible(comparison: PlanComparison, troubles: Troubles) -> None:
    """Leave fields as they are that would not fit what stands beside them here."""
    stored = _stored(comparison.updated)
    result = []
    for update in comparison.updated:
        names: set[str] = set()
        row = stored.get((update.kind, update.pk))
        if row is not None:
            names = _unfit(row | update.values) & update.values.keys()
        left = _less(update, names) if names else update
        if names:
            reason = _("does not fit what stands here beside it")
            troubles.note(
                update.local_id,
                ", ".join(sorted(names)),
                say(reason),
                LEAVE_AS_IT_IS,
                text=", ".join(str(update.values[name]) for name in sorted(names)),
            )
        if left:
            result.append(left)
        else:
            _count_unchanged(comparison, update.kind)
    comparison.updated = result


WATCHED = {
    "project": ("starts_on", "due_on"),
    "task": (
        "starts_on",
        "due_on",
        "constraint",
        "constraint_on",
        "low_hours",
        "estimate_hours",
        "high_hours",
    ),
}


def _stored(updates: list[PlanUpdate]) -> dict[tuple[str, int], Values]:
    """Return what stands here in fields that depend on each other."""
    found: dict[tuple[str, int], Values] = {}
    for kind, names in WATCHED.items():
        ids = [
            update.pk
            for update in updates
            if update.kind == kind and update.values.keys() & set(names)
        ]
        for row in _rows(MODELS[kind], ids, names):
            found[kind, row["pk"]] = row
    return found


def _rows(
    model: type[models.Model], ids: list[int], names: tuple[str, ...]
) -> Iterator[Values]:
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        yield from model._base_manager.filter(pk__in=chunk).values("pk", *names)


def _unfit(row: Mapping[str, Any]) -> set[str]:
    wrong: set[str] = set()
    start, due = row.get("starts_on"), row.get("due_on")
    if start and due and due < start:
        wrong |= {"starts_on", "due_on"}
    if row.get("constraint", "none") != "none" and not row.get("constraint_on"):
        wrong |= {"constraint", "constraint_on"}
    low, likely, high = (
        row.get(name) for name in ("low_hours", "estimate_hours", "high_hours")
    )
    if low is not None and high is not None and not low <= (likely or 0) <= high:
        wrong.add("estimate_hours")
    return wrong
