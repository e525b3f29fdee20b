"""Changing many objectives at once, as from the bar under a selection.

Rights and rules are asked row by row: what may not change, or cannot, is left as it is
and named; the rest is one change set.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.core import history
from waypost.core.access import Denied
from waypost.core.listing import Edited, Left
from waypost.okrs import access
from waypost.okrs.actions.errors import require_not_closed
from waypost.okrs.actions.objectives import require_step
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.people.models import Person

FIELDS = frozenset({"owner", "cycle", "priority", "weight", "state"})
Held = tuple[str, int | None, int | None]


class _Nothing(Exception):
    """No row changes, so that nothing is to stand in the history."""


def edit_objectives(
    *, actor: Person, now: datetime, ids: Collection[int], changes: Mapping[str, Any]
) -> Edited:
    """Change many objectives alike; only drafts move to another cycle.

    Raises
    ------
    Refused
        If the change makes no sense for any of them.
    """
    unknown = sorted(set(changes) - FIELDS)
    if unknown:
        message = f"many objectives at once cannot change {', '.join(unknown)}"
        raise TypeError(message)
    if "owner" in changes:
        require_able_owner(changes["owner"])
    if "cycle" in changes:
        require_not_closed(changes["cycle"])
    edit = _Edit(actor, changes)
    verb = "okrs.edit_objectives"
    with suppress(_Nothing), history.change(actor=actor, now=now, verb=verb) as change:
        edit.read(ids)
        edit.write(change)
    return edit.told()


@dataclass(slots=True)
class _Edit:
    """Rows by what becomes of them; a right is asked once for what is held alike."""

    actor: Person
    changes: Mapping[str, Any]
    touched: list[Objective] = field(default_factory=list)
    moved: list[Objective] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    same: int = 0
    allowed: dict[tuple[int, Held], str] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)

    def read(self, ids: Collection[int]) -> None:
        """Set what may be set on each row."""
        found = access.visible_objectives(self.actor).filter(pk__in=list(ids))
        related = found.select_related("cycle", "team", "person").order_by("pk")
        rows = list(related.select_for_update(of=("self",)))
        self.outside = self._outside(rows)
        for row in rows:
            try:
                self._require(row)
            except (Denied, ValidationError) as refused:
                said = getattr(refused, "messages", None) or [str(refused)]
                self.left.append(Left(row.code, row.title, " ".join(said)))
            else:
                self._set(row)

    def write(self, change: history.Recorder) -> None:
        """Save what was touched, and tell the house of each."""
        if not self.touched:
            raise _Nothing
        change.update_many(self.touched, sorted(self.changes))
        for row in self.touched:
            change.emit("okrs.edit_objective", objective=row.pk)
        for row in self.moved:
            change.emit(f"okrs.objective_{row.state}", objective=row.pk)
        n = len(self.touched)
        words = ngettext("%(n)d objective", "%(n)d objectives", n) % {"n": n}
        change.change_set.summary = words
        change.change_set.save(update_fields=["summary"])

    def told(self) -> Edited:
        """Return what was done."""
        return Edited(len(self.touched), self.same, tuple(self.left))

    def _set(self, row: Objective) -> None:
        changed = {k: v for k, v in self.changes.items() if getattr(row, k) != v}
        if not changed:
            self.same += 1
            return
        for name, value in changed.items():
            setattr(row, name, value)
        self.touched.append(row)
        if "state" in changed:
            self.moved.append(row)

    def _require(self, row: Objective) -> None:
        self._require_right(row, row.cycle)
        require_not_closed(row.cycle)
        cycle = self.changes.get("cycle", row.cycle)
        if cycle != row.cycle:
            self._require_right(row, cycle)
            if row.state != Objective.State.DRAFT:
                raise ValidationError(_("Only a draft moves to another cycle."))
            if row.pk in self.outside:
                message = _("Some of its key results do not fit into %(cycle)s.")
                raise ValidationError(message % {"cycle": cycle.name})
        state = self.changes.get("state", row.state)
        if state != row.state:
            require_step(row, state)

    def _require_right(self, row: Objective, cycle: Cycle) -> None:
        asked = (cycle.pk, (row.level, row.team_id, row.person_id))
        if asked not in self.allowed:
            self.allowed[asked] = ""
            try:
                access.require_create_objective(
                    self.actor,
                    cycle=cycle,
                    level=row.level,
                    team=row.team,
                    holder=row.person,
                )
            except Denied as denied:
                self.allowed[asked] = str(denied)
        if self.allowed[asked]:
            raise Denied(self.allowed[asked])

    def _outside(self, rows: list[Objective]) -> set[int]:
        """Return which objectives promise something outside of the new cycle."""
        cycle = self.changes.get("cycle")
        if cycle is None:
            return set()
        beyond = Q(starts_on__lt=cycle.starts_on) | Q(due_on__gt=cycle.ends_on)
        found = KeyResult.objects.filter(beyond, objective__in=rows)
        return set(found.values_list("objective_id", flat=True))
