"""Key results: which metric, from where to where."""

from datetime import timedelta
from random import Random

from waypost.sample.growing.courses import Course
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.sizes import CYCLES
from waypost.sample.growing.words import aims as words
from waypost.sample.growing.words import offices
from waypost.sample.growing.words.trades import Kind
from waypost.sample.growing.world import Aim, Gauge, Promise, Rung, Squad, World, spread

KINDS = ("metric", "steps", "binary")
SHARES = (84, 11, 5)


def add_promises(world: World, number: int, aims: list[Aim], count: int) -> None:
    """Give the objectives of a cycle their key results, so many in all."""
    chance = dice("key results", number)
    able = [aim for aim in aims if aim.state != "draft" or chance.random() < 0.7]
    used: set[Gauge] = set()
    for aim, share in zip(able, spread(chance, count, len(able)), strict=True):
        for _ in range(share):
            kind = chance.choices(KINDS, SHARES)[0]
            aim.promises.append(_promise(world, chance, aim, kind, used))


def _promise(
    world: World, chance: Random, aim: Aim, kind: str, used: set[Gauge]
) -> Promise:
    squad = aim.squad
    assert squad is not None
    owner = aim.person or chance.choice(squad.people)
    if aim.visibility == "named":
        owner = chance.choice([aim.owner, *aim.viewers])
    made = Promise(aim, kind, "", owner)
    made.weight = chance.choice((1.0, 1.0, 1.0, 2.0))
    made.cadence = chance.choices((7, 14, 30), (6, 3, 1))[0]
    span = world.cast.clock.cycle(aim.cycle)
    late = chance.random() < 0.08
    made.starts = span.starts_on + timedelta(weeks=3 * late)
    made.due = span.ends_on - timedelta(weeks=2 * (chance.random() < 0.06))
    if kind == "metric":
        made.gauge = _gauge(world, chance, squad, aim, used)
    else:
        _with_steps(chance, made, squad)
    return made


def _gauge(
    world: World, chance: Random, squad: Squad, aim: Aim, used: set[Gauge]
) -> Gauge:
    """Take a metric that the team follows already, or begin to follow one.

    What is private gets one of its own: a metric that others see would tell of it.
    """
    hidden = aim.visibility != "everyone"
    own = world.gauges_of(squad)
    free = [g for g in own if g not in used and g.is_private == hidden]
    fresh = aim.cycle == 0 and chance.random() < 0.95
    if aim.cycle >= 0 and not hidden and chance.random() < 0.03:
        shared = [g for g in own if g in used and not g.is_private]
        if shared:
            return chance.choice(shared)
    if free and not fresh:
        found = chance.choice(free)
    else:
        found = _begin(world, chance, squad, hidden)
        found.owner = chance.choice(squad.people)
    used.add(found)
    return found


