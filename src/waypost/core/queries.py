"""What pages read of history. A change set is its author's to see, and an admin's."""

from typing import Any

from django.db.models import QuerySet

from waypost.core.models import ChangeSet
from waypost.core.undo import UndoPlan, plan_undo


def change_sets(*, viewer: Any, limit: int = 100) -> list[ChangeSet]:
    """Return the newest change sets of `viewer`, for an admin those of everyone."""
    return list(_visible(viewer).select_related("actor").order_by("-pk")[:limit])


def change_set(*, viewer: Any, pk: int) -> ChangeSet:
    """Return a change set, or raise `ChangeSet.DoesNotExist`."""
    return _visible(viewer).select_related("actor").get(pk=pk)


def undo_plan(*, viewer: Any, pk: int) -> UndoPlan:
    """Return what undoing a change set would do.

    Raises
    ------
    ChangeSet.DoesNotExist
        If `viewer` may not see it.
    waypost.core.undo.CannotUndo
        If it was undone already.
    """
    return plan_undo(change_set(viewer=viewer, pk=pk))


def _visible(viewer: Any) -> QuerySet[ChangeSet]:
    everything = ChangeSet.objects.all()
    return everything if viewer.is_admin else everything.filter(actor=viewer)
