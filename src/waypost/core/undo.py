"""Undo: rows get back what a change set took from them.

A row that was edited after the change set is not touched: it is listed, and left to
the person. What such a row needs (its project, its milestone) stays with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.core.access import require
from waypost.core.models import Change, ChangeSet, ExternalReference
from waypost.core.registry import label_of

CHUNK = 900  # SQLite takes at most some thousand parameters in one statement
RowRef = tuple[str, int]


class CannotUndo(Exception):
    """The change set cannot be taken back; the message says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that undo leaves alone."""

    model: str
    row_id: int
    label: str
    why: str


@dataclass(slots=True)
class UndoPlan:
    """What undoing a change set would do."""

    change_set: ChangeSet
    remove: dict[str, list[int]] = field(default_factory=dict)
    restore: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows would change."""
        return sum(map(len, self.remove.values())) + len(self.restore)


def plan_undo(change_set: ChangeSet) -> UndoPlan:
    """Work out what undoing would remove, restore and leave alone.

    A fixed number of queries for each model that the change set touched.

    Raises
    ------
    CannotUndo
        If it was undone already.
    """
    if change_set.undone_by_id is not None:
        raise CannotUndo(_("This was undone already."))
    changes = list(change_set.changes.order_by("pk"))
    edited = _edited_since(change_set, changes)
    created = [c for c in changes if c.kind == Change.Kind.CREATED]
    standing = {_ref(c) for c in created} & _existing(created)
    used = _used_by_others(standing)
    kept = (edited & standing) | set(used)
    kept |= _needed_by(kept, standing)
    plan = UndoPlan(change_set)
    for model, row_id in sorted(standing - kept):
        plan.remove.setdefault(model, []).append(row_id)
    plan.restore = [
        c for c in changes if c.kind != Change.Kind.CREATED and _ref(c) not in edited
    ]
    plan.kept = _describe(edited, used, standing, changes)
    return plan


def undo(*, change_set: ChangeSet, actor: Any, now: datetime) -> UndoPlan:
    """Take a change set back and return what was done.

    Who did it may undo it, and so may an admin.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither.
    CannotUndo
        If it was undone already, or if what it deleted cannot come back because
        another row has taken its place.
    """
    own = change_set.actor_id == actor.pk
    require(own or actor.is_admin, _("Only who did this can undo it, or an admin."))
    try:
        with transaction.atomic():
            return _undo(change_set, actor, now)
    except IntegrityError as error:
        message = _("Something else has taken its place since: %(why)s")
        raise CannotUndo(message % {"why": error}) from error


def _undo(change_set: ChangeSet, actor: Any, now: datetime) -> UndoPlan:
    locked = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
    plan = plan_undo(locked)
    with history.change(actor=actor, now=now, verb="core.undo") as change:
        record = change.change_set
        record.undoes = locked
        record.summary = locked.summary
        record.subject_kind, record.subject_id = locked.subject_kind, locked.subject_id
        record.save()
        _put_back(plan, change)
        _take_away(plan, change)
        locked.undone_by = record
        locked.save(update_fields=["undone_by"])
        if locked.undoes_id is not None:  # redo: what was undone is done again
            ChangeSet.objects.filter(pk=locked.undoes_id).update(undone_by=None)
        change.emit("core.undone", change_set=locked.pk)
    return plan


def _put_back(plan: UndoPlan, change: history.Recorder) -> None:
    """Bring back deleted rows, then former values; the oldest of a row's wins."""
    deleted: dict[str, list[models.Model]] = defaultdict(list)
    former: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for was in reversed(plan.restore):
        model = apps.get_model(was.model)
        values = _values_from(model, was.before or {})
        if was.kind == Change.Kind.DELETED:
            deleted[was.model].append(model(**values))
        else:
            former[was.model].setdefault(was.row_id, {}).update(values)
    for rows in deleted.values():
        change.create_many(rows)
    for label, values_of in former.items():
        _change_back(apps.get_model(label), values_of, change)