def _begin(world: World, chance: Random, squad: Squad, hidden: bool) -> Gauge:  # noqa: FBT001 - inside only
    kinds = offices.BY_TRADE[squad.trade]
    turn = len(world.gauges_of(squad))
    kind: Kind = kinds[turn % len(kinds)]
    part = offices.PARTS[turn // len(kinds) % len(offices.PARTS)]
    again = turn // (len(kinds) * len(offices.PARTS))
    place = squad.name if squad.level != "region" else squad.place
    name = f"{kind.name}, {place}" + (f" ({part})" if part else "")
    if again:
        name += f", counted {'twice' if again == 1 else 'once more'}"
    course = Course(kind, chance.uniform(*kind.start), chance.random())
    source = chance.choices(("hand", "pulled", "pushed"), (76, 14, 10))[0]
    gauge = Gauge(squad, kind, name, course, source, is_private=hidden, part=part)
    world.add_gauge(gauge)
    return gauge


def _with_steps(chance: Random, made: Promise, squad: Squad) -> None:
    titles = words.BINARY_TITLES if made.kind == "binary" else words.STEP_TITLES
    made.title = chance.choice(titles).format(p=squad.place)
    rungs = (made.title,) if made.kind == "binary" else chance.choice(words.STEPS)
    made.steps = [Rung(title, chance.choice((1.0, 1.0, 2.0))) for title in rungs]
    assert made.starts is not None
    assert made.due is not None
    whole = (made.due - made.starts).days
    ends_well = chance.random() < 0.7
    for place, rung in enumerate(made.steps, start=1):
        share = (
            place / len(made.steps) * chance.uniform(0.75, 1.05 if ends_well else 1.6)
        )
        day = made.starts + timedelta(days=round(whole * share))
        if day <= made.due:
            rung.done = day - timedelta(days=max(day.weekday() - 4, 0))


def set_targets(world: World) -> None:
    """Let each metric take its course over the cycles, and promises stand on it."""
    by_gauge: dict[Gauge, dict[int, list[Promise]]] = {}
    for promise in world.promises():
        if promise.gauge is not None:
            of = by_gauge.setdefault(promise.gauge, {})
            of.setdefault(promise.aim.cycle, []).append(promise)
    for gauge, cycles in by_gauge.items():
        chance = dice("course", gauge.name)
        first = min(cycles)
        gauge.first_cycle = max(
            CYCLES[0], min(first, 0) - chance.choice((0, 0, 1, 2, 4))
        )
        for number in range(gauge.first_cycle, 2):
            _walk(world, chance, gauge, number, cycles.get(number, []))


def _walk(
    world: World, chance: Random, gauge: Gauge, number: int, promises: list[Promise]
) -> None:
    """Go through a cycle: what is wanted, and what comes of it."""
    course, kind, span = gauge.course, gauge.kind, world.cast.clock.cycle(number)
    if number == 1:  # planned from where it stands today
        start = course.rounded(course.plain(world.cast.clock.today))
    else:
        start = course.rounded(course.end)
    goal = _goal(chance, gauge, start)
    for place, promise in enumerate(promises):
        _aim_at(chance, promise, start, goal if place == 0 else goal * 0.6)
        if (
            place == 1
            and number >= 0
            and chance.random() < 0.35
            and kind.better != "range"
        ):
            # Two who pull one number in opposite ways.
            _aim_at(chance, promise, start, -goal * 0.5)
    if number < 1:
        drift = chance.uniform(-0.5, 0.1) if not promises else _outcome(chance)
        if kind.is_counter:
            drift = max(drift, 0.15)
        course.add(span.starts_on, span.ends_on, goal * drift)


def _outcome(chance: Random) -> float:
    """Return which share of the way is gone by the end of a cycle."""
    middle, width = chance.choices(
        ((1.0, 0.12), (0.75, 0.12), (0.4, 0.15), (-0.05, 0.15)), (30, 35, 25, 10)
    )[0]
    return chance.gauss(middle, width)


def _goal(chance: Random, gauge: Gauge, start: float) -> float:
    """Return by how much to move it, signed."""
    kind = gauge.kind
    size = kind.goal * chance.uniform(0.7, 1.3) * max(start, kind.start[0] * 0.4)
    if kind.better == "lower":
        return -max(min(size, start * 0.35), 2 * 0.1**kind.digits)
    if kind.most is not None:
        size = min(size, (kind.most - start) * 0.5)
    return max(size, 3 * 0.1**kind.digits)


def _aim_at(chance: Random, promise: Promise, start: float, goal: float) -> None:
    gauge = promise.gauge
    assert gauge is not None
    kind, course = gauge.kind, gauge.course
    promise.baseline = start
    if kind.better == "range":
        promise.kind = "range"
        width = max(abs(goal), 4 * 0.1**kind.digits)
        is_inside = chance.random() < 0.4
        promise.low = course.rounded(
            start - width / 3 if is_inside else start + width / 2
        )
        promise.high = course.rounded(promise.low + width)
        promise.target = None
    else:
        promise.target = course.rounded(course.held(start + goal))
        if promise.target == promise.baseline:
            promise.target = course.rounded(start + 0.1**kind.digits)
    name_promise(chance, promise, gauge)


def name_promise(chance: Random, promise: Promise, gauge: Gauge) -> None:
    """Word it after its metric and target."""
    shown = promise.target if promise.target is not None else 0.0
    value = f"{shown:.{gauge.kind.digits}f}"
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    title = chance.choice(gauge.kind.titles)
    promise.title = title.format(t=value, p=gauge.squad.place)
    if gauge.part:
        promise.title += f" ({gauge.part})"
