"""History: every action writes one change set, with a change for each row it touched.

From it come activity, undo (``core.undo``) and the view *as of* a past day. Actions
write through the `Recorder` that `change` yields; nothing is recorded by signals, so
bulk writes are recorded like single ones.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from waypost.core import bulk, db, keeping, news, outbox, registry
from waypost.core.models import Change, ChangeSet
from waypost.core.registry import label_of

_CHUNK = 900  # SQLite takes at most some thousand parameters in one statement
_NOTED = ("change_set", "model", "row_id", "kind", "before")
Row = TypeVar("Row", bound=models.Model)
door: ContextVar[str] = ContextVar("door", default="shell")
# Where somebody asked for it (`noting`): the change sets that were made meanwhile.
_made: ContextVar["list[int] | None"] = ContextVar("made", default=None)
_open: ContextVar["Recorder | None"] = ContextVar("open_change", default=None)
Touched = Mapping[str, set[int]]
_followers: list[Callable[[ChangeSet, Touched], None]] = []


class Stale(ValidationError):
    """Somebody else saved the row after this person had opened it."""


class Recorder:
    """Writes rows and keeps what they were before."""

    def __init__(self, change_set: ChangeSet) -> None:
        self.change_set = change_set
        self.touched: dict[str, set[int]] = {}

    def create(self, row: Row) -> Row:
        """Check and insert `row`."""
        _save(row, force_insert=True)
        self._keep_created(type(row), [row.pk])
        return row

    def update(self, row: Row, **values: Any) -> bool:
        """Set `values` on `row` and save what differs; say whether anything did."""
        # Its key stays, so who writes rows that point at it need not wait for this.
        rows = type(row)._base_manager.select_for_update(no_key=True)
        stored = rows.get(pk=row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        changed = _changed_fields(stored, row, values)
        if not changed:
            return False
        names = {field.name for field in changed}
        _save(row, exclude=_untouched(type(row), names), update_fields=names)
        before = as_stored(stored, changed)
        self._note(Change.Kind.CHANGED, [row], [before])
        return True

    def delete(self, row: models.Model) -> None:
        """Delete `row` and what hangs on it, and keep all of it for undo."""
        self._delete([row])

    def unhang(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """Delete what hangs on rows by kind and id, and keep it for undo.

        `delete` does so itself; who deletes in bulk calls it first.
        """
        label = label_of(model)
        if registry.kind(label) is None:
            return
        for hanger in registry.hangers():
            hanging = list(hanger.on(label, db.listed(ids)))
            for start in range(0, len(hanging), _CHUNK):
                self._delete(hanging[start : start + _CHUNK])

    def _delete(self, rows: Sequence[models.Model]) -> None:
        collector: Any = Collector(using="default", origin=rows[0])
        collector.collect(rows)
        for (field, _value), groups in collector.field_updates.items():
            for loosened in groups:
                self._loosen(field, list(loosened))
        going = [list(found) for found in collector.data.values()]
        # Fast deletes are querysets that Django would not fetch; history needs them.
        going += [list(queryset) for queryset in collector.fast_deletes]
        for same in filter(None, going):
            self.unhang(type(same[0]), [each.pk for each in same])
            self.forget(same)
        collector.delete()

    def create_many(self, rows: Iterable[Row]) -> list[Row]:
        """Insert rows that the action has checked, in bulk."""
        listed = list(rows)
        for model, same in _by_model(listed).items():
            bulk.insert_rows(model, same)
            self._keep_created(model, [row.pk for row in same])
        return listed

    def create_values(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        values: Sequence[tuple[Any, ...]],
        *,
        ids: Sequence[int] = (),
        ready: Set[str] = frozenset(),
    ) -> Sequence[int]:
        """Insert checked rows given as values by attribute name; return their ids.

        `ids` were taken before (`bulk.next_ids`), so that rows can name each other;
        the columns in `ready` were made so by `bulk.prepared`.
        """
        made = bulk.insert_new(model, columns, values, ids=ids, ready=ready)
        self._keep_created(model, made)
        return made

    def update_many(self, rows: Iterable[Row], fields: Iterable[str]) -> None:
        """Save `fields` of rows that the action has checked, in bulk."""
        names = list(fields)
        for model, same in _by_model(list(rows)).items():
            stored = model._base_manager.in_bulk([row.pk for row in same])
            columns = [_column(model, name) for name in names]
            before = [as_stored(stored[row.pk], columns) for row in same]
            bulk.update_rows(model, same, columns)
            self._note(Change.Kind.CHANGED, same, before)

    def about(self, subject: models.Model, summary: str = "") -> None:
        """Say which thing the change set is about, and how a feed names it."""
        self.change_set.subject_kind = label_of(subject)
        self.change_set.subject_id = subject.pk
        if summary:
            self.change_set.summary = summary[:300]
        self.change_set.save(update_fields=["subject_kind", "subject_id", "summary"])

    def emit(self, name: str, **payload: Any) -> None:
        """Tell the rest of the house, once this has committed."""
        outbox.emit(name, payload, at=self.change_set.at)

    def _loosen(self, field: Any, rows: list[models.Model]) -> None:
        before = [as_stored(row, [field]) for row in rows]
        self._note(Change.Kind.CHANGED, rows, before)

    def forget(self, rows: list[models.Model]) -> None:
        """Keep rows that the caller is about to delete."""
        before = [as_stored(row) for row in rows]
        self._note(Change.Kind.DELETED, rows, before)

    def remove_many(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """Delete rows by their ids, in bulk, and keep all of each for undo.

        What hangs on them is not looked for: the caller takes that away as well. The
        database checks references when the transaction ends.
        """
        self._touched(model).update(ids)
        keeping.keep_deleted(self.change_set.pk, model, ids)
        keeping.remove(model, ids)

    def _keep_created(self, model: type[models.Model], ids: Sequence[int]) -> None:
        self._touched(model).update(ids)
        keeping.keep_created(self.change_set.pk, model, ids)

    def _touched(self, model: type[models.Model]) -> set[int]:
        return self.touched.setdefault(label_of(model), set())

    def _note(
        self, kind: Change.Kind, rows: list[Any], before: list[bulk.Json]
    ) -> None:
        fields = [_column(Change, name) for name in _NOTED]
        pairs = list(zip(rows, before, strict=True))
        for model in _by_model(rows):
            same = [(row.pk, was) for row, was in pairs if type(row) is model]
            head = (self.change_set.pk, label_of(model))
            values = [(*head, pk, kind.value, was) for pk, was in same]
            bulk.insert_values(Change, fields, values)
            self._touched(model).update(pk for pk, _was in same)


def follow(tell: Callable[[ChangeSet, Touched], None]) -> None:
    """Let `tell` hear of each change set, in its transaction, just before it commits.

    For what must be true on the very next read, and is cheap: who has more to do, or
    may fail, listens to the outbox. Called in an app's ``apps.py``; `tell` gets the
    ids of the rows that were touched, by the label of their model.
    """
    _followers.append(tell)


@contextmanager
def change(
    *,
    actor: Any,
    now: datetime,
    verb: str,
    subject: models.Model | None = None,
    summary: str = "",
    reason: str = "",
) -> Iterator[Recorder]:
    """Open one transaction and one change set, and yield what writes into them.

    An action that calls another is one change set: the one that the person asked for.

    Parameters
    ----------
    actor
        The person who does it, or None for the house itself.
    now
        When.
    verb
        What, as ``<app>.<action>``; a feed translates it.
    subject
        The thing it is about, if it exists already; else call `Recorder.about`.
    summary, reason
        How a feed names it, and why the person did it.
    """
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        change_set = ChangeSet.objects.create(
            actor=actor,
            at=now,
            verb=verb,
            summary=summary[:300],
            reason=reason,
            door=door.get(),
            subject_kind=label_of(subject) if subject else "",
            subject_id=subject.pk if subject else None,
        )
        recorder = Recorder(change_set)
        _note_made(change_set)
        token = _open.set(recorder)
        try:
            yield recorder
            for tell in _followers:
                tell(change_set, recorder.touched)
        finally:
            _open.reset(token)


@contextmanager
def noting() -> Iterator[list[int]]:
    """Yield a list that fills with the numbers of the change sets made in the block."""
    made: list[int] = []
    token = _made.set(made)
    try:
        yield made
    finally:
        _made.reset(token)


def _note_made(change_set: ChangeSet) -> None:
    made = _made.get()
    if made is not None:
        made.append(change_set.pk)
    news.ring_on_commit()


def version_of(row: models.Model) -> int:
    """Return the number of the last change of `row`, 0 if it has none.

    A form carries it; `require_version` compares.
    """
    changes = Change.objects.filter(model=label_of(row), row_id=row.pk)
    return changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def last_change_set(actor: Any) -> int | None:
    """Return the number of the newest change set of a person: what undo takes back."""
    own = ChangeSet.objects.filter(actor=actor)
    return own.order_by("-pk").values_list("pk", flat=True).first()


def require_version(row: models.Model, version: int | None) -> None:
    """Refuse to save over what another person has saved meanwhile.

    Raises
    ------
    Stale
        If `row` was changed after `version`; None means that the caller did not look.
    """
    if version is not None and version_of(row) != version:
        message = _(
            "Somebody else has saved this since you opened it. Your text is kept here;"
            " reload the page to see theirs, then save again."
        )
        raise Stale(message, code="stale")


def as_stored(row: models.Model, fields: Iterable[Any] | None = None) -> bulk.Json:
    """Return a row's columns as JSON, by attribute name."""
    return bulk.as_json(row, row._meta.concrete_fields if fields is None else fields)


