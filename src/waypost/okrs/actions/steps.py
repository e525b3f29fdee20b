"""Steps of a key result: added, done, taken up again."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.models import KeyResult, Step
from waypost.people.installation import local_day
from waypost.people.models import Person

Kind = KeyResult.Kind


@dataclass(frozen=True, slots=True)
class StepTerms:
    """What is said of a step."""

    title: str
    weight: float = 1


def add_step(
    *, actor: Person, now: datetime, key_result: KeyResult, terms: StepTerms
) -> Step:
    """Add a step at the end.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither the key result nor its objective.
    Refused
        If the key result is not made of steps.
    """
    access.require_edit_key_result(actor, key_result)
    with _changing(actor, now, "okrs.add_step", key_result) as change:
        if key_result.kind != Kind.STEPS:
            raise Refused(_("This key result is not made of steps."))
        step = Step(key_result=key_result, title=terms.title, weight=terms.weight)
        step.position = _next_position(key_result)
        change.create(step)
        change.emit("okrs.add_step", key_result=key_result.pk, step=step.pk)
    return step


def edit_step(
    *,
    actor: Person,
    now: datetime,
    step: Step,
    terms: StepTerms,
    version: int | None = None,
) -> Step:
    """Rename a step, or give it another weight.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither the key result nor its objective.
    """
    access.require_edit_key_result(actor, step.key_result)
    with _changing(actor, now, "okrs.edit_step", step.key_result) as change:
        history.require_version(step, version)
        change.update(step, title=terms.title, weight=terms.weight)
        change.emit("okrs.edit_step", key_result=step.key_result_id, step=step.pk)
    return step


def complete_step(
    *, actor: Person, now: datetime, step: Step, done_on: date | None = None
) -> None:
    """Mark a step as done, today unless said otherwise.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not check in on the key result.
    Refused
        If the day lies ahead.
    """
    access.require_check_in(actor, step.key_result)
    with _changing(actor, now, "okrs.complete_step", step.key_result) as change:
        mark_step(change, step, done_on or local_day(now), today=local_day(now))
        change.emit("okrs.complete_step", key_result=step.key_result_id, step=step.pk)


def reopen_step(*, actor: Person, now: datetime, step: Step) -> None:
    """Take back that a step is done.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not check in on the key result.
    """
    access.require_check_in(actor, step.key_result)
    with _changing(actor, now, "okrs.reopen_step", step.key_result) as change:
        change.update(step, done_on=None)
        change.emit("okrs.reopen_step", key_result=step.key_result_id, step=step.pk)


def remove_step(*, actor: Person, now: datetime, step: Step) -> None:
    """Take a step out, and the bets on it with it.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither the key result nor its objective.
    Refused
        If it is the last one.
    """
    key_result = step.key_result
    access.require_edit_key_result(actor, key_result)
    with _changing(actor, now, "okrs.remove_step", key_result) as change:
        if not key_result.steps.exclude(pk=step.pk).exists():
            raise Refused(_("A key result made of steps keeps at least one."))
        change.emit("okrs.remove_step", key_result=key_result.pk, step=step.pk)
        change.delete(step)


def reorder_steps(
    *, actor: Person, now: datetime, key_result: KeyResult, steps: Sequence[Step]
) -> None:
    """Put the steps into this order.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither the key result nor its objective.
    Refused
        If the list is not that of its steps.
    """
    access.require_edit_key_result(actor, key_result)
    with _changing(actor, now, "okrs.reorder_steps", key_result) as change:
        own = {row.pk: row for row in key_result.steps.all()}
        order = [step.pk for step in steps]
        if sorted(order) != sorted(own):
            message = _("The list has changed since you opened it; reload the page.")
            raise Refused(message)
        for position, pk in enumerate(order):
            change.update(own[pk], position=position)
        change.emit("okrs.reorder_steps", key_result=key_result.pk)


def check_steps(
    key_result: KeyResult, steps: Sequence[StepTerms]
) -> Sequence[StepTerms]:
    """Return the steps to begin with: done-or-not is one, named like the key result."""
    if key_result.kind == Kind.BINARY:
        return [StepTerms(key_result.title)]
    if key_result.kind == Kind.STEPS and not steps:
        raise Refused({"steps": _("Name at least one step.")})
    if key_result.is_measured and steps:
        raise Refused({"steps": _("This key result is not made of steps.")})
    return steps


def first_steps(key_result: KeyResult, steps: Sequence[StepTerms]) -> list[Step]:
    """Return the rows of the steps to begin with."""
    return [
        Step(
            key_result=key_result, title=each.title, weight=each.weight, position=place
        )
        for place, each in enumerate(steps)
    ]


def mark_step(
    change: history.Recorder, step: Step, done_on: date, *, today: date
) -> None:
    """Mark a step as done inside an open change set."""
    if done_on > today:
        raise Refused({"done_on": _("A step is not done on a day that lies ahead.")})
    change.update(step, done_on=done_on)


def _next_position(key_result: KeyResult) -> int:
    last = key_result.steps.order_by("-position").first()
    return 0 if last is None else last.position + 1


def _changing(
    actor: Person, now: datetime, verb: str, key_result: KeyResult
) -> AbstractContextManager[history.Recorder]:
    require_not_closed(key_result.objective.cycle)
    return history.change(
        actor=actor, now=now, verb=verb, subject=key_result, summary=key_result.title
    )
