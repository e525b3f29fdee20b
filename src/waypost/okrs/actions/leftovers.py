"""What a deleted private thing would leave in sight."""

from django.db.models import QuerySet

from waypost.core.fields import Visibility
from waypost.core.history import Recorder
from waypost.okrs.models import KeyResult, Metric, Objective


def hide_metrics(
    change: Recorder, objective: Objective, going: QuerySet[KeyResult]
) -> None:
    """Keep metrics hidden on which only key results stand that are private and going.

    A metric that nothing uses is everyone's to see, and its name would tell.
    """
    if objective.visibility == Visibility.EVERYONE:
        return
    staying = KeyResult.objects.exclude(pk__in=going.values("pk"))
    metrics = Metric.objects.filter(key_results__in=going).exclude(
        key_results__in=staying
    )
    hidden = list(metrics.distinct())
    for metric in hidden:
        metric.was_private = True
    change.update_many(hidden, ["was_private"])
