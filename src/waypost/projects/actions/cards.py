"""Cards on a project's board: from column to column, and among each other."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.core.access import require
from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.actions.tasks import settled
from waypost.projects.actions.writing import By, changing, fresh
from waypost.projects.models import Task, TaskStatus
from waypost.projects.models.task import PLACE
from waypost.projects.terms import Slot

CLOSED = (TaskStatus.Kind.DONE, TaskStatus.Kind.DROPPED)


class _Spot(NamedTuple):
    """Where a card stands in its column."""

    place: float
    pk: int


class MovedOn(ValidationError):
    """The board has changed since the person saw it."""


def move_card(
    *,
    actor: Person,
    now: datetime,
    task: Task,
    slot: Slot,
    version: int | None = None,
) -> Task:
    """Put a card into a column, before or after another one there.

    Only the card itself is written, so that nobody who works on another is disturbed.

    Raises
    ------
    MovedOn
        If somebody moved or edited the card after `version`, or moved what it should
        stand beside.
    """
    access.require_update(actor, task, {"status"})
    orders = access.rights_on(actor, task.project).edit_tasks
    if slot.status.pk == task.status_id:
        message = _("Only those who may edit the tasks put them in order.")
        require(orders, message)
    with changing(By(actor, now), "move_card", task) as change:
        fresh(task.project)  # one mover at a time, so that places stay apart
        stored = _as_seen(task, version)
        values = settled(stored, {"status": slot.status}, now)
        if orders and slot.status.kind not in CLOSED:  # those stand by when they ended
            values["board_place"] = _place(change, stored, slot)
        change.update(stored, **values)
    return stored


def nudge_card(
    *, actor: Person, now: datetime, task: Task, steps: int, version: int | None = None
) -> Task:
    """Move a card within its column: up by a negative number, down by a positive.

    At the end of the column it stays where it is.

    Raises
    ------
    MovedOn
        As `move_card`.
    """
    cards: QuerySet[Any] = Task.objects.filter(
        project=task.project_id, status=task.status_id
    )
    ordered = list(cards.annotate(place=PLACE).order_by("place", "pk"))
    at = next((i for i, each in enumerate(ordered) if each.pk == task.pk), 0)
    others = [each for each in ordered if each.pk != task.pk]
    goal = min(max(at + steps, 0), len(others))
    before = others[goal] if goal < len(others) else None
    slot = Slot(task.status, before=before)
    return move_card(actor=actor, now=now, task=task, slot=slot, version=version)


def _as_seen(task: Task, version: int | None) -> Task:
    try:
        return fresh(task, version=version)
    except history.Stale as error:
        message = _(
            "Somebody else has moved or edited this card meanwhile. The board shows"
            " where it stands now; move it again if you still want to."
        )
        raise MovedOn(message, code="stale") from error


def _place(change: history.Recorder, task: Task, slot: Slot) -> float:
    column = Task.objects.filter(project=task.project_id, status=slot.status)
    others = column.exclude(pk=task.pk).annotate(place=PLACE)
    above, below = _between(others, slot)
    if above is None or below is None:
        return below.place - 0.5 if below else above.place + 0.5 if above else 1.0
    middle = (above.place + below.place) / 2
    if above.place < middle < below.place:
        return middle
    return _room(change, others, above)


def _between(others: QuerySet[Any], slot: Slot) -> tuple[_Spot | None, _Spot | None]:
    """Return what stands on both sides of the slot; None where it is open."""
    if slot.before is not None:
        below = _found(others, slot.before)
        return _last(others.filter(_is_before(below))), below
    if slot.after is not None:
        above = _found(others, slot.after)
        return above, _first(others.filter(_is_after(above)))
    return _last(others), None


def _is_before(spot: _Spot) -> Q:
    return Q(place__lt=spot.place) | Q(place=spot.place, pk__lt=spot.pk)


def _is_after(spot: _Spot) -> Q:
    return Q(place__gt=spot.place) | Q(place=spot.place, pk__gt=spot.pk)


def _found(others: QuerySet[Any], beside: Task) -> _Spot:
    found = _first(others.filter(pk=beside.pk))
    if found is None:
        message = _(
            "The card it should stand beside is elsewhere by now. The board shows where"
            " everything stands; move it again."
        )
        raise MovedOn(message, code="stale")
    return found


def _first(rows: QuerySet[Any]) -> _Spot | None:
    found = rows.order_by("place", "pk").values_list("place", "pk").first()
    return None if found is None else _Spot(*found)


def _last(rows: QuerySet[Any]) -> _Spot | None:
    found = rows.order_by("-place", "-pk").values_list("place", "pk").first()
    return None if found is None else _Spot(*found)


def _room(change: history.Recorder, others: QuerySet[Any], above: _Spot) -> float:
    """Number a column anew where two stand too near; return the place after one."""
    ordered = list(others.order_by("place", "pk"))
    free = 0.5
    for at, row in enumerate(ordered, start=1):
        row.board_place = float(at)
        if row.pk == above.pk:
            free = at + 0.5
    change.update_many(ordered, ["board_place"])
    return free
