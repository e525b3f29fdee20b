"""Key results: promised, changed while nothing runs, moved with a reason."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core import history, numbers
from waypost.okrs import access
from waypost.okrs.actions.errors import (
    Refused,
    TargetIsRunning,
    require_not_closed,
)
from waypost.okrs.actions.leftovers import hide_metrics
from waypost.okrs.actions.metrics import MetricTerms, create_metric
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.actions.promises import check_promise, scale_of, warnings_about
from waypost.okrs.actions.steps import StepTerms, check_steps, first_steps
from waypost.okrs.models import ExpectedPoint, KeyResult, Metric, Objective
from waypost.people.models import Person

Kind = KeyResult.Kind
_RUNNING = ("metric_id", "baseline", "target", "low", "high", "starts_on", "due_on")


@dataclass(frozen=True, slots=True)
class KeyResultTerms:
    """What is said of a key result.

    `metric` may be the terms of a new one. Without a `baseline` the metric's last
    reading is it. `steps` are those it begins with; later they have actions of their
    own.
    """

    title: str
    owner: Person
    starts_on: date
    due_on: date
    kind: str = Kind.METRIC
    metric: Metric | MetricTerms | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    path: str = KeyResult.Path.STRAIGHT
    weight: float = 1
    cadence_days: int = KeyResult.Cadence.WEEKLY
    delegate: Person | None = None
    steps: tuple[StepTerms, ...] = ()

    @classmethod
    def of(cls, key_result: KeyResult) -> "KeyResultTerms":
        """Return the terms as they are, without the steps."""
        names = set(cls.__dataclass_fields__) - {"steps"}
        return cls(**{name: getattr(key_result, name) for name in names})

    def values(self) -> dict[str, object]:
        """Return the columns, those that its kind does not use empty."""
        names = set(self.__dataclass_fields__) - {"steps"}
        values = {name: getattr(self, name) for name in names}
        unused = {
            Kind.METRIC: ("low", "high"),
            Kind.RANGE: ("target",),
        }.get(Kind(self.kind), ("metric", "baseline", "target", "low", "high"))
        values |= dict.fromkeys(unused)
        return values | {"title": self.title.strip()}


@dataclass(frozen=True, slots=True)
class SavedKeyResult:
    """A key result that was saved, and what to think about once more."""

    key_result: KeyResult
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """What moves of a promise that runs; None stays as it is."""

    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None

    def values(self) -> dict[str, object]:
        """Return the columns that move."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in values.items() if value is not None}


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


def move_target(
    *,
    actor: Person,
    now: datetime,
    key_result: KeyResult,
    move: Move,
    reason: str,
    version: int | None = None,
) -> KeyResult:
    """Move target, range, baseline or dates of what runs; the reviewer is told.

    The scale stays as first agreed, so that moving the target hides no miss.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` does not own the objective.
    Refused
        Without a reason, or if the promise no longer fits.
    """
    access.require_move_target(actor, key_result)
    if not reason.strip():
        raise Refused({"reason": _("Say why it moves; the reviewer will read it.")})
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.move_target",
        subject=key_result,
        summary=key_result.title,
        reason=reason.strip(),
    ) as change:
        history.require_version(key_result, version)
        require_not_closed(key_result.objective.cycle)
        values = move.values()
        for name, value in values.items():
            setattr(key_result, name, value)
        check_promise(key_result)
        if not change.update(key_result, **values):
            raise Refused(_("Nothing moves: these are the values it has."))
        reviewer = key_result.objective.reviewer_id
        change.emit("okrs.move_target", key_result=key_result.pk, reviewer=reviewer)
    return key_result


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


def set_points(
    *,
    actor: Person,
    now: datetime,
    key_result: KeyResult,
    points: Sequence[tuple[date, Decimal]],
) -> None:
    """Say which values are expected on the way; none makes the path straight.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither the key result nor its objective.
    Refused
        If a day lies outside its dates or comes twice.
    """
    access.require_edit_key_result(actor, key_result)
    with changing(actor, now, "okrs.set_points", key_result) as change:
        require_not_closed(key_result.objective.cycle)
        wanted = dict(points)
        _check_points(key_result, points)
        for row in key_result.points.all():
            value = wanted.pop(row.day, None)
            if value is None:
                change.delete(row)
            else:
                change.update(row, value=value)
        for day, value in sorted(wanted.items()):
            change.create(ExpectedPoint(key_result=key_result, day=day, value=value))
        path = KeyResult.Path.POINTS if points else KeyResult.Path.STRAIGHT
        change.update(key_result, path=path)
        change.emit("okrs.set_points", key_result=key_result.pk)


def changing(
    actor: Person, now: datetime, verb: str, key_result: KeyResult
) -> AbstractContextManager[history.Recorder]:
    """Open a change set about `key_result`."""
    return history.change(
        actor=actor, now=now, verb=verb, subject=key_result, summary=key_result.title
    )


def fill(key_result: KeyResult, terms: KeyResultTerms, metric: Metric | None) -> None:
    """Put the terms into a new row; without a baseline, the last reading is it."""
    for name, value in (terms.values() | {"metric": metric}).items():
        setattr(key_result, name, value)
    if metric is not None and key_result.baseline is None:
        latest = metric.readings.order_by("-observed_at", "-pk").first()
        key_result.baseline = latest.value if latest else None


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


def promise_now(key_result: KeyResult) -> dict[str, object]:
    """Return what must stay once it counts."""
    return {name: getattr(key_result, name) for name in _RUNNING}


def require_still(edited: KeyResult, before: dict[str, object]) -> None:
    """Refuse that what counts already moves without a reason."""
    if access.is_running(edited) and promise_now(edited) != before:
        message = _(
            "It counts already: the owner of the objective moves its target or dates,"
            " with a reason."
        )
        raise TargetIsRunning(message)


def require_same_kind(key_result: KeyResult, terms: KeyResultTerms) -> None:
    """Refuse another kind, but for a metric and a range before it runs."""
    measured = {Kind.METRIC, Kind.RANGE}
    if terms.kind == key_result.kind:
        return
    if {terms.kind, key_result.kind} <= measured and not access.is_running(key_result):
        return
    message = _("A key result keeps its kind; delete it and promise another.")
    raise Refused({"kind": message})


def require_able(key_result: KeyResult, terms: KeyResultTerms) -> None:
    """Refuse that somebody new answers who has left or only reads."""
    if terms.owner != key_result.owner:
        require_able_owner(terms.owner)
    if terms.delegate is not None and terms.delegate != key_result.delegate:
        require_able_owner(terms.delegate, field="delegate")


def rename_only_step(change: history.Recorder, key_result: KeyResult) -> None:
    """Let the one step of done-or-not bear its name."""
    if key_result.kind == Kind.BINARY:
        for step in key_result.steps.all():
            change.update(step, title=key_result.title)


def _check_points(
    key_result: KeyResult, points: Sequence[tuple[date, Decimal]]
) -> None:
    days = [day for day, _value in points]
    if len(set(days)) < len(days):
        raise Refused({"points": _("A day is listed twice.")})
    if any(not key_result.starts_on < day < key_result.due_on for day in days):
        message = _("A point lies between the start and the due date.")
        raise Refused({"points": message})
