"""What metrics measured, computed ones evaluated on the way, whoever asks.

Queries show of it what their viewer may see; the loader of the plan takes it whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FloatField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from waypost.core.db import among
from waypost.core.prepared import prepared
from waypost.okrs import formulas
from waypost.okrs.models import Metric, Reading

Series = list[tuple[datetime, float]]
_FORMULA = ("formula", "inputs__source__number", "inputs__source")
_PARTS = """
WITH RECURSIVE part(id) AS (
  SELECT m.id FROM okrs_metric m WHERE m.id {among}
  UNION
  SELECT i.source_id FROM part
  JOIN okrs_metric t ON t.id = part.id AND t.source = 'computed'
  JOIN okrs_metricinput i ON i.metric_id = t.id
)
SELECT id FROM part
"""


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
    computed = computed_among(wanted, _formula_rows(wanted)) if has_computed else {}
    return _series(wanted, computed)


def _series(wanted: Set[int], computed: Mapping[int, Computed]) -> dict[int, Series]:
    needed = (wanted | needed_by(computed)) - computed.keys()
    measured: dict[int, Series] = defaultdict(list)
    for pk, at, value in _readings(each_metric=needed):
        measured[pk].append((at, value))
    return evaluate(wanted, computed, measured)


@prepared
def _readings(each_metric: list[int]) -> QuerySet[Reading, tuple[Any, ...]]:
    rows = Reading.objects.filter(metric_id__in=each_metric)
    told = rows.order_by("observed_at", "pk")
    # As numbers: Python's decimals, of thousands, would take longer than the reading.
    return told.values_list("metric_id", "observed_at", Cast("value", FloatField()))


def latest_of(metric_ids: Iterable[int]) -> dict[int, tuple[datetime, float]]:
    """Return the last reading of each metric that has one: two queries at most."""
    ids = set(metric_ids)
    if not ids:
        return {}
    last = Reading.objects.filter(metric=OuterRef("pk")).order_by("-observed_at", "-pk")
    found = _with_parts(ids).annotate(
        at=Subquery(last.values("observed_at")[:1]),
        value=Subquery(last.values("value")[:1]),
    )
    latest: dict[int, tuple[datetime, float]] = {}
    formulas = []
    for pk, source, at, value, *formula in found.values_list(
        "pk", "source", "at", "value", *_FORMULA
    ):
        if source == Metric.Source.COMPUTED:
            formulas.append((pk, *formula))
        elif at is not None:
            latest[pk] = (at, float(value))
    computed = computed_among(ids, formulas)
    if computed:
        whole = _series(set(computed), computed)
        latest |= {pk: each[-1] for pk, each in whole.items() if each}
    return {pk: each for pk, each in latest.items() if pk in ids}


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


def _with_parts(ids: Iterable[int]) -> QuerySet[Metric]:
    """Return metrics with all that their formulas name, at any depth."""
    is_one_of, param = among(ids)
    return Metric.objects.filter(
        pk__in=RawSQL(_PARTS.format(among=is_one_of), [param])
    ).order_by()


def _formula_rows(ids: Iterable[int]) -> Iterable[tuple[Any, ...]]:
    """Return what `computed_among` needs to know of metrics: one query."""
    computed = _with_parts(ids).filter(source=Metric.Source.COMPUTED)
    return computed.values_list("pk", *_FORMULA)


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
