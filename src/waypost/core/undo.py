"""Undo: rows get back what a change set took from them.

A row that was edited after the change set is not touched: it is listed, and left to
the person. What such a row needs (its project, its milestone) stays with it.

What is to be done is worked out before the lock is taken. Who takes it looks whether
anything was written meanwhile, and only then works it out once more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from waypost.core import db, garbage, history, registry
from waypost.core.access import require
from waypost.core.models import Change, ChangeSet, ExternalReference
from waypost.core.registry import label_of

CHUNK = 900  # SQLite takes at most some thousand parameters in one statement
REMOVED = 10_000  # rows that one statement removes
MUCH = 5_000
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
    """What undoing a change set would do.

    `remove` holds ids of rows by model, `restore` the ids of changes whose former
    values come back, `seen` tells what had been written when it was worked out.
    """

    change_set: ChangeSet
    seen: tuple[int, int]
    remove: dict[str, list[int]] = field(default_factory=dict)
    restore: list[int] = field(default_factory=list)
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
    seen = _seen(change_set)
    made = _Made(change_set)
    standing = made.standing()
    edited = _edited_since(made)
    used = _used_by_others(made, standing)
    kept = (edited & standing) | set(used)
    kept |= _needed_by(kept, standing)
    plan = UndoPlan(change_set, seen)
    for model, row_id in sorted(standing - kept):
        plan.remove.setdefault(model, []).append(row_id)
    plan.restore = made.restorable(edited)
    plan.kept = _describe(edited, used)
    return plan


def undo(
    *, change_set: ChangeSet, actor: Any, now: datetime, plan: UndoPlan | None = None
) -> UndoPlan:
    """Take a change set back and return what was done.

    Who did it may undo it, and so may an admin. A `plan` that was shown before is
    followed if nothing was written since.

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
        with garbage.uncollected():
            ready = plan or plan_undo(change_set)
            with _thrift(ready), transaction.atomic():
                return _undo(ready, actor, now)
    except IntegrityError as error:
        message = _("Something else has taken its place since: %(why)s")
        raise CannotUndo(message % {"why": error}) from error


def _thrift(plan: UndoPlan) -> AbstractContextManager[None]:
    """Return in what much is undone: without the database mapped into memory."""
    return db.lean() if plan.count > MUCH else nullcontext()


def _undo(plan: UndoPlan, actor: Any, now: datetime) -> UndoPlan:
    locked = ChangeSet.objects.select_for_update().get(pk=plan.change_set.pk)
    if locked.undone_by_id is not None or plan.seen != _seen(locked):
        plan = plan_undo(locked)
    with history.change(actor=actor, now=now, verb="core.undo") as change:
        record = change.change_set
        record.undoes = locked
        record.summary = locked.summary
        record.subject_kind, record.subject_id = locked.subject_kind, locked.subject_id
        record.save()
        _put_back(plan, change)
        for label, ids in plan.remove.items():
            for start in range(0, len(ids), REMOVED):
                chunk = ids[start : start + REMOVED]
                change.unhang(apps.get_model(label), chunk)
                change.remove_many(apps.get_model(label), chunk)
        locked.undone_by = record
        locked.save(update_fields=["undone_by"])
        if locked.undoes_id is not None:  # redo: what was undone is done again
            ChangeSet.objects.filter(pk=locked.undoes_id).update(undone_by=None)
        change.emit("core.undone", change_set=locked.pk)
    return plan


def _seen(change_set: ChangeSet) -> tuple[int, int]:
    """Return what tells whether anything was written in between: last, and how many.

    Ids do not commit in the order in which they are given, so the last is not enough.
    """
    since = Change.objects.filter(change_set__gte=change_set.pk)
    found = since.aggregate(last=Max("pk"), count=Count("pk"))
    return found["last"] or 0, found["count"]


class _Made:
    """What a change set did, asked for without naming each row."""

    def __init__(self, change_set: ChangeSet) -> None:
        self.change_set = change_set
        rows = change_set.changes.order_by().values_list("model").distinct()
        self.labels = sorted(label for (label,) in rows)

    def changes(self, label: str, **facts: Any) -> models.QuerySet[Change]:
        """Return its changes of rows of a model."""
        return Change.objects.filter(change_set=self.change_set, model=label, **facts)

    def created(self, label: str) -> models.QuerySet[Change]:
        """Return those by which a row came into being."""
        return self.changes(label, kind=Change.Kind.CREATED)

    def standing(self) -> set[RowRef]:
        """Return the rows that it created and that stand here still."""
        found: set[RowRef] = set()
        for label in self.labels:
            ids = self.created(label).values("row_id")
            rows = apps.get_model(label)._base_manager.filter(pk__in=ids)
            found |= {(label, pk) for pk in rows.values_list("pk", flat=True)}
        return found

    def restorable(self, edited: set[RowRef]) -> list[int]:
        """Return the changes whose former values come back, the oldest first."""
        changes = self.change_set.changes.exclude(kind=Change.Kind.CREATED)
        rows = changes.order_by("pk").values_list("pk", "model", "row_id")
        return [pk for pk, label, row in rows.iterator() if (label, row) not in edited]


