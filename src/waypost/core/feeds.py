"""Reading a feed page by page, the latest first, without losing or repeating a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Before:
    """Where a page ended: what is older than an instant comes next.

    Of the instant itself it is what is numbered lower than `pk`; without a number all
    of it, if `is_included`.
    """

    at: datetime
    pk: int | None = None
    is_included: bool = False


def older_than(before: Before | None, column: str) -> Q:
    """Return what lets pass the rows whose `column` is older than a page's end."""
    if before is None:
        return Q()
    older = Q(**{f"{column}__lt": before.at})
    same: dict[str, Any] = {column: before.at}
    if before.pk is not None:
        return older | Q(**same, pk__lt=before.pk)
    return older | Q(**same) if before.is_included else older
