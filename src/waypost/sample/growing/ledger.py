"""Writes rows in bulk and collects the history that led to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from django.db import models

from waypost.core import bulk, past
from waypost.core.models import ChangeSet
from waypost.core.past import Deed
from waypost.core.registry import label_of

SEED = "seven islands"
Subject = tuple[type[models.Model], int]


def dice(*names: object) -> Random:
    """Return a source of chance of its own for what is named."""
    return Random(" ".join(map(str, (SEED, *names))))


@dataclass(slots=True)
class Ledger:
    """Rows go into the database at once, their history at the end."""

    deeds: list[Deed] = field(default_factory=list)
    _keys: dict[type[models.Model], Random] = field(default_factory=dict)

    def insert(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        rows: Iterable[tuple[Any, ...]],
        *,
        ids: Sequence[int] = (),
    ) -> Sequence[int]:
        """Insert rows by attribute name and return their ids.

        Keys come from the seed; a column that is not named takes its default. `ids`
        are those of the rows where they have to know each other's.
        """
        listed = list(rows)
        if not listed:
            return []
        known = {*columns, str(model._meta.pk.attname)}
        others = [f for f in model._meta.concrete_fields if f.attname not in known]
        keyed = [f for f in others if f.attname == "key"]
        rest = [f for f in others if f not in keyed and (f.has_default() or not f.null)]
        usual = tuple(f.get_default() for f in rest)
        chance = self._keys.setdefault(model, dice("keys", label_of(model)))
        full = [
            (*(chance.getrandbits(63) or 1 for _ in keyed), *row, *usual)
            for row in listed
        ]
        names = [f.attname for f in keyed] + [*columns] + [f.attname for f in rest]
        return bulk.insert_new(model, names, full, ids=ids)

    def deed(
        self,
        actor_id: int | None,
        at: datetime,
        verb: str,
        subject: Subject | None = None,
        *,
        summary: str = "",
        reason: str = "",
    ) -> Deed:
        """Open a change set to be."""
        made = Deed(actor_id, at, verb, subject, summary, reason)
        self.deeds.append(made)
        return made

    def joined(self, verb: str, subject: Subject) -> Deed | None:
        """Open the change set that an action of the heart wrote, to add to it."""
        found = ChangeSet.objects.filter(
            verb=verb, subject_kind=label_of(subject[0]), subject_id=subject[1]
        ).first()
        if found is None:
            return None
        made = Deed(found.actor_id, found.at, verb, into=found.pk)
        self.deeds.append(made)
        return made

    def close(self) -> None:
        """Write the history."""
        past.write(self.deeds)
        self.deeds = []
