"""What metrics measured, computed ones evaluated on the way, whoever asks.

Queries show of it what their viewer may see; the loader of the plan takes it whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from waypost.okrs import formulas
from waypost.okrs.models import Metric, MetricInput, Reading

Series = list[tuple[datetime, float]]


@dataclass(frozen=True, slots=True)
class _Computed:
    number_to_pk: Mapping[int, int]
    formula: formulas.Formula


def series_of(metric_ids: Iterable[int]) -> dict[int, Series]:
    """Return the readings of metrics, the oldest first: four queries at most."""
    wanted = set(metric_ids)
    computed = _computed(wanted)
    needed = wanted | {
        pk for each in computed.values() for pk in each.number_to_pk.values()
    }
    measured: dict[int, Series] = defaultdict(list)
    rows = Reading.objects.filter(metric_id__in=needed - computed.keys())
    ordered = rows.order_by("observed_at", "pk")
    for pk, at, value in ordered.values_list("metric_id", "observed_at", "value"):
        measured[pk].append((at, float(value)))
    done: dict[int, Series] = dict(measured)
    for pk in wanted:
        _evaluate(pk, computed, done, frozenset())
    return {pk: done.get(pk, []) for pk in wanted}


def slopes_of(metric_ids: Iterable[int]) -> dict[int, dict[int, float]]:
    """Return how each computed metric moves with each metric it is made of.

    ``slopes_of([total])[total][part]`` is by how much `total` rises when the measured
    metric `part` rises by one, at the last readings, through formulas of formulas.
    Metrics that are not computed, or have no value yet, are left out.
    """
    wanted = set(metric_ids)
    computed = _computed(wanted)
    inputs = {pk for each in computed.values() for pk in each.number_to_pk.values()}
    values = {pk: s[-1][1] for pk, s in series_of(inputs).items() if s}
    found: dict[int, dict[int, float]] = {}
    for pk in wanted & computed.keys():
        slopes: dict[int, float] = defaultdict(float)
        _add_slopes(pk, 1.0, computed, values, slopes)
        found[pk] = dict(slopes)
    return found


def _add_slopes(
    pk: int,
    factor: float,
    computed: Mapping[int, _Computed],
    values: Mapping[int, float],
    slopes: dict[int, float],
) -> None:
    """Follow a formula down to what is measured, multiplying slopes on the way."""
    each = computed[pk]
    if not set(each.number_to_pk.values()) <= values.keys():
        return
    here = {number: values[source] for number, source in each.number_to_pk.items()}
    for number, source in each.number_to_pk.items():
        slope = factor * each.formula.slope(here, number)
        if source in computed:
            _add_slopes(source, slope, computed, values, slopes)
        else:
            slopes[source] += slope


def latest_of(metric_ids: Iterable[int]) -> dict[int, tuple[datetime, float]]:
    """Return the last reading of each metric that has one."""
    ids = set(metric_ids)
    last = Reading.objects.filter(metric=OuterRef("pk")).order_by("-observed_at", "-pk")
    found = Metric.objects.filter(pk__in=ids).annotate(
        at=Subquery(last.values("observed_at")[:1]),
        value=Subquery(last.values("value")[:1]),
    )
    columns = found.values_list("pk", "source", "at", "value")
    latest: dict[int, tuple[datetime, float]] = {}
    computed = []
    for pk, source, at, value in columns:
        if source == Metric.Source.COMPUTED:
            computed.append(pk)
        elif at is not None:
            latest[pk] = (at, float(value))
    if computed:
        latest |= {pk: s[-1] for pk, s in series_of(computed).items() if s}
    return latest


def _computed(wanted: set[int]) -> dict[int, _Computed]:
    """Return the computed metrics among `wanted`, and those they are made of."""
    formulas_by_pk = dict(
        Metric.objects.filter(source=Metric.Source.COMPUTED).values_list(
            "pk", "formula"
        )
    )
    if not wanted & formulas_by_pk.keys():
        return {}
    inputs: dict[int, dict[int, int]] = defaultdict(dict)
    pairs = MetricInput.objects.annotate(number=F("source__number"))
    for pk, number, source in pairs.values_list("metric_id", "number", "source_id"):
        inputs[pk][number] = source
    found: dict[int, _Computed] = {}
    queue = [pk for pk in wanted if pk in formulas_by_pk]
    for pk in queue:
        if pk not in found:
            found[pk] = _Computed(inputs[pk], formulas.parse(formulas_by_pk[pk]))
            queue += [each for each in inputs[pk].values() if each in formulas_by_pk]
    return found


def _evaluate(
    pk: int,
    computed: Mapping[int, _Computed],
    done: dict[int, Series],
    above: frozenset[int],
) -> Series:
    """Evaluate what a metric is computed from first; a circle yields nothing."""
    if pk in done or pk not in computed or pk in above:
        return done.get(pk, [])
    each = computed[pk]
    readings = {
        number: _evaluate(source, computed, done, above | {pk})
        for number, source in each.number_to_pk.items()
    }
    done[pk] = formulas.series(each.formula, readings)
    return done[pk]
