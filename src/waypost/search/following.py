"""Follows each change set in its own transaction: what was written is found at once.

A change set that touches much, and a new name that stands in the words of much, are
handed to the worker instead of being paid under the write lock.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps

from waypost.core import searchable
from waypost.core.history import Touched
from waypost.core.models import Change, ChangeSet
from waypost.search import indexing, jobs

AT_ONCE = 200
_rests: ContextVar[bool] = ContextVar("search_rests", default=False)


@contextmanager
def resting() -> Iterator[None]:
    """Follow nothing until the block ends: for who fills the index afterwards."""
    token = _rests.set(True)
    try:
        yield
    finally:
        _rests.reset(token)


def on_change(change_set: ChangeSet, touched: Touched) -> None:
    """Bring the index to what a change set has made of things."""
    if _rests.get():
        return
    if _is_much(touched):
        jobs.catch_up.enqueue(change_set=change_set.pk)
        return
    wanted = subjects_of(change_set.pk, touched)
    lent = lenders_of(touched)
    for label, ids in sorted(wanted.items()):
        lent[label] |= indexing.refresh(label, ids)
    lending = {
        label: sorted(ids) for label, ids in lent.items() if ids and _lends(label)
    }
    if lending:
        jobs.read_borrowers.enqueue(lent=lending)


def _is_much(touched: Touched) -> bool:
    parts = {part for kind in _kinds() for part in kind.parts}
    found = [ids for label, ids in touched.items() if searchable.of(label) is not None]
    found += [touched[part] for part in parts & touched.keys()]
    return sum(map(len, found)) > AT_ONCE


def _lends(label: str) -> bool:
    return any(label in kind.lenders for kind in _kinds())


def lenders_of(touched: Touched) -> dict[str, set[int]]:
    """Return what was touched that lends its words and is no thing of its own."""
    lent: dict[str, set[int]] = defaultdict(set)
    for kind in _kinds():
        for label in kind.lenders:
            if label in touched and searchable.of(label) is None:
                lent[label] |= touched[label]
    return lent


def touched_by(change_set: int) -> dict[str, set[int]]:
    """Return the rows that a change set has touched, from its history."""
    touched: dict[str, set[int]] = defaultdict(set)
    rows = Change.objects.filter(change_set=change_set)
    for label, pk in rows.values_list("model", "row_id").iterator():
        touched[label].add(pk)
    return touched


def subjects_of(change_set: int, touched: Touched) -> dict[str, set[int]]:
    """Return the things whose words a change set may have changed."""
    wanted = {
        label: set(touched[label]) for label in searchable.known() if label in touched
    }
    for label, kind in searchable.known().items():
        for part, field in kind.parts.items():
            if part in touched:
                ids = _wholes(change_set, part, field, touched[part])
                wanted.setdefault(label, set()).update(ids)
    return wanted


def _wholes(change_set: int, part: str, field: str, ids: set[int]) -> set[int]:
    """Return the things that parts belong to, those of deleted parts as well."""
    column = f"{field}_id"
    rows = apps.get_model(part)._base_manager
    found: set[int | None] = set()
    for few in indexing.batches(ids):
        found |= set(rows.filter(pk__in=few).values_list(column, flat=True))
    deleted = Change.objects.filter(
        change_set=change_set, model=part, kind=Change.Kind.DELETED
    )
    for before in deleted.values_list("before", flat=True):
        found.add((before or {}).get(column))
    return {pk for pk in found if pk is not None}


def _kinds() -> list[searchable.Searchable]:
    return list(searchable.known().values())
