"""Work that serves no outcome, outcomes without work, and what pulls apart.

Computed on the whole plan, whatever the viewer sees, so that what is hidden still
counts as work; only what the viewer may see is named.
"""

from dataclasses import dataclass
from datetime import date

from waypost.bets.loading import LivePlan, Scope, load
from waypost.people.models import Person
from waypost_engine import orphans as engine_orphans
from waypost_engine import pulls as engine_pulls

EVERYTHING = Scope(live=True, open_work=True)
APART = Scope(live=True, open_work=True, guardrails=True)


@dataclass(frozen=True, slots=True)
class Orphans:
    """Ids of what the viewer may see and nothing ties to the other side."""

    projects: frozenset[int]
    key_results: frozenset[int]
    objectives: frozenset[int]


@dataclass(frozen=True, slots=True)
class PullRow:
    """Two things that work against one another.

    `kind` is ``bets`` (two bets on one key result), ``key_results`` (two key results
    on one metric), ``harm`` (a bet against a key result) or ``guardrail`` (a bet
    against an objective's guardrail). An id is None where the viewer may not see the
    thing: it reads 'other work'.
    """

    kind: str
    bet: int | None = None
    other_bet: int | None = None
    key_result: int | None = None
    other_key_result: int | None = None
    objective: int | None = None


def orphans(*, viewer: Person, today: date) -> Orphans:
    """Return the orphans of all live cycles and open projects."""
    return orphans_of(load(EVERYTHING, today=today), viewer=viewer)


def orphans_of(live: LivePlan, *, viewer: Person) -> Orphans:
    """Return the orphans of a loaded plan that `viewer` may see."""
    found = engine_orphans(live.plan)
    seen = live.seen_by(viewer)
    owner = live.plan.key_results.objective
    return Orphans(
        projects=frozenset(
            pk for pk, lone in zip(live.projects, found.projects, strict=True)
            if lone and pk in seen.projects
        ),
        key_results=frozenset(
            pk for row, pk in enumerate(live.key_results)
            if found.key_results[row] and live.objectives[owner[row]] in seen.objectives
        ),
        objectives=frozenset(
            pk for pk, lone in zip(live.objectives, found.objectives, strict=True)
            if lone and pk in seen.objectives
        ),
    )  # fmt: skip


def pulls(*, viewer: Person, today: date) -> list[PullRow]:
    """Return what pulls apart in all live cycles, as far as `viewer` may see it."""
    return pulls_of(load(APART, today=today), viewer=viewer)


def pulls_of(live: LivePlan, *, viewer: Person) -> list[PullRow]:
    """Return what pulls apart in a loaded plan, as far as `viewer` may see it.

    Of a pair one side must be visible.
    """
    found = engine_pulls(live.plan)
    seen = _Seen(live, viewer)
    rows = [
        PullRow("bets", seen.bet(up), seen.bet(down), seen.key_result(kr))
        for up, down, kr in zip(
            found.bets.up, found.bets.down, found.bets.key_result, strict=True
        )
    ]
    rows += [
        PullRow("key_results", None, None, seen.key_result(a), seen.key_result(b))
        for a, b in zip(found.key_results.first, found.key_results.second, strict=True)
    ]
    rows += [
        PullRow("harm", seen.bet(bet), key_result=seen.key_result(kr))
        for bet, kr in zip(found.harms.bet, found.harms.key_result, strict=True)
    ]
    rows += [
        PullRow("guardrail", seen.bet(bet), objective=seen.guarded(rail))
        for bet, rail in zip(
            found.guardrails.bet, found.guardrails.guardrail, strict=True
        )
    ]
    return [row for row in rows if _names_something(row)]


def _names_something(row: PullRow) -> bool:
    named = (row.bet, row.other_bet, row.key_result, row.other_key_result)
    return row.objective is not None or any(pk is not None for pk in named)


class _Seen:
    """From the rows of a plan to the ids that the viewer may see."""

    def __init__(self, live: LivePlan, viewer: Person) -> None:
        self.live = live
        seen = live.seen_by(viewer)
        self.objectives, self.bets = seen.objectives, seen.bets

    def bet(self, row: int) -> int | None:
        pk = self.live.bets[row]
        return pk if pk in self.bets else None

    def key_result(self, row: int) -> int | None:
        owner = self.live.objectives[self.live.plan.key_results.objective[row]]
        return self.live.key_results[row] if owner in self.objectives else None

    def guarded(self, rail: int) -> int | None:
        pk = self.live.objectives[self.live.plan.guardrails.objective[rail]]
        return pk if pk in self.objectives else None
