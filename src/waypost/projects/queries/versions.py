"""The versions of many rows at once, for forms within a list."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import Max, Q

from waypost.core.models import Change
from waypost.core.registry import label_of

Versions = dict[tuple[type[models.Model], int], int]


def versions_of(rows: Iterable[models.Model]) -> Versions:
    """Return the version of each row, by its kind and id: one query."""
    ids: dict[type[models.Model], list[int]] = defaultdict(list)
    for row in rows:
        ids[type(row)].append(row.pk)
    if not ids:
        return {}
    wanted = Q()
    for model, listed in ids.items():
        wanted |= Q(model=label_of(model), row_id__in=listed)
    models_by_label = {label_of(model): model for model in ids}
    last = Change.objects.filter(wanted).order_by().values_list("model", "row_id")
    return {
        (models_by_label[label], pk): version
        for label, pk, version in last.annotate(last=Max("pk"))
    }
