"""Metrics: the courses they take, some computed from others, and their rows."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from random import Random

from waypost.core import numbers
from waypost.okrs.models import Metric, MetricInput
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.promising import name_promise, set_targets
from waypost.sample.growing.world import Gauge, Promise, World

COMPUTED = 0.35  # of what regions look at, where their sites measure the same
_COLUMNS = (
    "number",
    "name",
    "unit",
    "lower_bound",
    "upper_bound",
    "is_counter",
    "better",
    "owner_id",
    "source",
    "formula",
)


def build_gauges(world: World) -> None:
    """Let all metrics take their course, and write them down."""
    set_targets(world)
    _compute(world)
    first = numbers.take("M", len(world.gauges))
    for number, gauge in enumerate(world.gauges, start=first):
        gauge.number = number
    ids = world.ledger.insert(Metric, _COLUMNS, map(_row, world.gauges))
    for gauge, pk in zip(world.gauges, ids, strict=True):
        gauge.pk = pk
    pairs = [(g.pk, part.pk) for g in world.gauges for part in g.parts]
    inputs = iter(world.ledger.insert(MetricInput, ("metric_id", "source_id"), pairs))
    for gauge in world.gauges:
        _remember(world, gauge, [next(inputs) for _ in gauge.parts])


def _remember(world: World, gauge: Gauge, inputs: list[int]) -> None:
    clock, owner = world.cast.clock, gauge.owner or gauge.squad.lead
    start = clock.cycle(gauge.first_cycle).starts_on
    at = clock.at(start - timedelta(days=24), 9, gauge.number % 60)
    deed = world.ledger.deed(
        owner.pk, at, "okrs.create_metric", (Metric, gauge.pk), summary=gauge.name
    )
    deed.creates(Metric, [gauge.pk])
    deed.creates(MetricInput, inputs)


def _row(gauge: Gauge) -> tuple[object, ...]:
    kind, owner = gauge.kind, gauge.owner or gauge.squad.lead
    codes = ", ".join(f"M-{part.number}" for part in gauge.parts)
    return (
        gauge.number,
        gauge.name,
        kind.unit,
        Decimal(0),
        None if kind.most is None else Decimal(int(kind.most)),
        kind.is_counter,
        kind.better,
        owner.pk,
        gauge.source,
        f"mean({codes})" if codes else "",
    )


def _compute(world: World) -> None:
    """Let some of what regions look at be the mean of what their sites measure."""
    chance = dice("computed")
    used = Counter(p.gauge for p in world.promises() if p.gauge is not None)
    alone = [
        p
        for p in world.promises()
        if p.gauge is not None
        and p.aim.cycle == 0
        and p.kind == "metric"
        and used[p.gauge] == 1
        and p.gauge.squad.level == "region"
        and not p.gauge.is_private
    ]
    for promise in alone:
        if chance.random() < COMPUTED:
            _compute_one(world, chance, promise)


def _compute_one(world: World, chance: Random, promise: Promise) -> None:
    gauge = promise.gauge
    assert gauge is not None
    day = world.cast.clock.cycle(0).starts_on
    parts = [
        other
        for squad in world.squads
        if squad.region == gauge.squad.region and squad.level == "site"
        for other in world.gauges_of(squad)
        if other.kind is gauge.kind and not other.is_private and other.course.legs
    ]
    if len(parts) < 2:
        return
    goal = promise.goal
    gauge.parts = chance.sample(parts, min(len(parts), 4))
    gauge.source = "computed"
    gauge.name = f"{gauge.kind.name}, mean of {gauge.squad.place}"
    # It is known from when all of its parts are.
    gauge.first_cycle = max(part.first_cycle for part in gauge.parts)
    promise.baseline = gauge.held(gauge.plain(day))
    promise.target = gauge.held(promise.baseline + goal)
    if promise.target == promise.baseline:
        promise.target += 0.1**gauge.kind.digits
    name_promise(chance, promise, gauge)
