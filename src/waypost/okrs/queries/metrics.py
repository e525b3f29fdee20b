"""Metrics: all that one may see, and one with all that stands on it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from waypost.core.history import version_of
from waypost.core.listing import Found, Narrowing, OneOf, Wanted, find, within_days
from waypost.core.prepared import prepared
from waypost.okrs import access
from waypost.okrs.models import Guardrail, KeyResult, Metric, MetricInput, Reading
from waypost.okrs.queries.loading import key_result_rows
from waypost.okrs.queries.parts import Part, parts_of
from waypost.okrs.queries.rows import KeyResultRow, Served, Spark
from waypost.okrs.series import Series, series_of
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of

SPARK_POINTS = 40
ON_KEY_RESULT, ON_GUARDRAIL, ON_NOTHING = "key_result", "guardrail", "nothing"


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric with its last value, and what visible things stand on it."""

    pk: int
    number: int
    code: str
    name: str
    unit: str
    source: str
    source_name: str
    owner: Ref | None
    latest: float | None
    latest_at: datetime | None
    spark: Spark
    key_results: tuple[Served, ...] = ()
    guards: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class GuardRow:
    """An objective that must not harm the metric, and within which limits."""

    number: int
    code: str
    title: str
    low: Decimal | None
    high: Decimal | None
    holds: bool | None


@dataclass(frozen=True, slots=True)
class MetricRef:
    """A metric as others name it."""

    number: int
    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class MetricPage:
    """A metric with what it is made of and what stands on it.

    `readings` are all, the oldest first; `parts` are the tree of a computed one, itself
    first. `may` holds ``edit`` and ``record``.
    """

    row: MetricRow
    metric: Metric
    readings: tuple[tuple[datetime, float], ...]
    parts: tuple[Part, ...]
    key_results: tuple[KeyResultRow, ...]
    guards: tuple[GuardRow, ...]
    used_in: tuple[MetricRef, ...]
    may: frozenset[str]
    version: int


