"""What waits for what: within a project, and now and then across two."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random
from typing import Protocol

from waypost.projects.models import Dependency
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.world import Site, World

ACROSS = 0.03
_COLUMNS = ("predecessor_id", "successor_id", "kind", "lag", "lag_unit")


class Numbered(Protocol):
    """A task that has its row, and what it is part of."""

    pk: int

    @property
    def parent(self) -> int | None:
        """The id of the task that it is part of."""


def build_dependencies(
    world: World, wanted: Iterable[tuple[Site, Sequence[Numbered], int]]
) -> list[tuple[int, int]]:
    """Link tasks, and return each dependency with the project that waits.

    The one that waits always has the higher id, so nothing comes round in a circle.
    """
    rows: list[tuple[object, ...]] = []
    owners: list[int] = []
    before: Sequence[Numbered] = ()
    for site, jobs, share in wanted:
        chance = dice("links", site.code)
        for first, then in sorted(_pairs(chance, jobs, before, share)):
            rows.append((first, then, *_how(chance)))
            owners.append(site.pk)
        before = jobs
    ids = world.ledger.insert(Dependency, _COLUMNS, rows)
    return list(zip(owners, ids, strict=True))


def _pairs(
    chance: Random, jobs: Sequence[Numbered], before: Sequence[Numbered], share: int
) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    # A project of few tasks has room for few links.
    most = min(share, len(jobs) * (len(jobs) - 1) // 2)
    while len(found) < most:
        then = chance.randrange(1, len(jobs))
        if before and chance.random() < ACROSS:
            found.add((chance.choice(before).pk, jobs[then].pk))
            continue
        first = then - min(chance.choice((1, 1, 1, 2, 3, 5, 8)), then)
        if jobs[then].parent != jobs[first].pk:  # nothing waits for its own whole
            found.add((jobs[first].pk, jobs[then].pk))
    return found


def _how(chance: Random) -> tuple[str, Decimal, str]:
    kind = chance.choices(("FS", "SS", "FF", "SF"), (86, 8, 5, 1))[0]
    if chance.random() < 0.85:
        return kind, Decimal(0), "working"
    unit = chance.choices(("working", "elapsed", "percent"), (7, 2, 1))[0]
    return kind, Decimal(chance.choice((4, 8, 16, 24, 40))), unit