def _put_back(plan: UndoPlan, change: history.Recorder) -> None:
    """Bring back deleted rows, then former values; the oldest of a row's wins."""
    former: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    back: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for chunk in _chunks(plan.restore):
        deleted = []
        for was in Change.objects.filter(pk__in=chunk).order_by("pk"):
            model = apps.get_model(was.model)
            values = _values_from(model, was.before or {})
            if was.kind == Change.Kind.DELETED:
                deleted.append(model(**values))
            else:
                known = former[was.model].setdefault(was.row_id, {})
                known |= {k: v for k, v in values.items() if k not in known}
        change.create_many(deleted)
        for row in deleted:
            back[type(row)].append(row)
    for model, rows in back.items():
        _require_targets(model, rows)
    for label, values_of in former.items():
        _change_back(apps.get_model(label), values_of, change)


def _require_targets(model: type[models.Model], rows: list[models.Model]) -> None:
    """Refuse to bring back rows of which something else is gone that they name.

    The database would refuse as well, when the transaction ends, and without words.
    """
    for column in filter(attrgetter("is_relation"), model._meta.concrete_fields):
        target: Any = column.related_model
        named = {getattr(row, column.attname) for row in rows} - {None}
        there = target._base_manager.filter(pk__in=db.listed(sorted(named)))
        if named and named - set(there.values_list("pk", flat=True)):
            message = _(
                "A %(row)s cannot come back: the %(target)s that it refers to was"
                " deleted since. Bring that back first."
            )
            names = (model._meta.verbose_name, target._meta.verbose_name)
            raise CannotUndo(message % dict(zip(("row", "target"), names, strict=True)))


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


def _edited_since(made: _Made) -> set[RowRef]:
    """Return the rows that a later change set, itself not undone, has touched."""
    last = made.change_set.changes.aggregate(last=Max("pk"))["last"] or 0
    later = Change.objects.filter(
        pk__gt=last, change_set__undone_by=None, change_set__undoes=None
    ).exclude(change_set=made.change_set)
    touched: set[RowRef] = set()
    for label in made.labels:
        ids = made.changes(label).values("row_id")
        found = later.filter(model=label, row_id__in=ids).order_by().distinct()
        touched |= {(label, pk) for pk in found.values_list("row_id", flat=True)}
    return touched


def _used_by_others(made: _Made, standing: set[RowRef]) -> dict[RowRef, str]:
    """Return the created rows that a row from elsewhere points at, and which one."""
    used: dict[RowRef, str] = {}
    for label in sorted({label for label, _pk in standing}):
        ids = made.created(label).values("row_id")
        for relation in _pointing_at(apps.get_model(label)):
            model: Any = relation.related_model
            column = relation.field.attname
            rows = model._base_manager.filter(**{f"{column}__in": ids})
            source = label_of(model)
            # Which rows are its own is known here: to SQLite, without statistics, it
            # is a search through the whole change set for each of them.
            for pk, target in rows.values_list("pk", column).iterator():
                if (source, pk) not in standing:
                    used[label, target] = str(model._meta.verbose_name)
        for hanger in filter(attrgetter("holds"), registry.hangers()):
            source = label_of(hanger.model)
            hung = hanger.on(label, ids).values_list("pk", "subject_id")
            for pk, target in hung.iterator():
                if (source, pk) not in standing:
                    used[label, target] = str(hanger.model._meta.verbose_name)
    return used


def _pointing_at(model: type[models.Model]) -> Iterator[Any]:
    """Yield every relation to a model, those without a way back among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation


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


def _describe(edited: set[RowRef], used: dict[RowRef, str]) -> list[Kept]:
    why = {ref: _("a %(kind)s refers to it") % {"kind": k} for ref, k in used.items()}
    why |= {ref: _("it was edited since") for ref in edited}
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


def _grouped(refs: Iterable[RowRef]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for label, row_id in refs:
        groups[label].append(row_id)
    return groups


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
