"""The versions of many rows at once, for forms within a list."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Max

from waypost.core.models import Change
from waypost.core.registry import label_of


def versions_of(rows: Sequence[models.Model]) -> dict[int, int]:
    """Return the version of each row of one kind, by id: one query."""
    if not rows:
        return {}
    changes = Change.objects.filter(
        model=label_of(rows[0]), row_id__in=[row.pk for row in rows]
    )
    return dict(changes.order_by().values_list("row_id").annotate(last=Max("pk")))