def metric_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which metrics are wanted: one query, since who may see them is dear."""
    last = Reading.objects.filter(metric=OuterRef("pk")).order_by("-observed_at")
    found = access.visible_metrics(viewer)
    if wanted.names({"read"}):
        found = found.annotate(read_at=Subquery(last.values("observed_at")[:1]))
    all_of_them = find(
        found,
        replace(wanted, first=0, count=None),
        fields={
            "unit": "unit",
            "read": within_days("read_at"),
            "source": "source",
            "owner": "owner",
            "use": _used(viewer),
        },
        orders={
            "name": ("name", "number"),
            "code": "number",
            "unit": "unit",
            "read": "read_at",
            "source": "source",
            "owner": "owner__name",
        },
        searched=_said,
    )
    return Found(tuple(wanted.cut(all_of_them.ids)), all_of_them.total)


def metric_lines(*, viewer: Person, today: date, ids: Sequence[int]) -> list[MetricRow]:
    """Return metrics as lines, in the order of `ids`: a fixed number of queries."""
    found = {each.pk: each for each in _listed(viewer, each_metric=ids)}
    return _metric_rows(viewer, [found[pk] for pk in ids if pk in found])


@prepared
def _listed(asker: Person, each_metric: Sequence[int]) -> QuerySet[Metric]:
    seen = access.visible_metrics_among(asker, each_metric).select_related("owner")
    return seen.only("number", "name", "unit", "source", "owner__name")


def metrics_by_name(*, viewer: Person, limit: int) -> list[MetricRef]:
    """Return metrics to write a formula with."""
    found = access.visible_metrics(viewer).order_by("name", "number")[:limit]
    return [MetricRef(row.number, row.code, row.name, row.unit) for row in found]


def _metric_rows(viewer: Person, listed: Sequence[Metric]) -> list[MetricRow]:
    ids = [row.pk for row in listed]
    series = series_of(ids)
    on, guards = _key_results_on(viewer, ids), _guards_on(viewer, ids)
    return [
        replace(
            _row(row, _last(series.get(row.pk, [])), series.get(row.pk, [])),
            key_results=tuple(on[row.pk]),
            guards=tuple(guards[row.pk]),
        )
        for row in listed
    ]


def _last(series: Series) -> tuple[datetime, float] | None:
    return series[-1] if series else None


def _used(viewer: Person) -> Callable[[Narrowing], Q]:
    """Return the condition on what visible things stand on a metric."""

    def condition(narrowing: Narrowing) -> Q:
        assert isinstance(narrowing, OneOf)
        key_results = access.visible_key_results(viewer).filter(metric__isnull=False)
        seen = access.visible_objectives(viewer).values("pk")
        rails = Guardrail.objects.filter(objective__in=seen)
        on_key_result = Q(pk__in=key_results.values("metric"))
        on_guardrail = Q(pk__in=rails.values("metric"))
        hits = {
            ON_KEY_RESULT: on_key_result,
            ON_GUARDRAIL: on_guardrail,
            ON_NOTHING: ~on_key_result & ~on_guardrail,
        }
        found = Q(pk__in=[])
        for value in narrowing.values:
            found |= hits.get(value, Q(pk__in=[]))
        return found

    return condition


def metric_page(*, viewer: Person, number: int) -> MetricPage:
    """Return a metric with all that its page shows, in a fixed number of queries.

    Raises
    ------
    Metric.DoesNotExist
        If there is none for `viewer`.
    """
    found = access.visible_metrics(viewer).select_related("owner").get(number=number)
    series = series_of([found.pk]).get(found.pk, [])
    last = _last(series)
    standing = access.visible_key_results(viewer).filter(metric=found)
    is_computed = found.source == Metric.Source.COMPUTED
    return MetricPage(
        row=_row(found, last, series),
        metric=found,
        readings=tuple(series),
        parts=parts_of(viewer=viewer, metric=found) if is_computed else (),
        key_results=tuple(_latest_first(key_result_rows(standing))),
        guards=_guard_rows(viewer, found, last),
        used_in=_used_in(viewer, found),
        may=_may(viewer, found),
        version=version_of(found),
    )


def _said(word: str) -> Q:
    code = word.upper().removeprefix("M-")
    named = Q(name__icontains=word)
    if code.isdecimal() and len(code) < 10:
        named |= Q(number=int(code))
    return named


def _row(
    metric: Metric, last: tuple[datetime, float] | None, series: Series
) -> MetricRow:
    at, value = last if last is not None else (None, None)
    return MetricRow(
        pk=metric.pk,
        number=metric.number,
        code=metric.code,
        name=metric.name,
        unit=metric.unit,
        source=metric.source,
        source_name=str(Metric.Source(metric.source).label),
        owner=maybe_ref_of(metric.owner),
        latest=value,
        latest_at=at,
        spark=tuple(series[-SPARK_POINTS:]),
    )


def _key_results_on(viewer: Person, ids: Sequence[int]) -> Mapping[int, list[Served]]:
    on: dict[int, list[Served]] = defaultdict(list)
    for metric, pk, number, title in _standing_on(viewer, each_metric=ids):
        on[metric].append(Served(pk, number, f"KR-{number}", title, is_key_result=True))
    return on


@prepared
def _standing_on(
    asker: Person, each_metric: Sequence[int]
) -> QuerySet[KeyResult, tuple[Any, ...]]:
    found = access.visible_key_results(asker).filter(metric__in=each_metric)
    ordered = found.order_by("-due_on", "number")
    return ordered.values_list("metric_id", "pk", "number", "title")


def _guards_on(viewer: Person, ids: Sequence[int]) -> Mapping[int, list[Served]]:
    on: dict[int, list[Served]] = defaultdict(list)
    for rail in _visible_rails(viewer, ids):
        above = rail.objective
        served = Served(
            above.pk, above.number, above.code, above.title, is_key_result=False
        )
        on[rail.metric_id].append(served)
    return on


def _visible_rails(viewer: Person, ids: Sequence[int]) -> list[Guardrail]:
    """Return the guardrails of these metrics on visible objectives: two queries."""
    related = Guardrail.objects.filter(metric__in=ids).select_related("objective")
    rails = list(related.order_by("objective__number"))
    # Asked of a few by their keys: joined, the database would look through all.
    wanted = [rail.objective_id for rail in rails]
    seen = access.visible_objectives(viewer).filter(pk__in=wanted)
    visible = set(seen.values_list("pk", flat=True)) if wanted else set()
    return [rail for rail in rails if rail.objective_id in visible]


def _guard_rows(
    viewer: Person, metric: Metric, last: tuple[datetime, float] | None
) -> tuple[GuardRow, ...]:
    return tuple(
        GuardRow(
            number=rail.objective.number,
            code=rail.objective.code,
            title=rail.objective.title,
            low=rail.low,
            high=rail.high,
            holds=None if last is None else _holds(rail, last[1]),
        )
        for rail in _visible_rails(viewer, [metric.pk])
    )


def _holds(rail: Guardrail, value: float) -> bool:
    is_low = rail.low is not None and value < rail.low
    is_high = rail.high is not None and value > rail.high
    return not (is_low or is_high)


def _used_in(viewer: Person, metric: Metric) -> tuple[MetricRef, ...]:
    above = MetricInput.objects.filter(source=metric).values("metric")
    found = access.visible_metrics(viewer).filter(pk__in=above).order_by("number")
    return tuple(MetricRef(row.number, row.code, row.name, row.unit) for row in found)


def _latest_first(rows: Iterable[KeyResultRow]) -> list[KeyResultRow]:
    return sorted(rows, key=lambda row: (row.due_on, row.number), reverse=True)


def _may(viewer: Person, metric: Metric) -> frozenset[str]:
    is_computed = metric.source == Metric.Source.COMPUTED
    rights = {
        "edit": access.may_edit_metric(viewer, metric),
        "record": not is_computed and access.may_record_reading(viewer, metric),
    }
    return frozenset(name for name, held in rights.items() if held)
