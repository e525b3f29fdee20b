"""Promises that moved, seen from how they stood at an instant."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from waypost.core.models import Change
from waypost.core.registry import label_of
from waypost.okrs import access
from waypost.okrs.models import KeyResult
from waypost.people.models import Person

MOST_CHANGES = 200  # so many moves are looked through, the latest ones


@dataclass(frozen=True, slots=True)
class TargetMove:
    """A key result whose target or due date others moved; None where it stood still."""

    number: int
    code: str
    title: str
    unit: str
    target_before: Decimal | None
    target: Decimal | None
    due_before: date | None
    due_on: date
    reason: str
    at: datetime


def moved_targets(
    *, viewer: Person, since: datetime, limit: int = 10
) -> list[TargetMove]:
    """Return what others moved on visible key results since then: two queries."""
    moves = (
        Change.objects.filter(
            model=label_of(KeyResult),
            kind=Change.Kind.CHANGED,
            change_set__verb="okrs.move_target",
            change_set__at__gt=since,
            change_set__undone_by=None,
        )
        .exclude(change_set__actor=viewer)
        .select_related("change_set")
        .order_by("-pk")[:MOST_CHANGES]
    )
    latest: dict[int, Change] = {}
    before: dict[int, dict[str, Any]] = {}
    for move in moves:
        latest.setdefault(move.row_id, move)
        before.setdefault(move.row_id, {}).update(move.before or {})
    rows = access.visible_key_results(viewer).filter(pk__in=latest)
    found = [
        _move(row, before[row.pk], latest[row.pk])
        for row in rows.select_related("metric")
    ]
    told = [m for m in found if m.target_before is not None or m.due_before is not None]
    return sorted(told, key=lambda move: move.at, reverse=True)[:limit]


def _move(row: KeyResult, before: dict[str, Any], latest: Change) -> TargetMove:
    target, due = before.get("target"), before.get("due_on")
    target_before = None if target is None else Decimal(str(target))
    due_before = None if due is None else date.fromisoformat(due)
    return TargetMove(
        number=row.number,
        code=row.code,
        title=row.title,
        unit=row.metric.unit if row.metric else "",
        target_before=None if target_before == row.target else target_before,
        target=row.target,
        due_before=None if due_before == row.due_on else due_before,
        due_on=row.due_on,
        reason=latest.change_set.reason,
        at=latest.change_set.at,
    )
