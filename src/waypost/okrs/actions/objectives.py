"""Objectives: written, agreed, changed, deleted."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from waypost.core import history, numbers
from waypost.core.fields import Visibility
from waypost.okrs import access
from waypost.okrs.actions.alignments import Parent, add_alignments
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.actions.leftovers import hide_metrics
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.models import Cycle, Objective, ObjectiveViewer
from waypost.people.models import Person, Team

State = Objective.State
_WRITABLE = {State.DRAFT, State.PROPOSED, State.ACTIVE}
# From which states each may follow.
_BEFORE = {
    State.PROPOSED: {State.DRAFT},
    State.ACTIVE: {State.DRAFT, State.PROPOSED, State.CANCELLED},
    State.CANCELLED: _WRITABLE,
}


@dataclass(frozen=True, slots=True)
class ObjectiveTerms:
    """What is said of an objective."""

    title: str
    cycle: Cycle
    owner: Person
    level: str = Objective.Level.COMPANY
    team: Team | None = None
    person: Person | None = None
    why: str = ""
    reviewer: Person | None = None
    kind: str = Objective.Kind.ASPIRATIONAL
    visibility: str = Visibility.EVERYONE
    priority: int = 3
    weight: float = 1
    state: str = State.ACTIVE

    @classmethod
    def of(cls, objective: Objective) -> "ObjectiveTerms":
        """Return the terms as they are."""
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(objective, name) for name in names})

    def values(self) -> dict[str, object]:
        """Return the columns."""
        shallow = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return shallow | {"title": self.title.strip()}


def create_objective(
    *,
    actor: Person,
    now: datetime,
    terms: ObjectiveTerms,
    serves: Sequence[Parent] = (),
    viewers: Sequence[Person] = (),
) -> Objective:
    """Write an objective down, with all that it supports.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not write objectives of that level.
    Refused
        If its cycle is closed, or a parent is not there for `actor`.
    """
    access.require_create_objective(
        actor,
        cycle=terms.cycle,
        level=terms.level,
        team=terms.team,
        holder=terms.person,
    )
    with history.change(actor=actor, now=now, verb="okrs.create_objective") as change:
        objective = write_objective(change, actor, terms, serves, viewers)
        change.about(objective, objective.title)
    return objective


def write_objective(
    change: history.Recorder,
    actor: Person,
    terms: ObjectiveTerms,
    serves: Sequence[Parent] = (),
    viewers: Sequence[Person] = (),
) -> Objective:
    """Write an objective down inside an open change set; the right was asked for."""
    require_not_closed(terms.cycle)
    require_writable(terms.state)
    require_able_owner(terms.owner)
    objective = Objective(number=numbers.take("O"), **terms.values())
    change.create(objective)
    add_alignments(change, actor, objective, serves)
    _replace_viewers(change, objective, viewers)
    change.emit("okrs.create_objective", objective=objective.pk)
    return objective


def edit_objective(
    *,
    actor: Person,
    now: datetime,
    objective: Objective,
    terms: ObjectiveTerms,
    version: int | None = None,
) -> Objective:
    """Change an objective.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not write objectives of its level, or of the one it is to have.
    waypost.core.history.Stale
        If somebody else saved it after `version`.
    Refused
        If a cycle is closed, or a key result would fall outside its cycle.
    """
    access.require_edit_objective(actor, objective)
    if terms.level != objective.level or terms.level != Objective.Level.PROJECT:
        access.require_create_objective(
            actor,
            cycle=terms.cycle,
            level=terms.level,
            team=terms.team,
            holder=terms.person,
        )
    with changing(actor, now, "okrs.edit_objective", objective) as change:
        history.require_version(objective, version)
        require_not_closed(objective.cycle)
        require_not_closed(terms.cycle)
        if terms.state != objective.state:
            require_writable(terms.state)
        if terms.owner != objective.owner:
            require_able_owner(terms.owner)
        require_key_results_inside(objective, terms.cycle)
        change.update(objective, **terms.values())
        change.emit("okrs.edit_objective", objective=objective.pk)
    return objective


def propose_objective(*, actor: Person, now: datetime, objective: Objective) -> None:
    """Put a draft forward."""
    _move(actor, now, objective, after=State.PROPOSED)


def activate_objective(*, actor: Person, now: datetime, objective: Objective) -> None:
    """Agree on an objective: from now on it counts."""
    _move(actor, now, objective, after=State.ACTIVE)


def cancel_objective(*, actor: Person, now: datetime, objective: Objective) -> None:
    """Give an objective up; it stays readable and counts no more."""
    _move(actor, now, objective, after=State.CANCELLED)


def delete_objective(*, actor: Person, now: datetime, objective: Objective) -> None:
    """Delete an objective with its key results, check-ins and bets.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit it.
    CycleIsClosed
        If its cycle is closed.
    """
    access.require_edit_objective(actor, objective)
    with changing(actor, now, "okrs.delete_objective", objective) as change:
        require_not_closed(objective.cycle)
        change.emit("okrs.delete_objective", objective=objective.pk)
        hide_metrics(change, objective, objective.key_results.all())
        change.delete(objective)


def grade_objective(
    *,
    actor: Person,
    now: datetime,
    objective: Objective,
    score: float | None,
    reflection: str = "",
) -> None:
    """Give the final score; a learning objective is graded by its words alone.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither runs the cycle nor is an admin.
    Refused
        If the cycle is not being graded.
    """
    access.require_manage_cycle(actor, objective.cycle)
    with changing(actor, now, "okrs.grade_objective", objective) as change:
        if objective.cycle.state != Cycle.State.GRADING:
            message = _("%(cycle)s is not being graded.")
            raise Refused(message % {"cycle": objective.cycle.name})
        if score is None and not reflection.strip():
            raise Refused({"reflection": _("Say what was learned.")})
        if score is not None and objective.kind == Objective.Kind.LEARNING:
            message = _("A learning objective is graded by its written answer.")
            raise Refused({"score": message})
        change.update(objective, final_score=score, reflection=reflection)
        change.emit("okrs.grade_objective", objective=objective.pk)


def set_viewers(
    *, actor: Person, now: datetime, objective: Objective, people: Sequence[Person]
) -> None:
    """Say who else may see an objective that is not for everyone.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit it.
    """
    access.require_edit_objective(actor, objective)
    with changing(actor, now, "okrs.set_viewers", objective) as change:
        _replace_viewers(change, objective, people)
        change.emit("okrs.set_viewers", objective=objective.pk)


def changing(
    actor: Person, now: datetime, verb: str, objective: Objective
) -> AbstractContextManager[history.Recorder]:
    """Open a change set about `objective`."""
    return history.change(
        actor=actor, now=now, verb=verb, subject=objective, summary=objective.title
    )


def require_step(objective: Objective, after: str) -> None:
    """Refuse a state that does not follow from the one it has.

    Raises
    ------
    Refused
        With both in words.
    """
    if objective.state not in _BEFORE.get(State(after), set()):
        message = _("The objective is “%(state)s” and cannot become “%(after)s”.")
        words = {"state": objective.get_state_display(), "after": State(after).label}
        raise Refused(message % words)


def _move(actor: Person, now: datetime, objective: Objective, *, after: State) -> None:
    access.require_edit_objective(actor, objective)
    verb = f"okrs.objective_{after.value}"
    with changing(actor, now, verb, objective) as change:
        require_not_closed(objective.cycle)
        locked = Objective.objects.select_for_update().get(pk=objective.pk)
        require_step(locked, after)
        change.update(objective, state=after)
        change.emit(verb, objective=objective.pk)


def _replace_viewers(
    change: history.Recorder, objective: Objective, people: Iterable[Person]
) -> None:
    wanted = {person.pk: person for person in people}
    for row in objective.viewers.all():
        if wanted.pop(row.person_id, None) is None:
            change.delete(row)
    change.create_many(
        ObjectiveViewer(objective=objective, person=person)
        for person in wanted.values()
    )


def require_writable(state: str) -> None:
    """Refuse a state in which no objective is written down."""
    if state not in _WRITABLE:
        message = _("An objective is written as a draft, proposed or active.")
        raise Refused({"state": message})


def require_key_results_inside(objective: Objective, cycle: Cycle) -> None:
    """Refuse a cycle into which its key results do not fit."""
    outside = Q(starts_on__lt=cycle.starts_on) | Q(due_on__gt=cycle.ends_on)
    count = objective.key_results.filter(outside).count()
    if count:
        message = _("%(count)d of its key results do not fit into %(cycle)s.")
        raise Refused({"cycle": message % {"count": count, "cycle": cycle.name}})