def _change_back(
    model: type[models.Model],
    former: dict[int, dict[str, Any]],
    change: history.Recorder,
) -> None:
    """Give rows their former values, together where the same fields had changed."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, values in former.items():
        groups[tuple(sorted(values))].append(pk)
    for columns, ids in groups.items():
        names = [_field_name(model, column) for column in columns]
        for chunk in _chunks(ids):
            rows = list(model._base_manager.filter(pk__in=chunk))
            for row in rows:
                for column in columns:
                    setattr(row, column, former[row.pk][column])
            change.update_many(rows, names)


def _take_away(plan: UndoPlan, change: history.Recorder) -> None:
    for label, ids in plan.remove.items():
        model = apps.get_model(label)
        for chunk in _chunks(ids):
            rows = model._base_manager.filter(pk__in=chunk)
            change.forget(list(rows))
            # Raw: references among removed rows are checked when all are gone.
            rows._raw_delete("default")


def _edited_since(change_set: ChangeSet, changes: list[Change]) -> set[RowRef]:
    """Return the rows that a later change set, itself not undone, has touched."""
    if not changes:
        return set()
    last = changes[-1].pk
    later = Change.objects.filter(
        pk__gt=last, change_set__undone_by=None, change_set__undoes=None
    ).exclude(change_set=change_set)
    touched: set[RowRef] = set()
    for label, ids in _grouped(map(_ref, changes)).items():
        for chunk in _chunks(ids):
            found = later.filter(model=label, row_id__in=chunk)
            touched |= {(label, pk) for pk in found.values_list("row_id", flat=True)}
    return touched


def _existing(changes: Iterable[Change]) -> set[RowRef]:
    found: set[RowRef] = set()
    for label, ids in _grouped(map(_ref, changes)).items():
        manager = apps.get_model(label)._base_manager
        for chunk in _chunks(ids):
            pks = manager.filter(pk__in=chunk).values_list("pk", flat=True)
            found |= {(label, pk) for pk in pks}
    return found


def _used_by_others(standing: set[RowRef]) -> dict[RowRef, str]:
    """Return the created rows that a row from elsewhere points at, and which one."""
    used: dict[RowRef, str] = {}
    for label, ids in _grouped(standing).items():
        for relation in apps.get_model(label)._meta.related_objects:
            model: Any = relation.related_model
            column = relation.field.attname
            for chunk in _chunks(ids):
                rows = model._base_manager.filter(**{f"{column}__in": chunk})
                for pk, target in rows.values_list("pk", column).iterator():
                    if (label_of(model), pk) not in standing:
                        used[label, target] = str(model._meta.verbose_name)
    return used


def _needed_by(kept: set[RowRef], standing: set[RowRef]) -> set[RowRef]:
    """Return what the kept rows point at, and what those point at, and so on."""
    needed: set[RowRef] = set()
    fresh = kept
    while fresh:
        targets = set(_targets(fresh)) | _references_of(fresh)
        fresh = (targets & standing) - kept - needed
        needed |= fresh
    return needed


def _targets(refs: Iterable[RowRef]) -> Iterator[RowRef]:
    for label, ids in _grouped(refs).items():
        model = apps.get_model(label)
        foreign = [f for f in model._meta.concrete_fields if f.many_to_one]
        for chunk in _chunks(ids):
            for row in model._base_manager.filter(pk__in=chunk):
                for f in foreign:
                    target = getattr(row, f.attname)
                    if target is not None and f.related_model is not None:
                        yield label_of(f.related_model), target


def _references_of(refs: Iterable[RowRef]) -> set[RowRef]:
    """Return the external references of rows: they are how an import finds them."""
    label = label_of(ExternalReference)
    found: set[RowRef] = set()
    for kind, ids in _grouped(refs).items():
        for chunk in _chunks(ids):
            rows = ExternalReference.objects.filter(
                subject_kind=kind, subject_id__in=chunk
            )
            found |= {(label, pk) for pk in rows.values_list("pk", flat=True)}
    return found


def _describe(
    edited: set[RowRef],
    used: dict[RowRef, str],
    standing: set[RowRef],
    changes: list[Change],
) -> list[Kept]:
    touched = {_ref(c) for c in changes}
    why = {ref: _("a %(kind)s refers to it") % {"kind": k} for ref, k in used.items()}
    why |= {ref: _("it was edited since") for ref in edited & touched}
    kept = []
    for label, ids in _grouped(why).items():
        manager = apps.get_model(label)._base_manager
        for chunk in _chunks(ids):
            for row in manager.filter(pk__in=chunk):
                ref = (label, row.pk)
                kept.append(Kept(label, row.pk, _name_of(row), why[ref]))
    return kept


def _name_of(row: models.Model) -> str:
    return str(getattr(row, "title", None) or getattr(row, "name", None) or row)


def _values_from(model: type[models.Model], before: dict[str, Any]) -> dict[str, Any]:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {
        name: None if value is None else fields[name].to_python(value)
        for name, value in before.items()
        if name in fields  # a column dropped by a later release stays dropped
    }


def _field_name(model: type[models.Model], attname: str) -> str:
    return next(f.name for f in model._meta.concrete_fields if f.attname == attname)


def _ref(change: Change) -> RowRef:
    return change.model, change.row_id


def _grouped(refs: Iterable[RowRef]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for label, row_id in refs:
        groups[label].append(row_id)
    return groups


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
