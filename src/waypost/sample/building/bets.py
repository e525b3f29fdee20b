"""What is bet, and who took it on."""

from collections.abc import Iterable

from waypost.bets import actions
from waypost.bets.models import Assumption, Bet, OverlapGroup
from waypost.bets.terms import BetPlace, BetTerms, NewOverlap
from waypost.sample.building.cast import Cast
from waypost.sample.terms import BetContent, OverlapContent, decimal

Overlap = OverlapGroup | NewOverlap


def build_bets(
    cast: Cast, contents: Iterable[BetContent], overlaps: Iterable[OverlapContent]
) -> None:
    """Place bets for the projects' managers; the key results' owners accept.

    The first bet of an overlap names its cause, the others join it.
    """
    groups: dict[str, Overlap] = {
        overlap.key: NewOverlap(overlap.name, overlap.share) for overlap in overlaps
    }
    for content in contents:
        bet = _build_bet(cast, content, groups)
        if bet.overlap_group is not None:
            groups[content.overlap] = bet.overlap_group


def _build_bet(cast: Cast, content: BetContent, groups: dict[str, Overlap]) -> Bet:
    clock, key_result = cast.clock, cast.key_results[content.key_result]
    project = cast.projects[content.project]
    steps = key_result.steps.order_by("position")
    manager = next(p for p in cast.people.values() if p.pk == project.manager_id)
    bet = actions.place_bet(
        actor=manager,
        now=clock.past(clock.day(content.placed), 11),
        place=BetPlace(
            project=project,
            key_result=key_result,
            milestone=cast.milestones.get((content.project, content.milestone)),
            step=None if content.step is None else steps[content.step],
        ),
        terms=_terms(cast, content, groups),
    )
    accepts = next(p for p in cast.people.values() if p.pk == key_result.owner_id)
    if content.is_accepted and bet.state == bet.State.PROPOSED:
        at = clock.past(clock.day(content.placed + 1), 9, 30)
        actions.accept_bet(actor=accepts, now=at, bet=bet)
    _mark(cast, content, bet.assumptions.order_by("pk"))
    if content.withdrawn:
        at = clock.past(clock.day(content.placed + 3), 15)
        actions.withdraw_bet(actor=accepts, now=at, bet=bet, reason=content.withdrawn)
    return bet


def _terms(cast: Cast, content: BetContent, groups: dict[str, Overlap]) -> BetTerms:
    weakest, likely, strongest = map(decimal, content.effect or (None, None, None))
    return BetTerms(
        weakest=weakest,
        likely=likely,
        strongest=strongest,
        probability=content.probability,
        lag_days=content.lag,
        ramp_days=content.ramp,
        rationale=content.why,
        owner=cast.person(content.owner),
        overlap_group=groups.get(content.overlap),
        assumptions=tuple(text for text, _state in content.assumptions),
    )


def _mark(cast: Cast, content: BetContent, rows: Iterable[Assumption]) -> None:
    clock = cast.clock
    owner = cast.people[content.owner] if content.owner else None
    for row, (_text, state) in zip(rows, content.assumptions, strict=True):
        if state != Assumption.State.OPEN:
            actions.mark_assumption(
                actor=owner or cast.admin,
                now=clock.past(clock.day(-9), 13),
                assumption=row,
                state=state,
            )
