"""Key results: promised, changed, put in order and deleted."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from waypost.core import history, numbers
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.actions.key_result_terms import (
    KeyResultTerms,
    fill,
    promise_now,
    require_able,
    require_same_kind,
    require_still,
)
from waypost.okrs.actions.leftovers import hide_metrics
from waypost.okrs.actions.metrics import MetricTerms, create_metric
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.actions.promises import check_promise, scale_of, warnings_about
from waypost.okrs.actions.steps import check_steps, first_steps
from waypost.okrs.models import KeyResult, Metric, Objective
from waypost.people.models import Person

Kind = KeyResult.Kind


@dataclass(frozen=True, slots=True)
class SavedKeyResult:
    """A key result that was saved, and what to think about once more."""

    key_result: KeyResult
    warnings: tuple[str, ...] = ()


def create_key_result(
    *, actor: Person, now: datetime, objective: Objective, terms: KeyResultTerms
) -> SavedKeyResult:
    """Promise a key result, with a new metric if its terms say so.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not add to the objective.
    Refused
        If it does not fit into the cycle, or its values do not fit the metric.
    """
    access.require_add_key_result(actor, objective)
    with history.change(actor=actor, now=now, verb="okrs.create_key_result") as change:
        require_not_closed(objective.cycle)
        require_able_owner(terms.owner)
        if terms.delegate is not None:
            require_able_owner(terms.delegate, field="delegate")
        key_result = KeyResult(objective=objective, number=numbers.take("KR"))
        fill(key_result, terms, _metric(terms, actor=actor, now=now))
        key_result.scale = scale_of(key_result)
        key_result.position = objective.key_results.count()
        check_promise(key_result)
        steps = check_steps(key_result, terms.steps)
        change.create(key_result)
        for step in first_steps(key_result, steps):
            change.create(step)
        change.about(key_result, key_result.title)
        change.emit("okrs.create_key_result", key_result=key_result.pk)
    return SavedKeyResult(key_result, warnings_about(key_result))


def edit_key_result(
    *,
    actor: Person,
    now: datetime,
    key_result: KeyResult,
    terms: KeyResultTerms,
    version: int | None = None,
) -> SavedKeyResult:
    """Change a key result; its steps have actions of their own.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither it nor its objective.
    TargetIsRunning
        If it counts already and its promise would move.
    Refused
        If it would change its kind, or does not fit into the cycle or its metric.
    """
    access.require_edit_key_result(actor, key_result)
    with changing(actor, now, "okrs.edit_key_result", key_result) as change:
        history.require_version(key_result, version)
        require_not_closed(key_result.objective.cycle)
        require_same_kind(key_result, terms)
        require_able(key_result, terms)
        values = terms.values()
        values["metric"] = _metric(terms, actor=actor, now=now)
        draft = KeyResult.objects.select_related("objective__cycle", "metric")
        edited = draft.select_for_update(of=("self",)).get(pk=key_result.pk)
        before = promise_now(edited)
        for name, value in values.items():
            setattr(edited, name, value)
        require_still(edited, before)
        values["scale"] = edited.scale
        if not access.is_running(edited):
            values["scale"] = scale_of(edited)
        check_promise(edited)
        change.update(key_result, **values)
        rename_only_step(change, key_result)
        change.emit("okrs.edit_key_result", key_result=key_result.pk)
    return SavedKeyResult(key_result, warnings_about(key_result))


def reorder_key_results(
    *,
    actor: Person,
    now: datetime,
    objective: Objective,
    key_results: Sequence[KeyResult],
) -> None:
    """Put the key results of an objective into this order.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not add to the objective.
    Refused
        If the list is not that of its key results.
    """
    access.require_add_key_result(actor, objective)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.reorder_key_results",
        subject=objective,
        summary=objective.title,
    ) as change:
        require_not_closed(objective.cycle)
        own = {row.pk: row for row in objective.key_results.all()}
        order = [key_result.pk for key_result in key_results]
        if sorted(order) != sorted(own):
            message = _("The list has changed since you opened it; reload the page.")
            raise Refused(message)
        for position, pk in enumerate(order):
            change.update(own[pk], position=position)
        change.emit("okrs.reorder_key_results", objective=objective.pk)


def delete_key_result(*, actor: Person, now: datetime, key_result: KeyResult) -> None:
    """Delete a key result with its check-ins; readings stay with the metric.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not add to its objective.
    CycleIsClosed
        If its cycle is closed.
    """
    access.require_add_key_result(actor, key_result.objective)
    with changing(actor, now, "okrs.delete_key_result", key_result) as change:
        require_not_closed(key_result.objective.cycle)
        change.emit("okrs.delete_key_result", key_result=key_result.pk)
        going = KeyResult.objects.filter(pk=key_result.pk)
        hide_metrics(change, key_result.objective, going)
        change.delete(key_result)


def changing(
    actor: Person, now: datetime, verb: str, key_result: KeyResult
) -> AbstractContextManager[history.Recorder]:
    """Open a change set about `key_result`."""
    return history.change(
        actor=actor, now=now, verb=verb, subject=key_result, summary=key_result.title
    )


def _metric(terms: KeyResultTerms, *, actor: Person, now: datetime) -> Metric | None:
    """Return the metric, created if it is new, that the key result stands on."""
    if terms.kind not in {Kind.METRIC, Kind.RANGE}:
        return None
    if isinstance(terms.metric, MetricTerms):
        return create_metric(actor=actor, now=now, terms=terms.metric)
    metric = terms.metric
    if metric is None:
        raise Refused({"metric": _("Say which metric it moves.")})
    if not access.visible_metrics(actor).filter(pk=metric.pk).exists():
        message = _("There is no %(code)s.")
        raise Refused({"metric": message % {"code": metric.code}})
    return metric


def rename_only_step(change: history.Recorder, key_result: KeyResult) -> None:
    """Let the one step of done-or-not bear its name."""
    if key_result.kind == Kind.BINARY:
        for step in key_result.steps.all():
            change.update(step, title=key_result.title)
