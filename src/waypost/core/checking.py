"""Checking and inserting thousands of new rows, with the answers that one would get.

`Recorder.create` asks the database once for each rule of a row. Here each row's values
are checked in memory and the rules are left to the database; only when it refuses are
the rows taken one at a time, to find which it was and to say why in words.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction

from waypost.core import bulk
from waypost.core.history import Recorder

Row = TypeVar("Row", bound=models.Model)


class RowRefused(ValidationError):
    """One of many rows is refused; `at` is its place among them."""

    def __init__(self, at: int, error: ValidationError | PermissionDenied) -> None:
        is_invalid = isinstance(error, ValidationError)
        super().__init__(error.messages if is_invalid else [str(error)])  # type: ignore[union-attr]  # it has them
        self.at = at


@contextmanager
def row_at(at: int) -> Iterator[None]:
    """Say which of many rows was refused."""
    try:
        yield
    except RowRefused:
        raise
    except (ValidationError, PermissionDenied) as error:
        raise RowRefused(at, error) from error


def create_checked(change: Recorder, rows: Sequence[Row]) -> Sequence[Row]:
    """Check and insert new rows of one model.

    Raises
    ------
    RowRefused
        If one does not fit; the database has none of them then.
    """
    if not rows:
        return rows
    relations = {f.name for f in rows[0]._meta.concrete_fields if f.is_relation}
    for at, row in enumerate(rows):
        with row_at(at):
            row.clean_fields(exclude=relations)
            row.clean()
    fresh = [row.pk is None for row in rows]
    try:
        with transaction.atomic():
            change.create_many(rows)
    except IntegrityError:
        _take_singly(rows, fresh)
        raise
    return rows


def _take_singly(rows: Sequence[models.Model], fresh: Sequence[bool]) -> None:
    """Find the row that is refused, and say why; nothing of it stays."""
    with transaction.atomic():
        for at, (row, is_fresh) in enumerate(zip(rows, fresh, strict=True)):
            row._state.adding = True
            if is_fresh:
                row.pk = None
            with row_at(at):
                row.full_clean()
            row.save(force_insert=True)


Values = Mapping[str, Any]


def update_checked(
    change: Recorder, edits: Sequence[tuple[Row, Values]]
) -> Sequence[tuple[Row, set[str]]]:
    """Set and save what differs of many rows of one model; return which fields did.

    Raises
    ------
    RowRefused
        If one does not fit; the database has none of the changes then.
    """
    changed = []
    for at, (row, values) in enumerate(edits):
        names = {name for name, value in values.items() if _differs(row, name, value)}
        for name in names:
            setattr(row, name, values[name])
        others = {f.name for f in row._meta.concrete_fields if f.name not in names}
        relations = {f.name for f in row._meta.concrete_fields if f.is_relation}
        with row_at(at):
            row.clean_fields(exclude=others | relations)
            row.clean()
        changed.append((row, names))
    alike: dict[frozenset[str], list[Row]] = defaultdict(list)
    for row, names in changed:
        if names:
            alike[frozenset(names)].append(row)
    try:
        with transaction.atomic():
            for fields, rows in alike.items():
                change.update_many(rows, sorted(fields))
    except IntegrityError:
        _save_singly([row for row, _names in changed])
        raise
    return changed


def _differs(row: models.Model, name: str, value: Any) -> bool:
    field: Any = row._meta.get_field(name)
    if field.is_relation:
        return bool(getattr(row, field.attname) != getattr(value, "pk", None))
    return bool(field.get_prep_value(getattr(row, name)) != field.get_prep_value(value))


def _save_singly(rows: Sequence[models.Model]) -> None:
    """Find the row that is refused, and say why; nothing of it stays."""
    with transaction.atomic():
        for at, row in enumerate(rows):
            with row_at(at):
                row.full_clean()
            row.save()


def ids_for(rows: Sequence[models.Model]) -> None:
    """Give new rows of one model their ids, so that they can name each other."""
    if rows:
        ids = bulk.next_ids(type(rows[0]), len(rows))
        for row, pk in zip(rows, ids, strict=True):
            row.pk = pk


def once_each(check: Callable[..., Any]) -> Callable[..., None]:
    """Return a check that asks once for the same things, however many rows they have.

    Keyword arguments that are rows count as the same by their ids.
    """
    passed: set[tuple[Any, ...]] = set()

    def asked(*who: Any, **about: Any) -> None:
        key = tuple(
            getattr(value, "pk", None) or value for value in (*who, *about.values())
        )
        if key not in passed:
            check(*who, **about)
            passed.add(key)

    return asked
