"""Metrics that an objective must not harm."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.models import Guardrail, Metric, Objective
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class GuardrailTerms:
    """A metric and the limits that it must keep."""

    metric: Metric
    low: Decimal | None = None
    high: Decimal | None = None


def set_guardrail(
    *, actor: Person, now: datetime, objective: Objective, terms: GuardrailTerms
) -> Guardrail:
    """Set the limits of a metric for an objective, or change them.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the objective.
    Refused
        If the metric is not there for `actor`.
    """
    access.require_edit_objective(actor, objective)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.set_guardrail",
        subject=objective,
        summary=terms.metric.name,
    ) as change:
        require_not_closed(objective.cycle)
        if not access.visible_metrics(actor).filter(pk=terms.metric.pk).exists():
            message = _("There is no %(code)s.")
            raise Refused({"metric": message % {"code": terms.metric.code}})
        row = objective.guardrails.filter(metric=terms.metric).first()
        if row is None:
            row = Guardrail(objective=objective, metric=terms.metric)
            row.low, row.high = terms.low, terms.high
            change.create(row)
        else:
            change.update(row, low=terms.low, high=terms.high)
        change.emit("okrs.set_guardrail", objective=objective.pk)
    return row


def remove_guardrail(*, actor: Person, now: datetime, guardrail: Guardrail) -> None:
    """Lift a guardrail.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the objective.
    """
    objective = guardrail.objective
    access.require_edit_objective(actor, objective)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.remove_guardrail",
        subject=objective,
        summary=guardrail.metric.name,
    ) as change:
        require_not_closed(objective.cycle)
        change.delete(guardrail)
        change.emit("okrs.remove_guardrail", objective=objective.pk)