def _plain(row: models.Model, field: Any) -> Any:
    return field.get_prep_value(getattr(row, field.attname))


def _save(row: models.Model, *, exclude: Iterable[str] = (), **how: Any) -> None:
    """Check and write a row; the database judges what it holds itself.

    To ask first would cost a query for each constraint. So they are put into words only
    once it has refused, with all else that is wrong.

    Raises
    ------
    ValidationError
        For each field and rule that does not hold, in words.
    """
    skipped = set(exclude)
    try:
        row.clean_fields(exclude=skipped)
        row.clean()
        with transaction.atomic():
            row.save(**how)
    except (ValidationError, IntegrityError):
        row.full_clean(exclude=skipped)
        raise


def _untouched(model: type[models.Model], changed: set[str]) -> set[str]:
    """Return the fields that need no check: no rule joins them to what changed.

    `full_clean` asks the database once for each rule; most edits touch few of them.
    """
    checked = set(changed)
    for constraint in model._meta.constraints:
        named = _named_by(constraint)
        if named & changed:
            checked |= named
    return {field.name for field in model._meta.concrete_fields} - checked


def _named_by(constraint: models.BaseConstraint) -> set[str]:
    condition = getattr(constraint, "condition", None)
    joined = condition.referenced_base_fields if isinstance(condition, models.Q) else ()
    return {*getattr(constraint, "fields", ()), *joined}


def _changed_fields(
    stored: models.Model, row: models.Model, values: Iterable[str]
) -> list[Any]:
    fields = [row._meta.get_field(name) for name in values]
    return [f for f in fields if _plain(stored, f) != _plain(row, f)]


def _column(model: type[models.Model], name: str) -> bulk.Field:
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def _by_model(rows: list[Row]) -> dict[type[Row], list[Row]]:
    groups: dict[type[Row], list[Row]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return groups
