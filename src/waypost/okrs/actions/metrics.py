"""Metrics: what is followed over time, and formulas over them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from django.db.models import Max, Min, ProtectedError, Q
from django.utils.translation import gettext as _

from waypost.core import graphs, history, numbers
from waypost.okrs import access, formulas
from waypost.okrs.actions.errors import Refused, WouldCircle
from waypost.okrs.models import Metric, MetricInput
from waypost.okrs.queries import parts as queries
from waypost.people.models import Person

GUARD = "formulas"


class MetricInUse(Refused):
    """Something still stands on the metric."""


@dataclass(frozen=True, slots=True)
class MetricTerms:
    """What is said of a metric."""

    name: str
    unit: str = ""
    better: str = Metric.Better.HIGHER
    lower_bound: Decimal | None = None
    upper_bound: Decimal | None = None
    is_counter: bool = False
    owner: Person | None = None
    source: str = Metric.Source.HAND
    formula: str = ""

    @classmethod
    def of(cls, metric: Metric) -> "MetricTerms":
        """Return the terms as they are."""
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(metric, name) for name in names})

    def values(self) -> dict[str, object]:
        """Return the columns."""
        shallow = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return shallow | {"name": self.name.strip(), "formula": self.formula.strip()}


def create_metric(*, actor: Person, now: datetime, terms: MetricTerms) -> Metric:
    """Add a metric; without an owner it is its maker's.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` only reads.
    waypost.okrs.formulas.FormulaError
        If its formula is none.
    """
    access.require_create_metric(actor)
    with history.change(actor=actor, now=now, verb="okrs.create_metric") as change:
        values = terms.values()
        metric = Metric(
            number=numbers.take("M"), **values | {"owner": values["owner"] or actor}
        )
        change.create(metric)
        _set_inputs(change, actor, metric)
        change.about(metric, metric.name)
        change.emit("okrs.create_metric", metric=metric.pk)
    return metric


def edit_metric(
    *,
    actor: Person,
    now: datetime,
    metric: Metric,
    terms: MetricTerms,
    version: int | None = None,
) -> Metric:
    """Change a metric.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither owns it nor plans.
    Refused
        If its readings would break the new bounds, or its formula forms a circle.
    """
    access.require_edit_metric(actor, metric)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.edit_metric",
        subject=metric,
        summary=metric.name,
    ) as change:
        history.require_version(metric, version)
        _require_readings_fit(metric, terms)
        change.update(metric, **terms.values())
        _set_inputs(change, actor, metric)
        change.emit("okrs.edit_metric", metric=metric.pk)
    return metric


def delete_metric(*, actor: Person, now: datetime, metric: Metric) -> None:
    """Delete a metric that nothing stands on, with its readings.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither owns it nor plans.
    MetricInUse
        If a key result, guardrail, formula or bet needs it.
    """
    access.require_edit_metric(actor, metric)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.delete_metric",
        subject=metric,
        summary=metric.name,
    ) as change:
        change.emit("okrs.delete_metric", metric=metric.pk)
        try:
            change.delete(metric)
        except ProtectedError as error:
            message = _(
                "%(metric)s is used by a key result, a guardrail, a formula or a bet."
            )
            raise MetricInUse(message % {"metric": metric.name}) from error


def _set_inputs(change: history.Recorder, actor: Person, metric: Metric) -> None:
    """Make the stored inputs those that the formula names."""
    wanted = _inputs(actor, metric) if metric.formula else {}
    for row in metric.inputs.all():
        if wanted.pop(row.source_id, None) is None:
            change.delete(row)
    for source in wanted.values():
        change.create(MetricInput(metric=metric, source=source))


def _inputs(actor: Person, metric: Metric) -> dict[int, Metric]:
    formula = _parsed(metric.formula)
    known = set(metric.inputs.values_list("source_id", flat=True))
    seen = access.visible_metrics(actor).values("pk")
    rows = Metric.objects.filter(number__in=formula.inputs)
    found = {row.number: row for row in rows.filter(Q(pk__in=seen) | Q(pk__in=known))}
    for number in sorted(formula.inputs - found.keys()):
        raise Refused({"formula": queries.no_metric(number)})
    _require_no_circle(actor, metric, found.values())
    return {row.pk: row for row in found.values()}


def _parsed(text: str) -> formulas.Formula:
    try:
        return formulas.parse(text)
    except formulas.FormulaError as error:
        raise Refused({"formula": error.messages}) from error


def _require_no_circle(
    actor: Person, metric: Metric, sources: Iterable[Metric]
) -> None:
    graphs.lock(GUARD)
    circle = queries.circle_of(actor, metric, sources)
    if circle:
        raise WouldCircle({"formula": circle})


def _require_readings_fit(metric: Metric, terms: MetricTerms) -> None:
    span = metric.readings.aggregate(low=Min("value"), high=Max("value"))
    if span["low"] is None:
        return
    if terms.source == Metric.Source.COMPUTED and metric.source != terms.source:
        message = _("It has readings; a computed metric takes none.")
        raise Refused({"source": message})
    if terms.lower_bound is not None and span["low"] < terms.lower_bound:
        raise Refused({"lower_bound": _("A reading lies below it already.")})
    if terms.upper_bound is not None and span["high"] > terms.upper_bound:
        raise Refused({"upper_bound": _("A reading lies above it already.")})
    if terms.is_counter and not metric.is_counter:
        _require_rising(metric)


def _require_rising(metric: Metric) -> None:
    ordered = metric.readings.order_by("observed_at", "pk")
    values = list(ordered.values_list("value", flat=True))
    if any(later < earlier for earlier, later in pairwise(values)):
        raise Refused({"is_counter": _("Its readings fall; a counter never does.")})
