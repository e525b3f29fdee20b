"""Reading a feed page by page, the latest first, without losing or repeating a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from waypost.core import db


@dataclass(frozen=True, slots=True)
class Before:
    """Where a page ended: what is older than an instant comes next.

    Of the instant itself it is what is numbered lower than `pk`; without a number all
    of it, if `is_included`.
    """

    at: datetime
    pk: int | None = None
    is_included: bool = False


def until_shown(column: str) -> Q:
    """Return what lets pass the rows from before the end of the past day shown."""
    moment = db.shown()
    return Q() if moment is None else Q(**{f"{column}__lt": moment})


def standing() -> Q:
    """Return the condition of change sets that stand: not undone by then, no undo."""
    moment = db.shown()
    kept = Q(undone_by=None)
    if moment is not None:
        kept |= Q(undone_by__at__gte=moment)
    return kept & Q(undoes=None) & until_shown("at")


def older_than(before: Before | None, column: str) -> Q:
    """Return what lets pass the rows whose `column` is older than a page's end."""
    if before is None:
        return Q()
    older = Q(**{f"{column}__lt": before.at})
    same: dict[str, Any] = {column: before.at}
    if before.pk is not None:
        return older | Q(**same, pk__lt=before.pk)
    return older | Q(**same) if before.is_included else older
