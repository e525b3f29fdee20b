"""Builds rows from querysets, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from waypost.core.prepared import prepared
from waypost.okrs.models import KeyResult, Metric, Objective, Step
from waypost.okrs.queries.paths import Ties, ties_of
from waypost.okrs.queries.rows import KeyResultRow, ObjectiveRow, Served, Spark
from waypost.okrs.series import Series, latest_of, series_of
from waypost.people.installation import local_day, local_zone
from waypost.people.models import Person
from waypost.people.queries import ref_of

SPARK_POINTS = 40
# What a row of an objective tells of others.
RELATED = ("owner", "person", "team", "cycle")


def objective_rows(
    found: QuerySet[Objective],
    viewer: Person,
    *,
    sparks: bool = False,
    with_key_results: bool = True,
) -> list[ObjectiveRow]:
    """Return the objectives of a queryset as rows, in its order.

    `found` must hold visible ones only.
    """
    objectives = list(found.select_related(*RELATED))
    ids = [objective.pk for objective in objectives]
    if not ids:
        return []
    promised = KeyResult.objects.filter(objective_id__in=ids)
    rows = key_result_rows(promised, sparks=sparks) if with_key_results else []
    return rows_of(objectives, ties_of(viewer, ids), rows)


def rows_of(
    objectives: Iterable[Objective], ties: Ties, key_results: Iterable[KeyResultRow]
) -> list[ObjectiveRow]:
    """Return objectives that were read with all around them as rows."""
    own: dict[int, list[KeyResultRow]] = defaultdict(list)
    for row in key_results:
        own[row.objective_pk].append(row)
    return [
        _objective_row(each, own[each.pk], ties.served.get(each.pk, []))
        for each in objectives
    ]


def key_result_rows(
    found: QuerySet[KeyResult], *, sparks: bool = False
) -> list[KeyResultRow]:
    """Return key results as rows, in the order of their objective."""
    rows = list(in_order(found))
    if sparks:
        return measured_rows(rows)[0]
    if any(row.due_on < local_day(timezone.now()) for row in rows):
        return [replace(each, spark=()) for each in measured_rows(rows)[0]]
    latest = latest_of(row.metric_id for row in rows if row.metric_id is not None)
    steps = _step_counts([row.pk for row in rows if not row.is_measured])
    return [
        _key_result_row(row, latest.get(row.metric_id or 0), steps.get(row.pk, (0, 0)))
        for row in rows
    ]


def measured_rows(
    rows: Sequence[KeyResult], *, also: Iterable[Metric] = ()
) -> tuple[list[KeyResultRow], Mapping[int, Series]]:
    """Return key results as rows with a line of their readings, and all readings.

    They come with their owners and metrics. Readings of the metrics in `also` come
    with them, whoever may see them.
    """
    metrics = {each.pk: each for each in also}
    metrics |= {row.metric.pk: row.metric for row in rows if row.metric is not None}
    computed = (each.source == Metric.Source.COMPUTED for each in metrics.values())
    series = series_of(metrics, has_computed=any(computed))
    steps = _step_counts([row.pk for row in rows if not row.is_measured])
    zone = local_zone()
    listed = []
    for row in rows:
        read = _until_due(row, series.get(row.metric_id or 0, []), zone)
        last = read[-1] if read else None
        told = _key_result_row(row, last, steps.get(row.pk, (0, 0)))
        listed.append(replace(told, spark=_spark(row, read)))
    return listed, series


def _until_due(row: KeyResult, series: Series, zone: tzinfo) -> Series:
    """Return what was read by the due day: what comes later is not its doing."""
    over = datetime.combine(row.due_on + timedelta(days=1), time.min, tzinfo=zone)
    if not series or series[-1][0] < over:
        return series
    return [each for each in series if each[0] < over]


def in_order(found: QuerySet[KeyResult]) -> QuerySet[KeyResult]:
    """Return key results with all that their rows tell, by objective."""
    related = found.select_related("owner", "metric")
    return related.order_by("objective_id", "position", "pk")


@prepared
def key_results_among(each_key_result: list[int]) -> QuerySet[KeyResult]:
    """Return these key results as `measured_rows` takes them."""
    return in_order(KeyResult.objects.filter(pk__in=each_key_result))


@prepared
def key_results_of(objective: int) -> QuerySet[KeyResult]:
    """Return an objective's key results as `measured_rows` takes them."""
    return in_order(KeyResult.objects.filter(objective=objective))


def _step_counts(key_results: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many steps are done, and how many there are."""
    if not key_results:
        return {}
    counted = _counted_steps(each_key_result=key_results)
    return {pk: (done, total) for pk, done, total in counted}


@prepared
def _counted_steps(each_key_result: list[int]) -> QuerySet[Step, tuple[int, int, int]]:
    rows = Step.objects.filter(key_result_id__in=each_key_result)
    counted = rows.values_list("key_result_id").annotate(
        done=Count("pk", filter=Q(done_on__isnull=False)), total=Count("pk")
    )
    return counted.order_by()


def _spark(key_result: KeyResult, series: Iterable[tuple[datetime, float]]) -> Spark:
    start = datetime.combine(key_result.starts_on, time.min, tzinfo=UTC)
    inside = [each for each in series if each[0] >= start]
    return tuple(inside[-SPARK_POINTS:])


def holder_of(objective: Objective) -> str:
    """Return who holds it, in words."""
    if objective.team is not None:
        return objective.team.name
    if objective.person is not None:
        return objective.person.name
    return str(Objective.Level(objective.level).label)


def _objective_row(
    objective: Objective,
    key_results: list[KeyResultRow],
    supports: list[tuple[Served, int]],
) -> ObjectiveRow:
    return ObjectiveRow(
        pk=objective.pk,
        key=objective.key,
        number=objective.number,
        code=objective.code,
        title=objective.title,
        level=objective.level,
        level_name=str(Objective.Level(objective.level).label),
        kind=objective.kind,
        kind_name=str(Objective.Kind(objective.kind).label),
        state=objective.state,
        state_name=str(Objective.State(objective.state).label),
        visibility=objective.visibility,
        priority=objective.priority,
        weight=objective.weight,
        owner=ref_of(objective.owner),
        holder=holder_of(objective),
        team_pk=objective.team_id,
        person_pk=objective.person_id,
        cycle_pk=objective.cycle_id,
        due_on=objective.cycle.ends_on,
        final_score=objective.final_score,
        serves=tuple(each for each, _pk in supports),
        parents=frozenset(pk for _each, pk in supports),
        key_results=tuple(key_results),
    )


def _key_result_row(
    row: KeyResult, latest: tuple[datetime, float] | None, steps: tuple[int, int]
) -> KeyResultRow:
    metric = row.metric
    at, value = latest or (None, None)
    return KeyResultRow(
        pk=row.pk,
        key=row.key,
        number=row.number,
        code=row.code,
        title=row.title,
        objective_pk=row.objective_id,
        kind=row.kind,
        owner=ref_of(row.owner),
        metric_pk=row.metric_id,
        metric_code=metric.code if metric else "",
        metric_name=metric.name if metric else "",
        unit=metric.unit if metric else "",
        better=metric.better if metric else "",
        source=metric.source if metric else "",
        baseline=row.baseline,
        target=row.target,
        low=row.low,
        high=row.high,
        scale=row.scale,
        starts_on=row.starts_on,
        due_on=row.due_on,
        weight=row.weight,
        cadence_days=row.cadence_days,
        path=row.path,
        position=row.position,
        steps_done=steps[0],
        steps_total=steps[1],
        latest=value,
        latest_at=at,
    )
