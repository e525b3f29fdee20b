"""Everything that changes a bet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.bets import access
from waypost.bets.loading import Scope, load
from waypost.bets.models import Assumption, Bet, OverlapGroup, ProjectObjective
from waypost.bets.queries.figures import scores_of
from waypost.bets.terms import BetPlace, BetTerms, NewOverlap, stored
from waypost.core import history
from waypost.okrs import access as okrs_access
from waypost.okrs import actions as okrs_actions
from waypost.okrs.models import Cycle, Metric, Objective
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects.models import Project


class BetIsOver(ValidationError):
    """The bet is settled or withdrawn; nothing about it changes any more."""


class WrongPlace(ValidationError):
    """The milestone is not the project's, or the step not the key result's."""


def place_bet(*, actor: Person, now: datetime, place: BetPlace, terms: BetTerms) -> Bet:
    """Propose a bet; where the proposer owns the key result, it is accepted at once.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the project.
    WrongPlace
        If the milestone or the step belongs elsewhere.
    django.core.exceptions.ValidationError
        By field, for what is missing or wrong in `terms`.
    """
    access.require_place(actor, place.project)
    _check_place(place)
    accepted = access.may_accept(actor, place.key_result)
    with history.change(actor=actor, now=now, verb="bets.place") as change:
        grouped = _with_group(change, terms, place.key_result.metric)
        bet = Bet(
            project=place.project,
            milestone=place.milestone,
            key_result=place.key_result,
            metric=place.key_result.metric,
            step=place.step,
            state=Bet.State.ACTIVE if accepted else Bet.State.PROPOSED,
            **{"owner": actor} | stored(grouped, place),
        )
        change.create(bet)
        for text in terms.assumptions:
            change.create(Assumption(bet=bet, text=text))
        change.about(bet, _name(bet))
        change.emit("bets.placed", bet=bet.pk, accepted=accepted)
    return bet


def edit_bet(
    *,
    actor: Person,
    now: datetime,
    bet: Bet,
    terms: BetTerms,
    version: int | None = None,
) -> Bet:
    """Change what a bet states.

    A new effect or probability is a new promise: unless the key result's owner makes
    the change, an active bet goes back to proposed and waits for them.

    Raises
    ------
    waypost.core.access.Denied, BetIsOver, waypost.core.history.Stale
    django.core.exceptions.ValidationError
        By field, for what is missing or wrong in `terms`.
    """
    access.require_edit(actor, bet)
    _require_open(bet)
    history.require_version(bet, version)
    with history.change(
        actor=actor, now=now, verb="bets.edit", subject=bet, summary=_name(bet)
    ) as change:
        values = stored(_with_group(change, terms, bet.metric), _place_of(bet))
        promise = ("low", "likely", "high", "probability")
        bolder = any(getattr(bet, name) != values[name] for name in promise)
        if bolder and not access.may_accept(actor, bet.key_result):
            values["state"] = Bet.State.PROPOSED
        change.update(bet, **values)
        _set_assumptions(change, bet, terms.assumptions)
        change.emit("bets.changed", bet=bet.pk)
    return bet


def accept_bet(*, actor: Person, now: datetime, bet: Bet) -> Bet:
    """Take a proposed bet on; from now on it counts where its project does.

    Raises
    ------
    waypost.core.access.Denied, BetIsOver
    """
    access.require_accept(actor, bet.key_result)
    return _to_state(actor, now, bet, Bet.State.ACTIVE, "bets.accept")


def withdraw_bet(*, actor: Person, now: datetime, bet: Bet, reason: str = "") -> Bet:
    """Take a bet back, or turn it down as the key result's owner.

    Raises
    ------
    waypost.core.access.Denied, BetIsOver
    """
    if not access.may_accept(actor, bet.key_result):
        access.require_edit(actor, bet)
    return _to_state(actor, now, bet, Bet.State.WITHDRAWN, "bets.withdraw", reason)


def delete_bet(*, actor: Person, now: datetime, bet: Bet) -> None:
    """Delete a bet; undo brings it back.

    Raises
    ------
    waypost.core.access.Denied
    """
    access.require_edit(actor, bet)
    with history.change(
        actor=actor, now=now, verb="bets.delete", subject=bet, summary=_name(bet)
    ) as change:
        change.delete(bet)


def mark_assumption(
    *, actor: Person, now: datetime, assumption: Assumption, state: str
) -> Assumption:
    """Say that an assumption held, broke, or is open again.

    Raises
    ------
    waypost.core.access.Denied
    """
    access.require_mark_assumptions(actor, assumption.bet)
    with history.change(
        actor=actor,
        now=now,
        verb="bets.mark_assumption",
        subject=assumption.bet,
        summary=assumption.text,
    ) as change:
        change.update(assumption, state=state)
    return assumption


def create_project_objective(
    *,
    actor: Person,
    now: datetime,
    project: Project,
    terms: okrs_actions.ObjectiveTerms,
    serves: Sequence[okrs_actions.Parent] = (),
    viewers: Sequence[Person] = (),
) -> Objective:
    """Create an objective that the project itself holds.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the project.
    """
    projects_access.require_edit(actor, project)
    with history.change(actor=actor, now=now, verb="bets.project_objective") as change:
        objective = okrs_actions.write_objective(change, actor, terms, serves, viewers)
        change.create(ProjectObjective(project=project, objective=objective))
        change.about(objective, objective.title)
    return objective


def close_cycle(
    *, actor: Person, now: datetime, cycle: Cycle, agrees: bool, scores: bool
) -> None:
    """Close a cycle; with `scores`, what has none is given that of its due day.

    With `agrees`, drafts and proposals are closed like the rest, else cancelled.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither runs the cycle nor is an admin.
    waypost.okrs.actions.Refused
        If it neither runs nor is being graded.
    """
    okrs_access.require_manage_cycle(actor, cycle)
    given: Mapping[int, float] = {}
    if scores:
        day = min(local_day(now), cycle.ends_on)
        given = scores_of(load(Scope(cycles=(cycle.pk,), bare=True), today=day))
    closing = okrs_actions.Closing(agrees=agrees, scores=given)
    okrs_actions.close_cycle(actor=actor, now=now, cycle=cycle, closing=closing)


def withdraw_unlanded(*, project: Project, now: datetime) -> int:
    """Withdraw the bets of a cancelled project whose work was never finished.

    Called by the outbox, hence by the house itself; a second call finds nothing.
    """
    bets = Bet.objects.filter(
        project=project,
        state__in=[Bet.State.PROPOSED, Bet.State.ACTIVE],
        milestone__achieved_on=None,
    )
    listed = list(bets)
    if not listed:
        return 0
    reason = _("%(project)s was cancelled.") % {"project": project.name}
    with history.change(
        actor=None, now=now, verb="bets.withdraw", subject=project, reason=reason
    ) as change:
        for bet in listed:
            bet.state = Bet.State.WITHDRAWN
        change.update_many(listed, ["state"])
    return len(listed)


def _to_state(
    actor: Person,
    now: datetime,
    bet: Bet,
    state: Bet.State,
    verb: str,
    reason: str = "",
) -> Bet:
    _require_open(bet)
    with history.change(
        actor=actor,
        now=now,
        verb=verb,
        subject=bet,
        summary=_name(bet),
        reason=reason,
    ) as change:
        change.update(bet, state=state)
        change.emit("bets.changed", bet=bet.pk)
    return bet


def _with_group(
    change: history.Recorder, terms: BetTerms, metric: Metric | None
) -> BetTerms:
    """Create the overlap group that the terms name, in the same change set."""
    new = terms.overlap_group
    if not isinstance(new, NewOverlap) or metric is None:
        return terms
    group = OverlapGroup(metric=metric, name=new.name, share=new.share)
    return replace(terms, overlap_group=change.create(group))


def _set_assumptions(
    change: history.Recorder, bet: Bet, texts: tuple[str, ...]
) -> None:
    """Keep the assumptions that are still named, with what is known of them."""
    standing = {a.text: a for a in bet.assumptions.all()}
    for text, assumption in standing.items():
        if text not in texts:
            change.delete(assumption)
    for text in texts:
        if text not in standing:
            change.create(Assumption(bet=bet, text=text))


def _check_place(place: BetPlace) -> None:
    project, step = place.project, place.step
    if place.milestone is not None and place.milestone.project_id != project.pk:
        raise WrongPlace({"milestone": _("This milestone is another project's.")})
    if step is not None and step.key_result_id != place.key_result.pk:
        raise WrongPlace({"step": _("This step is another key result's.")})
    if step is None and not place.key_result.is_measured:
        raise WrongPlace({"step": _("Say which step the project completes.")})


def _require_open(bet: Bet) -> None:
    if bet.state in {Bet.State.SETTLED, Bet.State.WITHDRAWN}:
        message = _("This bet is %(state)s; place a new one.")
        raise BetIsOver(message % {"state": bet.get_state_display().lower()})


def _place_of(bet: Bet) -> BetPlace:
    return BetPlace(
        project=bet.project,
        key_result=bet.key_result,
        milestone=bet.milestone,
        step=bet.step,
    )


def _name(bet: Bet) -> str:
    return f"{bet.project.name} → {bet.key_result.title}"
