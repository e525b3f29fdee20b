"""What a cycle still lacks: links, key results without work, coverage."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from waypost.bets import access
from waypost.bets.loading import Scope, load
from waypost.bets.models import Bet
from waypost.bets.queries.figures import coverage_classes
from waypost.bets.queries.orphans import orphans_of
from waypost.core.db import listed
from waypost.okrs import queries as okrs_queries
from waypost.okrs.access import visible_key_results
from waypost.okrs.models import Cycle, KeyResult
from waypost.okrs.queries import Linking, Named, Some
from waypost.people.models import Person

MOST_NAMED = 20
LARGE = 300  # key results whose work is read in the time that a page has


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a cycle can start, and how far its work will carry it.

    `unbacked` are key results with no bet that counts, None where the work was not
    read; `waiting` says by key (pk) how many visible proposals each of those has.
    `classes` counts the visible key results by their coverage: covered, thin, hole,
    no_work.
    """

    linking: Linking
    unbacked: Some[Named] | None = None
    waiting: Mapping[int, int] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether the work was read too."""
        return self.unbacked is not None

    @property
    def open_points(self) -> int:
        """How many kinds of things are missing; drafts and proposals are counted."""
        found = self.linking
        parts = (
            found.teams, found.unaligned, found.unmeasured, found.drafts,
            found.proposed, self.unbacked,
        )  # fmt: skip
        missing = sum(1 for part in parts if part and part.count)
        return missing + (not found.objectives)


def readiness(
    *, viewer: Person, cycle: Cycle, today: date, waits: bool = True
) -> Readiness:
    """Return what `cycle` lacks, as far as `viewer` may see it.

    Who does not wait is told of the work only where little is to be read: not of a
    large cycle. Of a closed one nobody asks what it lacks.
    """
    linking = okrs_queries.linking(viewer=viewer, cycle=cycle)
    is_large = linking.key_results > LARGE
    if cycle.state == Cycle.State.CLOSED or (is_large and not waits):
        return Readiness(linking)
    live = load(Scope(cycles=(cycle.pk,), alone=True), today=today)
    lone = orphans_of(live, viewer=viewer).key_results
    unbacked = _named(visible_key_results(viewer), lone)
    return Readiness(
        linking=linking,
        unbacked=unbacked,
        waiting=_waiting(viewer, [row.pk for row in unbacked.rows]),
        classes=Counter(coverage_classes(live, viewer=viewer)),
    )


def _named(seen: QuerySet[KeyResult], ids: Collection[int]) -> Some[Named]:
    found = seen.filter(pk__in=listed(ids)).select_related("owner")
    rows = tuple(
        Named(row.pk, row.number, row.code, row.title, row.owner.name)
        for row in found.order_by("number")[:MOST_NAMED]
    )
    return Some(rows, len(ids))


def _waiting(viewer: Person, key_results: Collection[int]) -> Mapping[int, int]:
    proposed = access.visible_bets(viewer).filter(
        state=Bet.State.PROPOSED, key_result__in=list(key_results)
    )
    return Counter(proposed.values_list("key_result_id", flat=True))
