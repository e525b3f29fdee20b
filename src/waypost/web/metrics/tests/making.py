"""Metrics with readings that a test looks at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from waypost.okrs.models import Metric, MetricInput
from waypost.okrs.tests.factories import make_metric, make_reading


def measured(name: str, *values: float, **changes: Any) -> Metric:
    """Create a metric that was read once a day, the last time yesterday."""
    metric = make_metric(**{"name": name} | changes)
    for days, value in enumerate(reversed(values), start=1):
        at = timezone.now() - timedelta(days=days)
        make_reading(metric, value, observed_at=at)
    return metric


def computed(name: str, formula: str, *sources: Metric, **changes: Any) -> Metric:
    """Create a metric that is computed from others."""
    metric = make_metric(name=name, source="computed", formula=formula, **changes)
    for source in sources:
        MetricInput.objects.create(metric=metric, source=source)
    return metric
