"""Saving, changing and deleting views."""

from datetime import datetime
from typing import Any

from waypost.core import history
from waypost.core.history import Recorder
from waypost.people.models import Person
from waypost.planning import access
from waypost.planning.models import SavedView, UsualView


def save_view(
    *,
    actor: Person,
    now: datetime,
    table: str,
    name: str,
    parameters: str,
    is_shared: bool = False,
) -> SavedView:
    """Keep what a table was asked under a name.

    Raises
    ------
    waypost.core.access.Denied
        If it is to be shared and `actor` only reads.
    ValidationError
        If the name is empty, or one's own already.
    """
    if is_shared:
        access.require_share(actor)
    view = SavedView(
        owner=actor,
        table=table,
        name=name.strip(),
        parameters=parameters,
        is_shared=is_shared,
    )
    with history.change(actor=actor, now=now, verb="planning.save_view") as change:
        change.create(view)
        change.about(view, view.name)
    return view


def edit_view(
    *,
    actor: Person,
    now: datetime,
    view: SavedView,
    name: str | None = None,
    is_shared: bool | None = None,
) -> SavedView:
    """Rename a view, or show it to everybody or to nobody else."""
    access.require_edit(actor, view)
    if is_shared and not view.is_shared:
        access.require_share(actor)
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = name.strip()
    if is_shared is not None:
        values["is_shared"] = is_shared
    with _changing(actor, now, "planning.edit_view", view) as change:
        if is_shared is False:
            _take_from_others(change, view)
        change.update(view, **values)
    return view


def overwrite_view(
    *, actor: Person, now: datetime, view: SavedView, parameters: str
) -> SavedView:
    """Let a view stand for something else from now on."""
    access.require_edit(actor, view)
    with _changing(actor, now, "planning.overwrite_view", view) as change:
        change.update(view, parameters=parameters)
    return view


def delete_view(*, actor: Person, now: datetime, view: SavedView) -> None:
    """Delete a view; undo brings it back, also for those with whom it opened."""
    access.require_edit(actor, view)
    with _changing(actor, now, "planning.delete_view", view) as change:
        change.delete(view)


def open_with_view(*, actor: Person, now: datetime, view: SavedView) -> None:
    """Open a view's table with it from now on, for oneself alone."""
    access.require_see(actor, view)
    with _changing(actor, now, "planning.open_with_view", view) as change:
        held = UsualView.objects.filter(person=actor, table=view.table).first()
        if held is None:
            change.create(UsualView(person=actor, table=view.table, view=view))
        else:
            change.update(held, view=view)


def open_without_view(*, actor: Person, now: datetime, table: str) -> None:
    """Open a table as it is from now on, for oneself alone."""
    held = UsualView.objects.filter(person=actor, table=table).first()
    if held is None:
        return
    with _changing(actor, now, "planning.open_without_view", held.view) as change:
        change.delete(held)


def _changing(actor: Person, now: datetime, verb: str, view: SavedView) -> Any:
    return history.change(
        actor=actor, now=now, verb=verb, subject=view, summary=view.name
    )


def _take_from_others(change: Recorder, view: SavedView) -> None:
    """Nobody's table opens with what they no longer see."""
    for usual in view.usual.exclude(person=view.owner_id):
        change.delete(usual)
