"""Writes bets with what they assume, and when each was placed, taken on, and over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from waypost.bets.models import Assumption, Bet, OverlapGroup
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words import talk
from waypost.sample.growing.world import Promise, Rung, Site, Stone, World
from waypost.sample.growing.writing import drafted, exact

_COLUMNS = (
    "project_id",
    "milestone_id",
    "key_result_id",
    "metric_id",
    "step_id",
    "low",
    "likely",
    "high",
    "probability",
    "lag_days",
    "ramp_days",
    "overlap_group_id",
    "rationale",
    "owner_id",
    "state",
)


@dataclass(slots=True, eq=False)
class Wager:
    """A bet to be."""

    promise: Promise
    site: Site
    stone: Stone | None
    rung: Rung | None
    probability: float
    lag: int
    ramp: int
    why: str
    state: str = "active"
    reason: str = ""
    effect: tuple[float, float, float] | None = None
    group: int | None = None
    pk: int = 0

    @property
    def lands(self) -> date:
        """Return the day from which it counts, without its lag."""
        return self.stone.lands if self.stone else self.site.due


def write_wagers(world: World, wagers: list[Wager]) -> None:
    """Write the bets down."""
    _group(world, wagers)
    ids = world.ledger.insert(Bet, _COLUMNS, map(_row, wagers))
    for wager, pk in zip(wagers, ids, strict=True):
        wager.pk = pk
    assumed = _assume(world, wagers)
    for wager in wagers:
        _remember(world, wager, assumed[wager.pk])


def _row(wager: Wager) -> tuple[object, ...]:
    gauge = wager.promise.gauge
    low, likely, high = map(exact, wager.effect or (None, None, None))
    return (
        wager.site.pk,
        wager.stone.pk if wager.stone else None,
        wager.promise.pk,
        gauge.pk if gauge and wager.rung is None else None,
        wager.rung.pk if wager.rung else None,
        low,
        likely,
        high,
        wager.probability,
        wager.lag,
        wager.ramp,
        wager.group,
        wager.why,
        wager.site.manager.pk,
        wager.state,
    )


def _group(world: World, wagers: list[Wager]) -> None:
    """Let some bets on one metric work through the same cause."""
    chance = dice("overlaps")
    by_metric: dict[int, list[Wager]] = defaultdict(list)
    for wager in wagers:
        if wager.state == "active" and wager.promise.gauge and wager.rung is None:
            by_metric[wager.promise.gauge.pk].append(wager)
    several = {pk: found for pk, found in by_metric.items() if len(found) > 1}
    for pk, found in several.items():
        if chance.random() > 0.35:
            continue
        share = chance.choice((0.3, 0.4, 0.5, 0.7))
        row = (pk, chance.choice(talk.CAUSES), share)
        columns = ("metric_id", "name", "share")
        (group,) = world.ledger.insert(OverlapGroup, columns, [row])
        for wager in found:
            wager.group = group
        first = found[0]
        deed = world.ledger.deed(
            first.site.manager.pk, _placed(world, first), "bets.edit"
        )
        deed.creates(OverlapGroup, [group])


def _assume(world: World, wagers: list[Wager]) -> dict[int, list[int]]:
    """Let one in three name what must hold for it."""
    chance, rows, owners = dice("assumptions"), [], []
    for wager in wagers:
        if chance.random() < 1 / 3:
            state = chance.choices(("open", "held", "broken"), (6, 3, 1))[0]
            rows.append((wager.pk, chance.choice(talk.ASSUMPTIONS), state))
            owners.append(wager.pk)
    ids = world.ledger.insert(Assumption, ("bet_id", "text", "state"), rows)
    found: dict[int, list[int]] = defaultdict(list)
    for owner, pk in zip(owners, ids, strict=True):
        found[owner].append(pk)
    return found


def _placed(world: World, wager: Wager) -> datetime:
    """Return when it was placed: both sides were there, and it had not landed."""
    clock, span = world.cast.clock, world.cast.clock.cycle(wager.promise.aim.cycle)
    begin = min(span.starts_on, clock.today - timedelta(days=9))
    day = max(begin, wager.site.created + timedelta(days=2))
    at = clock.past(day, 10 + wager.pk % 6, wager.pk % 60)
    return min(
        max(at, drafted(world, wager.promise.aim) + timedelta(hours=2)), clock.now
    )


def _remember(world: World, wager: Wager, assumed: list[int]) -> None:
    subject, at = (Bet, wager.pk), _placed(world, wager)
    name = f"{wager.site.name} → {wager.promise.title}"
    manager, owner = wager.site.manager.pk, wager.promise.owner.pk
    placed = world.ledger.deed(manager, at, "bets.place", subject, summary=name)
    placed.creates(Bet, [wager.pk])
    placed.creates(Assumption, assumed)
    later = min(at + timedelta(hours=26), world.cast.clock.now)
    if wager.state in ("active", "settled"):
        taken = world.ledger.deed(owner, later, "bets.accept", subject, summary=name)
        taken.changes(Bet, wager.pk, state="proposed")
    if wager.state == "settled":
        over = wager.lands + timedelta(days=wager.lag + wager.ramp + 14)
        end = max(world.cast.clock.past(over, 15), later)
        settled = world.ledger.deed(owner, end, "bets.settle", subject, summary=name)
        settled.changes(Bet, wager.pk, state="active")
    if wager.state == "withdrawn":
        taken_back = world.ledger.deed(
            owner, later, "bets.withdraw", subject, summary=name, reason=wager.reason
        )
        taken_back.changes(Bet, wager.pk, state="proposed")
