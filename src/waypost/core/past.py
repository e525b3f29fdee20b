"""History that lies behind us, written in bulk: for the sample, not for actions.

Rows are written first, as they came to be; then the change sets that led there, spread
over the past. Activity, undo and *as of* read them like any other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from waypost.core import bulk
from waypost.core.history import door
from waypost.core.models import Change, ChangeSet
from waypost.core.registry import label_of

_SET = (
    "actor_id",
    "at",
    "verb",
    "summary",
    "reason",
    "door",
    "subject_kind",
    "subject_id",
)
_NOTED = ("change_set", "model", "row_id", "kind", "before")
Before = dict[str, Any]


@dataclass(slots=True)
class Deed:
    """One change set to be: who did what, when, and to which rows.

    `into` is the id of a change set that is there already and takes the changes in.
    """

    actor_id: int | None
    at: datetime
    verb: str
    subject: tuple[type[models.Model], int] | None = None
    summary: str = ""
    reason: str = ""
    into: int | None = None
    created: list[tuple[type[models.Model], Sequence[int]]] = field(
        default_factory=list
    )
    changed: list[tuple[type[models.Model], int, Before]] = field(default_factory=list)

    def creates(self, model: type[models.Model], ids: Sequence[int]) -> None:
        """Note rows that it created."""
        if ids:
            self.created.append((model, ids))

    def changes(self, model: type[models.Model], row_id: int, **before: Any) -> None:
        """Note what a row was before, by attribute name, as JSON can hold it."""
        self.changed.append((model, row_id, before))


def write(deeds: Iterable[Deed]) -> None:
    """Write change sets and their changes, the oldest first."""
    listed = sorted(deeds, key=lambda deed: deed.at)
    fresh = [deed for deed in listed if deed.into is None]
    ids = iter(bulk.insert_new(ChangeSet, _SET, [_set_of(deed) for deed in fresh]))
    fields = [_column(name) for name in _NOTED]
    bulk.insert_values(
        Change,
        fields,
        (
            row
            for deed in listed
            for row in _rows(deed, next(ids) if deed.into is None else deed.into)
        ),
    )


def _set_of(deed: Deed) -> tuple[Any, ...]:
    kind, pk = (
        (label_of(deed.subject[0]), deed.subject[1]) if deed.subject else ("", None)
    )
    return (
        deed.actor_id,
        deed.at,
        deed.verb,
        deed.summary[:300],
        deed.reason,
        door.get(),
        kind,
        pk,
    )


def _rows(deed: Deed, set_id: int) -> Iterator[tuple[Any, ...]]:
    for model, ids in deed.created:
        label = label_of(model)
        for pk in ids:
            yield set_id, label, pk, "created", None
    for model, pk, before in deed.changed:
        yield set_id, label_of(model), pk, "changed", before


def _column(name: str) -> bulk.Field:
    found = Change._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found
