"""Cycles: planned, started, graded, closed."""

from collections.abc import Mapping, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed, say_day
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.people.models import Person

State = Cycle.State
Changing = AbstractContextManager[history.Recorder]


@dataclass(frozen=True, slots=True)
class CycleTerms:
    """What is said of a cycle; its last day is included."""

    name: str
    starts_on: date
    ends_on: date
    kind: str = Cycle.Kind.QUARTER
    parent: Cycle | None = None
    manager: Person | None = None

    @classmethod
    def of(cls, cycle: Cycle) -> "CycleTerms":
        """Return the terms as they are."""
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(cycle, name) for name in names})

    def values(self) -> dict[str, object]:
        """Return the columns."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Closing:
    """What becomes, at the end, of what nobody has decided.

    What was never agreed is cancelled, or with `agrees` closed like the rest. `scores`
    are the final scores, by key (pk), of objectives that have none yet.
    """

    agrees: bool = False
    scores: Mapping[int, float] = field(default_factory=dict)


def create_cycle(
    *, actor: Person, now: datetime, terms: CycleTerms, is_running: bool = False
) -> Cycle:
    """Add a cycle, in planning unless it is to run at once.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it does not lie inside its parent.
    """
    access.require_create_cycle(actor)
    with history.change(actor=actor, now=now, verb="okrs.create_cycle") as change:
        _require_inside_parent(terms)
        state = State.ACTIVE if is_running else State.PLANNING
        cycle = change.create(Cycle(state=state, **terms.values()))
        change.about(cycle, cycle.name)
        change.emit("okrs.create_cycle", cycle=cycle.pk)
    return cycle


def edit_cycle(
    *,
    actor: Person,
    now: datetime,
    cycle: Cycle,
    terms: CycleTerms,
    version: int | None = None,
) -> Cycle:
    """Change a cycle that is not closed; only an admin names another manager.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither runs the cycle nor is an admin.
    Refused
        If a key result or a cycle in it would fall outside.
    """
    access.require_manage_cycle(actor, cycle)
    if terms.manager != cycle.manager:
        access.require_create_cycle(actor)
    with _changing(actor, now, "okrs.edit_cycle", cycle) as change:
        history.require_version(cycle, version)
        require_not_closed(cycle)
        _require_inside_parent(terms)
        _require_no_circle(cycle, terms.parent)
        _require_contents_inside(cycle, terms)
        change.update(cycle, **terms.values())
        change.emit("okrs.edit_cycle", cycle=cycle.pk)
    return cycle


def start_cycle(*, actor: Person, now: datetime, cycle: Cycle) -> None:
    """Start a cycle: what was proposed is agreed, and targets run.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither runs the cycle nor is an admin.
    Refused
        If it is not in planning.
    """
    access.require_manage_cycle(actor, cycle)
    with _changing(actor, now, "okrs.start_cycle", cycle) as change:
        _step(change, cycle, [State.PLANNING], State.ACTIVE)
        _set_states(change, cycle, {Objective.State.PROPOSED}, Objective.State.ACTIVE)
        change.emit("okrs.start_cycle", cycle=cycle.pk)


def begin_grading(*, actor: Person, now: datetime, cycle: Cycle) -> None:
    """Begin to grade a cycle; check-ins stay possible until it is closed.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither runs the cycle nor is an admin.
    Refused
        If it is not active.
    """
    access.require_manage_cycle(actor, cycle)
    with _changing(actor, now, "okrs.begin_grading", cycle) as change:
        _step(change, cycle, [State.ACTIVE], State.GRADING)
        change.emit("okrs.begin_grading", cycle=cycle.pk)


def close_cycle(
    *, actor: Person, now: datetime, cycle: Cycle, closing: Closing | None = None
) -> None:
    """Close a cycle with its objectives; what was never agreed is cancelled.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither runs the cycle nor is an admin.
    Refused
        If it neither runs nor is being graded.
    """
    access.require_manage_cycle(actor, cycle)
    decided = closing or Closing()
    before = {Objective.State.ACTIVE}
    unagreed = {Objective.State.DRAFT, Objective.State.PROPOSED}
    with _changing(actor, now, "okrs.close_cycle", cycle) as change:
        _step(change, cycle, [State.ACTIVE, State.GRADING], State.CLOSED)
        if decided.agrees:
            before |= unagreed
        else:
            _set_states(change, cycle, unagreed, Objective.State.CANCELLED)
        _score(change, cycle, before, decided.scores)
        _set_states(change, cycle, before, Objective.State.CLOSED)
        change.emit("okrs.close_cycle", cycle=cycle.pk)


def delete_cycle(*, actor: Person, now: datetime, cycle: Cycle) -> None:
    """Delete an empty cycle.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If it has objectives.
    """
    access.require_create_cycle(actor)
    with _changing(actor, now, "okrs.delete_cycle", cycle) as change:
        if cycle.objectives.exists():
            message = _("%(cycle)s has objectives; delete or move them first.")
            raise Refused(message % {"cycle": cycle.name})
        change.emit("okrs.delete_cycle", cycle=cycle.pk)
        change.delete(cycle)


def _changing(actor: Person, now: datetime, verb: str, cycle: Cycle) -> Changing:
    return history.change(
        actor=actor, now=now, verb=verb, subject=cycle, summary=cycle.name
    )


def _step(
    change: history.Recorder, cycle: Cycle, before: list[State], after: State
) -> None:
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if locked.state not in before:
        message = _("%(cycle)s is in “%(state)s”; this needs %(needed)s.")
        needed = _(" or ").join(f"“{each.label}”" for each in before)
        words = {
            "cycle": locked.name,
            "state": locked.get_state_display(),
            "needed": needed,
        }
        raise Refused(message % words)
    change.update(cycle, state=after)


def _set_states(
    change: history.Recorder, cycle: Cycle, before: Set[str], after: str
) -> None:
    rows = list(cycle.objectives.filter(state__in=before))
    for row in rows:
        row.state = after
    change.update_many(rows, ["state"])


def _score(
    change: history.Recorder,
    cycle: Cycle,
    states: Set[str],
    scores: Mapping[int, float],
) -> None:
    """Write the scores of what has none; what was learned is graded by its words."""
    found = cycle.objectives.filter(state__in=states, final_score=None)
    rows = [
        row for row in found.exclude(kind=Objective.Kind.LEARNING) if row.pk in scores
    ]
    for row in rows:
        row.final_score = min(1.0, max(0.0, scores[row.pk]))
    change.update_many(rows, ["final_score"])


def _require_inside_parent(terms: CycleTerms) -> None:
    parent = terms.parent
    if parent is None:
        return
    if terms.starts_on < parent.starts_on or terms.ends_on > parent.ends_on:
        message = _("It does not lie inside %(parent)s, %(start)s to %(end)s.")
        words = {
            "parent": parent.name,
            "start": say_day(parent.starts_on),
            "end": say_day(parent.ends_on),
        }
        raise Refused({"parent": message % words})


def _require_no_circle(cycle: Cycle, parent: Cycle | None) -> None:
    if parent is None:
        return
    graphs.lock("cycles")
    pairs = Cycle.objects.filter(parent__isnull=False).values_list("pk", "parent_id")
    edges = {pk: [up] for pk, up in pairs}
    if graphs.path_between(edges, parent.pk, cycle.pk):
        raise Refused({"parent": _("A cycle does not lie inside itself.")})


def _require_contents_inside(cycle: Cycle, terms: CycleTerms) -> None:
    outside = Q(starts_on__lt=terms.starts_on) | Q(ends_on__gt=terms.ends_on)
    part = cycle.parts.filter(outside).first()
    if part is not None:
        message = _("%(part)s, which lies in it, would fall outside.")
        raise Refused(message % {"part": part.name})
    inside = KeyResult.objects.filter(objective__cycle=cycle)
    outside = Q(starts_on__lt=terms.starts_on) | Q(due_on__gt=terms.ends_on)
    count = inside.filter(outside).count()
    if count:
        message = _("%(count)d of its key results would fall outside; move them first.")
        raise Refused(message % {"count": count})
