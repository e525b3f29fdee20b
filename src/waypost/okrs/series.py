"""What metrics measured, computed ones evaluated on the way, whoever asks.

Queries show of it what their viewer may see; the loader of the plan takes it whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from waypost.okrs import formulas
from waypost.okrs.models import Metric, Reading

Series = list[tuple[datetime, float]]


@dataclass(frozen=True, slots=True)
class Computed:
    """A computed metric: its formula, and which metric each number in it names."""

    number_to_pk: Mapping[int, int]
    formula: formulas.Formula


def series_of(
    metric_ids: Iterable[int], *, has_computed: bool = True
) -> dict[int, Series]:
    """Return the readings of metrics, the oldest first: two queries at most.

    Who knows that none of them is computed says so, and saves one.
    """
    wanted = set(metric_ids)
    if not wanted:
        return {}
    computed = computed_among(wanted, _formula_rows()) if has_computed else {}
    needed = (wanted | needed_by(computed)) - computed.keys()
    measured: dict[int, Series] = defaultdict(list)
    rows = Reading.objects.filter(metric_id__in=needed).order_by("observed_at", "pk")
    for pk, at, value in rows.values_list("metric_id", "observed_at", "value"):
        measured[pk].append((at, float(value)))
    return evaluate(wanted, computed, measured)


def latest_of(metric_ids: Iterable[int]) -> dict[int, tuple[datetime, float]]:
    """Return the last reading of each metric that has one: three queries at most."""
    ids = set(metric_ids)
    if not ids:
        return {}
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


def computed_among(
    wanted: Iterable[int], rows: Iterable[tuple[Any, ...]]
) -> dict[int, Computed]:
    """Return the computed metrics among `wanted`, and those they are made of.

    `rows` tell of all computed metrics, once for each metric that one names: its id,
    its formula, and number and id of what is named.
    """
    said: dict[int, str] = {}
    inputs: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, formula, number, source in rows:
        said[pk] = formula
        if source is not None:
            inputs[pk][number] = source
    found: dict[int, Computed] = {}
    queue = [pk for pk in wanted if pk in said]
    for pk in queue:
        if pk not in found:
            found[pk] = Computed(inputs[pk], formulas.parse(said[pk]))
            queue += [each for each in inputs[pk].values() if each in said]
    return found


def needed_by(computed: Mapping[int, Computed]) -> set[int]:
    """Return all metrics that formulas name."""
    return {pk for each in computed.values() for pk in each.number_to_pk.values()}


def evaluate(
    wanted: Iterable[int],
    computed: Mapping[int, Computed],
    measured: Mapping[int, Series],
) -> dict[int, Series]:
    """Return the readings of metrics; `measured` has those of what formulas name."""
    done = dict(measured)
    return {pk: _evaluate(pk, computed, done, frozenset()) for pk in wanted}


def slopes_of(
    wanted: Iterable[int],
    computed: Mapping[int, Computed],
    measured: Mapping[int, Series],
) -> dict[int, dict[int, float]]:
    """Return how each computed metric moves with each metric it is made of.

    ``slopes_of([total], …)[total][part]`` is by how much `total` rises when the
    measured metric `part` rises by one, at the last readings, through formulas of
    formulas. What has no value yet moves with nothing.
    """
    known = evaluate(needed_by(computed), computed, measured)
    values = {pk: series[-1][1] for pk, series in known.items() if series}
    found: dict[int, dict[int, float]] = {}
    for pk in wanted:
        slopes: dict[int, float] = defaultdict(float)
        _add_slopes(pk, 1.0, computed, values, slopes)
        found[pk] = dict(slopes)
    return found


def _add_slopes(
    pk: int,
    factor: float,
    computed: Mapping[int, Computed],
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


def _formula_rows() -> Iterable[tuple[Any, ...]]:
    """Return what `computed_among` needs of all computed metrics: one query."""
    metrics = Metric.objects.filter(source=Metric.Source.COMPUTED)
    return metrics.values_list(
        "pk", "formula", "inputs__source__number", "inputs__source"
    )


def _evaluate(
    pk: int,
    computed: Mapping[int, Computed],
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
