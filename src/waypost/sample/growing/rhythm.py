"""On which days metrics are read and people check in, so many in all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from waypost.sample.growing.courses import span
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.world import Gauge, Promise, World

SAID = 0.25  # of all readings and check-ins, the latter
Entry = tuple[date, Promise]


@dataclass(slots=True)
class Rhythm:
    """The days of a metric, and who checks in on which of them."""

    gauge: Gauge | None
    days: list[date] = field(default_factory=list)
    said: list[Entry] = field(default_factory=list)


def rhythms(world: World) -> Iterator[Rhythm]:
    """Yield for each metric its days; at the end what has no readings of its own."""
    chance, total = dice("rhythm"), world.amounts.observations
    said = round(total * SAID)
    gauges = [g for g in world.gauges if not g.parts and g.course.legs]
    days = _read(world, chance, gauges, total - said)
    entries = _say(world, chance, days, said)
    for gauge in gauges:
        yield Rhythm(gauge, days[gauge], entries.pop(gauge, []))
    for gauge_or_none, rest in entries.items():
        yield Rhythm(gauge_or_none, [], rest)


def _read(
    world: World, chance: Random, gauges: list[Gauge], total: int
) -> dict[Gauge, list[date]]:
    """Read weekly, less often or more often, until the number is right."""
    steps = dict.fromkeys(gauges, 7)
    counts = {gauge: len(_days(world, gauge, 7)) for gauge in gauges}
    have = sum(counts.values())
    for gauge in chance.sample(gauges, len(gauges)):
        if have > 1.03 * total:
            steps[gauge] = 14
            have -= counts[gauge] // 2
        elif have < 1.01 * total:
            steps[gauge] = 3 if have < 0.8 * total else 4
            have += counts[gauge] * 7 // steps[gauge] - counts[gauge]
    found = {gauge: _days(world, gauge, steps[gauge]) for gauge in gauges}
    _miss(chance, found, sum(map(len, found.values())) - total)
    return found


def _days(world: World, gauge: Gauge, step: int) -> list[date]:
    first = gauge.course.legs[0].first
    weekday = sum(map(ord, gauge.name)) % 5
    last = world.cast.clock.today
    days = span(first + timedelta(days=weekday), last, step)
    return [day for day in days if step % 7 == 0 or day.weekday() < 5]


def _miss(chance: Random, found: dict[Gauge, list[date]], surplus: int) -> None:
    """Leave readings out: somebody was away, or has stopped looking."""
    gauges = [gauge for gauge, days in found.items() if len(days) > 6]
    for gauge in chance.sample(gauges, round(len(gauges) * 0.06)):
        gone = min(chance.randint(3, 5), surplus)
        if gone > 0:
            del found[gauge][-gone:]
            surplus -= gone
    while surplus > 0 and gauges:
        days = found[chance.choice(gauges)]
        if len(days) > 6:
            del days[chance.randrange(1, len(days) - 2)]
            surplus -= 1


def _say(
    world: World, chance: Random, days: dict[Gauge, list[date]], total: int
) -> dict[Gauge | None, list[Entry]]:
    """Choose for each key result on which days its owner checks in."""
    taken: dict[Gauge | None, set[date]] = defaultdict(set)
    able: list[tuple[Promise, list[date]]] = []
    for promise in world.promises():
        if promise.aim.cycle <= 0:
            free = _free(world, promise, days, taken)
            able.append((promise, free))
    whole = sum(len(free) for _promise, free in able)
    found: dict[Gauge | None, list[Entry]] = defaultdict(list)
    owed = 0.0
    for promise, free in able:
        owed += len(free) * min(total / max(whole, 1), 1.0)
        for day in _chosen(chance, free, int(owed)):
            found[promise.gauge].append((day, promise))
        owed -= int(owed)
    return found


def _free(
    world: World,
    promise: Promise,
    days: dict[Gauge, list[date]],
    taken: dict[Gauge | None, set[date]],
) -> list[date]:
    """Return the days on which it could be said; each reading is somebody's once."""
    assert promise.starts is not None
    assert promise.due is not None
    last = min(promise.due, world.cast.clock.today)
    gauge = promise.gauge
    if gauge is None or gauge.parts:
        first = promise.starts + timedelta(days=3 + promise.pk % 3)
        return span(first, last, max(promise.cadence, 7)) if first <= last else []
    mine = [
        day
        for day in _within(days[gauge], promise.starts, last)
        if day not in taken[gauge]
    ]
    if promise.cadence > 7:
        mine = mine[::-2][::-1]
    taken[gauge].update(mine)
    return mine


def _within(days: Iterable[date], first: date, last: date) -> Iterator[date]:
    return (day for day in days if first <= day <= last)


def _chosen(chance: Random, free: list[date], count: int) -> list[date]:
    """Choose so many of the days, the last one rather than another."""
    if not free or count <= 0:
        return []
    if count >= len(free):
        return free
    last = [free[-1]] if chance.random() < 0.7 else []
    rest = chance.sample(free[:-1], min(count - len(last), len(free) - 1))
    return sorted(rest + last)
