"""What serves what: from the company over coasts and sites to crews and people."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

from waypost.core.past import Deed
from waypost.okrs.models import Alignment
from waypost.sample.content.present.company import COMPANY
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.sizes import CYCLES
from waypost.sample.growing.world import Aim, Squad, World

Parent = tuple[int | None, int | None]  # an objective, or a key result
RANK = {"company": 0, "region": 1, "site": 2, "crew": 3, "person": 4, "project": 4}


def align(world: World, deeds: dict[int, Deed]) -> None:
    """Align each objective to what stands above it in its own cycle.

    An edge always leads to a lower rank, so nothing comes round in a circle.
    """
    rows, owners = [], []
    by_cycle: dict[int, list[Aim]] = defaultdict(list)
    for aim in world.aims:
        by_cycle[aim.cycle].append(aim)
    for number in CYCLES:
        aims = by_cycle[number]
        chance = dice("alignments", number)
        shelves = _shelves(aims)
        tops = _tops(world, number, aims)
        for aim in aims:
            for parent in _parents(chance, aim, shelves, tops):
                rows.append((aim.pk, *parent))
                owners.append(aim.pk)
    columns = ("child_id", "parent_objective_id", "parent_key_result_id")
    ids = world.ledger.insert(Alignment, columns, rows)
    for owner, pk in zip(owners, ids, strict=True):
        deeds[owner].creates(Alignment, [pk])


def _rank(aim: Aim) -> int:
    if aim.level == "team" and aim.squad is not None:
        return RANK[aim.squad.level]
    return RANK[aim.level]


def _shelves(aims: Iterable[Aim]) -> dict[Squad, list[Aim]]:
    """Return what each team holds and shows to everybody."""
    found: dict[Squad, list[Aim]] = defaultdict(list)
    for aim in aims:
        if aim.level == "team" and aim.squad and aim.visibility == "everyone":
            found[aim.squad].append(aim)
    return found


def _tops(world: World, number: int, aims: Iterable[Aim]) -> list[Parent]:
    """Return the company's objectives and key results, the heart's in their cycle."""
    tops: list[Parent] = []
    for aim in aims:
        if aim.level == "company" and aim.visibility == "everyone":
            tops.append((aim.pk, None))
            tops += [(None, promise.pk) for promise in aim.promises]
    if number == 0:
        for content in COMPANY:
            if not content.viewers:
                tops.append((world.cast.objectives[content.key].pk, None))
                keys = [k.key for k in content.key_results]
                tops += [(None, world.cast.key_results[key].pk) for key in keys]
    return tops


def _parents(
    chance: Random, aim: Aim, shelves: dict[Squad, list[Aim]], tops: list[Parent]
) -> list[Parent]:
    """Choose one or two, or none: a few serve nothing that is written down."""
    rank = _rank(aim)
    if rank == 0 or chance.random() < 0.06:
        return []
    above = _above(aim, shelves)
    if not above:
        return chance.sample(tops, min(1, len(tops)))
    found = [_way(chance, chance.choice(above))]
    if chance.random() < 0.15:
        found += chance.sample(tops, min(1, len(tops)))
    return list(dict.fromkeys(found))


def _above(aim: Aim, shelves: dict[Squad, list[Aim]]) -> list[Aim]:
    """Return what the nearest team above it holds, its own for people and projects."""
    squad = aim.squad
    if squad is None:
        return []
    near = [squad, *squad.above()] if _rank(aim) == 4 else list(squad.above())
    for each in near:
        held = [other for other in shelves.get(each, []) if other is not aim]
        if held:
            return held
    return []


def _way(chance: Random, parent: Aim) -> Parent:
    if parent.promises and chance.random() < 0.6:
        return None, chance.choice(parent.promises).pk
    return parent.pk, None
