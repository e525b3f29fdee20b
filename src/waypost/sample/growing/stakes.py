"""Bets: on what is wanted now, and what has become of the earlier ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from waypost.sample.growing.betting import Wager, write_wagers
from waypost.sample.growing.courses import Landing
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words import talk
from waypost.sample.growing.world import Gauge, Promise, Rung, Site, Stone, World

SOON = 130  # days: how far ahead a bet is placed
PROPOSED, WITHDRAWN, GHOSTS, HARMS = 0.05, 0.05, 0.03, 0.03
# Share of the way that the bets of a key result promise: enough, thin, or a hole.
WANTED = ((1.03, 1.4), (0.65, 0.95), (0.1, 0.55))
Place = tuple[Site, Stone | None]


def build_stakes(world: World) -> None:
    """Place the bets of today and of the past, so many in all."""
    amounts, floor = world.amounts, _Floor(world)
    counted = list(_live(world, floor, amounts.counted_bets))
    rest = amounts.bets - len(counted)
    ghosts = list(_ghosts(world, floor, round(amounts.bets * GHOSTS)))
    proposed = list(_later(world, floor, "proposed", round(amounts.bets * PROPOSED)))
    refused = list(_later(world, floor, "withdrawn", round(amounts.bets * WITHDRAWN)))
    rest -= len(ghosts) + len(proposed) + len(refused)
    settled = list(_settled(world, floor, rest))
    write_wagers(world, [*settled, *counted, *ghosts, *proposed, *refused])


class _Floor:
    """Where bets may be placed: by coast, and never twice the same."""

    def __init__(self, world: World) -> None:
        self.today = world.cast.clock.today
        self.chance = dice("bets")
        self.taken: set[tuple[int, int, int]] = set()
        self.places: dict[int, list[Place]] = defaultdict(list)
        for site in world.sites:
            if site.visibility == "everyone":
                self.places[site.squad.region] += [(site, s) for s in site.stones]
                self.places[site.squad.region].append((site, None))
        self.anywhere = [place for found in self.places.values() for place in found]

    def find(
        self, promise: Promise, target: int, fits: "Fits", *, far: bool = True
    ) -> Place | None:
        """Return a free place on the same coast that fits, else from anywhere."""
        squad = promise.aim.squad
        near = self.places[squad.region] if squad else []
        for places, tries in ((near, 60), (self.anywhere, 200 if far else 0)):
            for _ in range(min(tries, 4 * len(places))):
                site, stone = self.chance.choice(places)
                key = (site.pk, stone.pk if stone else 0, target)
                if key not in self.taken and fits(site, stone):
                    self.taken.add(key)
                    return site, stone
        return None


class Fits:
    """What a place must be like for a bet."""

    def __init__(self, first: date, last: date, *, counts: bool, live: bool) -> None:
        self.first, self.last = first, last
        self.counts, self.live = counts, live

    def __call__(self, site: Site, stone: Stone | None) -> bool:
        """Return whether a bet there lands in time and counts as it should."""
        if site.is_live != self.live or (self.live and site.counts != self.counts):
            return False
        lands = stone.lands if stone else site.due
        return self.first <= lands <= self.last and site.created < self.last


def _live(world: World, floor: _Floor, count: int) -> Iterator[Wager]:
    """Place what counts: most on the present cycle, some on the next."""
    chance, left = floor.chance, count
    promises = [p for p in world.promises() if p.aim.cycle >= 0 and _public(p)]
    chance.shuffle(promises)
    promises.sort(key=lambda p: p.aim.cycle + (chance.random() < 0.25))
    harms = round(count * HARMS)
    for promise in promises:
        if left <= harms:
            break
        if chance.random() < 0.25:  # no work behind it
            continue
        made = list(
            _on(floor, promise, min(left - harms, chance.choice((1, 1, 1, 1, 2))))
        )
        if promise.aim.cycle == 0:
            _land(promise, made)
        left -= len(made)
        yield from made
    yield from _harms(world, floor, left)


def _public(promise: Promise) -> bool:
    return promise.aim.visibility == "everyone"


def _on(floor: _Floor, promise: Promise, count: int) -> Iterator[Wager]:
    """Bet on one key result: on open steps, or together a share of the way left."""
    assert promise.due is not None
    chance, today = floor.chance, floor.today
    early = 40 if promise.aim.cycle == 0 else 0
    fits = Fits(
        today - timedelta(days=early),
        min(promise.due, today + timedelta(days=SOON)),
        counts=True,
        live=True,
    )
    if promise.steps:
        for rung in [r for r in promise.steps if r.done is None][:count]:
            place = floor.find(promise, -rung.pk, fits)
            if place:
                yield _wager(chance, promise, place, rung=rung)
        return
    gauge = promise.gauge
    assert gauge is not None
    want = chance.uniform(*chance.choices(WANTED, (40, 25, 35))[0])
    places = [floor.find(promise, gauge.pk, fits) for _ in range(count)]
    found = [place for place in places if place]
    gap = _gap(promise, gauge, today)
    for place in found:
        wager = _wager(chance, promise, place)
        wager.effect = _effect(chance, gap * want / len(found) / wager.probability)
        yield wager


def _gap(promise: Promise, gauge: Gauge, today: date) -> float:
    """Return the way that is left, signed, and not nothing."""
    value = gauge.plain(today)
    if promise.low is not None and promise.high is not None:
        width = promise.high - promise.low
        return promise.low + width / 3 - value if value < promise.low else width * 0.15
    left = (promise.target or 0.0) - value
    goal = promise.goal
    return left if left * goal > 0.1 * goal * goal else 0.25 * goal


def _effect(chance: Random, likely: float) -> tuple[float, float, float]:
    """Return low, likely and high, signed and sorted."""
    weak, strong = likely * chance.uniform(0.3, 0.75), likely * chance.uniform(1.2, 1.7)
    low, high = sorted((weak, strong))
    return low, min(max(likely, low), high), high


def _wager(
    chance: Random, promise: Promise, place: Place, rung: Rung | None = None
) -> Wager:
    site, stone = place
    site.bets += 1
    quick = rung is not None
    return Wager(
        promise=promise,
        site=site,
        stone=stone,
        rung=rung,
        probability=chance.choice((0.4, 0.5, 0.6, 0.6, 0.7, 0.75, 0.8, 0.9)),
        lag=0 if quick else chance.choice((0, 0, 2, 3, 5, 7)),
        ramp=0 if quick else chance.choice((0, 7, 7, 10, 14)),
        why=chance.choice(talk.WHY_STEPS if quick else talk.WHY_BETS),
    )


def _land(promise: Promise, wagers: Iterable[Wager]) -> None:
    """Let what has landed and works be seen in the readings, as a step."""
    gauge = promise.gauge
    if gauge is None or gauge.parts or not gauge.course.legs:
        return
    number = promise.aim.cycle
    last = promise.due
    leg = next(
        (leg for leg in gauge.course.legs if last and leg.first <= last <= leg.last),
        None,
    )
    if leg is None:
        return
    chance = dice("works", promise.pk)
    days = [w.lands + timedelta(days=w.lag) for w in wagers]
    days = [d for d in days if leg.first <= d < leg.last and chance.random() < 0.75]
    share = (0.6 if number == 0 else 1.0) / max(len(days), 1)
    leg.landings += [Landing(day, min(7, (leg.last - day).days), share) for day in days]


def _harms(world: World, floor: _Floor, count: int) -> Iterator[Wager]:
    """Say openly where what helps one thing hurts another."""
    chance = floor.chance
    wanted = [
        p
        for p in world.promises()
        if p.aim.cycle == 0 and p.kind == "metric" and _public(p)
    ]
    fits = Fits(floor.today, floor.today + timedelta(days=SOON), counts=True, live=True)
    for promise in chance.sample(wanted, len(wanted)):
        if count <= 0:
            return
        assert promise.gauge is not None
        place = floor.find(promise, promise.gauge.pk, fits)
        if place:
            count -= 1
            wager = _wager(chance, promise, place)
            wager.effect = _effect(chance, -0.15 * promise.goal)
            wager.why = chance.choice(talk.WHY_HARMS)
            yield wager


def _ghosts(world: World, floor: _Floor, count: int) -> Iterator[Wager]:
    """Place bets of projects that wait: on hold, or not funded."""
    yield from _pick(world, floor, count, counts=False)


def _later(world: World, floor: _Floor, state: str, count: int) -> Iterator[Wager]:
    """Place bets that nobody has accepted yet, or that were turned down."""
    for wager in _pick(world, floor, count, counts=True):
        wager.state = state
        if state == "withdrawn":
            wager.reason = floor.chance.choice(talk.WHY_NOT)
        yield wager


def _pick(world: World, floor: _Floor, count: int, *, counts: bool) -> Iterator[Wager]:
    chance, today = floor.chance, floor.today
    promises = [
        p for p in world.promises() if p.aim.cycle >= 0 and _public(p) and p.gauge
    ]
    fits = Fits(today, today + timedelta(days=2 * SOON), counts=counts, live=True)
    for promise in chance.sample(promises, len(promises)):
        if count <= 0:
            return
        assert promise.gauge is not None
        place = floor.find(promise, promise.gauge.pk, fits)
        if place:
            count -= 1
            wager = _wager(chance, promise, place)
            gap = _gap(promise, promise.gauge, today)
            wager.effect = _effect(chance, gap * chance.uniform(0.1, 0.6))
            yield wager


def _settled(world: World, floor: _Floor, count: int) -> Iterator[Wager]:
    """Place what was bet in cycles that are over, by projects that are."""
    chance = floor.chance
    promises = [p for p in world.promises() if p.aim.cycle < 0 and _public(p)]
    turns = 0
    while count > 0 and turns < 12:
        turns += 1
        for promise in chance.sample(promises, len(promises)):
            if count <= 0:
                return
            if chance.random() < 0.5:
                continue
            wager = _past(world, floor, promise)
            if wager:
                count -= 1
                _land(promise, [wager])
                yield wager


def _past(world: World, floor: _Floor, promise: Promise) -> Wager | None:
    span, chance = world.cast.clock.cycle(promise.aim.cycle), floor.chance
    assert promise.due is not None
    fits = Fits(span.starts_on, promise.due, counts=True, live=False)
    rung = chance.choice(promise.steps) if promise.steps else None
    target = -rung.pk if rung else promise.gauge.pk if promise.gauge else 0
    place = floor.find(promise, target, fits, far=chance.random() < 0.3)
    if place is None:
        return None
    wager = _wager(chance, promise, place, rung)
    wager.state = "withdrawn" if wager.site.standing == "cancelled" else "settled"
    if wager.state == "withdrawn":
        wager.reason = "The project was cancelled."
    if rung is None:
        share = chance.uniform(0.2, 0.9) / wager.probability
        goal = promise.goal or (promise.high or 1.0) - (promise.low or 0.0)
        wager.effect = _effect(chance, goal * share)
    return wager
