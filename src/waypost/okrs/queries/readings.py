"""Readings of metrics, computed ones evaluated on the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from waypost.core.prepared import prepared
from waypost.okrs import access
from waypost.okrs.models import Metric, Reading
from waypost.okrs.series import Series, latest_of, series_of
from waypost.people.models import Person

__all__ = [
    "ReadingRow",
    "Series",
    "latest_of",
    "reading",
    "reading_rows",
    "readings_of",
    "series_of",
]

MOST = 500  # of one metric's readings, the latest


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading; `pk` is None where it was computed."""

    pk: int | None
    observed_at: datetime
    value: float
    source: str
    note: str
    author: str


def reading(*, viewer: Person, pk: int) -> Reading:
    """Return one reading of a metric that `viewer` may see.

    Raises
    ------
    Reading.DoesNotExist
        If there is none.
    """
    seen = access.visible_metrics(viewer).values("pk")
    return Reading.objects.select_related("metric").get(pk=pk, metric__in=seen)


def reading_rows(*, viewer: Person, metric: Metric) -> list[ReadingRow]:
    """Return the readings of one metric, the latest first."""
    if metric.source == Metric.Source.COMPUTED:
        listed = readings_of(viewer=viewer, metric_ids=[metric.pk])[metric.pk]
        return [
            ReadingRow(None, at, value, metric.source, metric.formula, "")
            for at, value in reversed(listed[-MOST:])
        ]
    rows = _rows(viewer, each_metric=[metric.pk])
    return [
        ReadingRow(pk, at, float(value), source, note, author or "")
        for pk, at, value, source, note, author in rows
    ]


@prepared
def _rows(asker: Person, each_metric: list[int]) -> QuerySet[Reading, tuple[Any, ...]]:
    seen = access.visible_metrics_among(asker, each_metric).values("pk")
    found = Reading.objects.filter(metric__in=seen)
    told = found.order_by("-observed_at", "-pk").values_list(
        "pk", "observed_at", "value", "source", "note", "author__name"
    )
    return told[:MOST]


def readings_of(
    *, viewer: Person, metric_ids: Iterable[int], since: datetime | None = None
) -> dict[int, Series]:
    """Return the readings of metrics, the oldest first: five queries at most.

    Metrics that `viewer` may not see are left out. With `since`, what was measured
    before is cut off, after computed metrics have used it.
    """
    ids = set(metric_ids)
    seen = access.visible_metrics_among(viewer, ids)
    wanted = set(seen.values_list("pk", flat=True))
    found = series_of(wanted)
    if since is None:
        return found
    return {pk: [each for each in s if each[0] >= since] for pk, s in found.items()}
