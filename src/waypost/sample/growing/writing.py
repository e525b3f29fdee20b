"""Writes objectives with all that hangs on them, and when each was written."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from waypost.bets.models import ProjectObjective
from waypost.core import numbers
from waypost.core.past import Deed
from waypost.okrs.models import (
    ExpectedPoint,
    Guardrail,
    KeyResult,
    Objective,
    ObjectiveViewer,
    Step,
)
from waypost.sample.growing.aligning import align
from waypost.sample.growing.grading import grade
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words import talk
from waypost.sample.growing.world import Aim, Promise, World

_OBJECTIVE = (
    "number",
    "title",
    "why",
    "level",
    "team_id",
    "person_id",
    "owner_id",
    "reviewer_id",
    "cycle_id",
    "kind",
    "visibility",
    "state",
    "priority",
    "weight",
    "final_score",
    "reflection",
)
_KEY_RESULT = (
    "number",
    "objective_id",
    "title",
    "owner_id",
    "delegate_id",
    "kind",
    "metric_id",
    "baseline",
    "target",
    "low",
    "high",
    "scale",
    "path",
    "starts_on",
    "due_on",
    "weight",
    "cadence_days",
    "position",
)


def write_aims(world: World) -> None:
    """Write down objectives, key results, steps, limits, viewers and alignments."""
    _write_objectives(world)
    _write_key_results(world)
    deeds = {aim.pk: _written(world, aim) for aim in world.aims}
    _write_steps(world, deeds)
    _write_points(world, deeds)
    _write_guardrails(world, deeds)
    _write_viewers(world, deeds)
    _write_holders(world, deeds)
    align(world, deeds)


def drafted(world: World, aim: Aim) -> datetime:
    """Return when an objective was written down: in the weeks before its cycle."""
    clock, chance = world.cast.clock, dice("drafted", aim.pk)
    start = clock.cycle(aim.cycle).starts_on
    early = 40 if aim.cycle == 1 else 20
    day = min(start, clock.today) - timedelta(days=chance.randint(1, early))
    return clock.past(day, chance.randint(8, 16), chance.randint(0, 59))


def _written(world: World, aim: Aim) -> Deed:
    verb = "bets.project_objective" if aim.site else "okrs.create_objective"
    deed = world.ledger.deed(
        aim.owner.pk,
        drafted(world, aim),
        verb,
        (Objective, aim.pk),
        summary=aim.title,
    )
    deed.creates(Objective, [aim.pk])
    deed.creates(KeyResult, [promise.pk for promise in aim.promises])
    return deed


def _write_objectives(world: World) -> None:
    for aim in world.aims:
        if aim.cycle < 0:
            grade(world, aim)
    first = numbers.take("O", len(world.aims))
    rows = [
        (
            number,
            aim.title,
            aim.why,
            aim.level,
            aim.squad.pk if aim.level == "team" and aim.squad else None,
            aim.person.pk if aim.person else None,
            aim.owner.pk,
            aim.reviewer.pk if aim.reviewer else None,
            world.cycles[aim.cycle],
            aim.kind,
            aim.visibility,
            aim.state,
            aim.priority,
            aim.weight,
            aim.score,
            aim.reflection,
        )
        for number, aim in enumerate(world.aims, start=first)
    ]
    ids = world.ledger.insert(Objective, _OBJECTIVE, rows)
    for aim, pk in zip(world.aims, ids, strict=True):
        aim.pk = pk


def _write_key_results(world: World) -> None:
    promises = list(world.promises())
    chance = dice("paths")
    for promise in promises:
        if promise.kind == "metric" and promise.aim.cycle == 0:
            promise.path = chance.choices(("straight", "points", "bets"), (88, 5, 7))[0]
            _move(chance, promise)
    first = numbers.take("KR", len(promises))
    rows = [_key_result(n, p, chance) for n, p in enumerate(promises, start=first)]
    ids = world.ledger.insert(KeyResult, _KEY_RESULT, rows)
    for promise, pk in zip(promises, ids, strict=True):
        promise.pk = pk
        if promise.moved_from is not None:
            _remember_move(world, promise)


def _key_result(number: int, promise: Promise, chance: Random) -> tuple[object, ...]:
    squad, aim = promise.aim.squad, promise.aim
    lends = (
        aim.visibility == "everyone" and squad is not None and chance.random() < 0.08
    )
    delegate = chance.choice(squad.people) if lends and squad else None
    return (
        number,
        aim.pk,
        promise.title,
        promise.owner.pk,
        delegate.pk if delegate and delegate is not promise.owner else None,
        promise.kind,
        promise.gauge.pk if promise.gauge else None,
        exact(promise.baseline),
        exact(promise.target),
        exact(promise.low),
        exact(promise.high),
        _scale(promise),
        promise.path,
        promise.starts,
        promise.due,
        promise.weight,
        promise.cadence,
        aim.promises.index(promise),
    )


def exact(value: float | None) -> Decimal | None:
    """Return a number as the models take it."""
    return None if value is None else Decimal(f"{value:.4f}")


def _scale(promise: Promise) -> Decimal | None:
    if promise.low is not None and promise.high is not None:
        return exact((promise.high - promise.low) / 2)
    if promise.target is None or promise.baseline is None:
        return None
    agreed = promise.target if promise.moved_from is None else promise.moved_from
    return exact(abs(agreed - promise.baseline))


def _move(chance: Random, promise: Promise) -> None:
    """Let few targets have moved on the way."""
    gauge = promise.gauge
    if chance.random() < 0.02 and gauge is not None and promise.target is not None:
        former = gauge.held((promise.baseline or 0.0) + promise.goal * 0.8)
        if former not in (promise.target, promise.baseline):
            promise.moved_from = former


def _remember_move(world: World, promise: Promise) -> None:
    clock, chance = world.cast.clock, dice("move", promise.title)
    deed = world.ledger.deed(
        promise.aim.owner.pk,
        clock.at(clock.weekday(-chance.randint(1, 5), 3), 11),
        "okrs.move_target",
        (KeyResult, promise.pk),
        summary=promise.title,
        reason=chance.choice(talk.MOVES),
    )
    deed.changes(KeyResult, promise.pk, target=f"{exact(promise.moved_from):.6f}")


def _write_steps(world: World, deeds: dict[int, Deed]) -> None:
    today = world.cast.clock.today
    listed = [
        (promise, place, rung)
        for promise in world.promises()
        for place, rung in enumerate(promise.steps)
    ]
    for promise, _place, rung in listed:
        if promise.aim.cycle == 1 or (rung.done and rung.done > today):
            rung.done = None
    columns = ("key_result_id", "title", "weight", "position", "done_on")
    rows = [(p.pk, r.title, r.weight, place, r.done) for p, place, r in listed]
    ids = world.ledger.insert(Step, columns, rows)
    for (promise, _place, rung), pk in zip(listed, ids, strict=True):
        rung.pk = pk
        deeds[promise.aim.pk].creates(Step, [pk])
        if rung.done is not None:
            _complete(world, promise, pk, rung.done)


def _complete(world: World, promise: Promise, step: int, day: date) -> None:
    deed = world.ledger.deed(
        promise.owner.pk,
        world.cast.clock.past(day, 8 + step % 8, step % 60),
        "okrs.complete_step",
        (KeyResult, promise.pk),
        summary=promise.title,
    )
    deed.changes(Step, step, done_on=None)


def _write_points(world: World, deeds: dict[int, Deed]) -> None:
    rows, owners = [], []
    for promise in world.promises():
        if promise.path != "points" or promise.starts is None or promise.due is None:
            continue
        for share, way in ((0.3, 0.1), (0.6, 0.55)):
            day = promise.starts + (promise.due - promise.starts) * share
            value = (promise.baseline or 0.0) + promise.goal * way
            rows.append((promise.pk, day, exact(value)))
            owners.append(promise.aim.pk)
    ids = world.ledger.insert(ExpectedPoint, ("key_result_id", "day", "value"), rows)
    _note(deeds, owners, ExpectedPoint, ids)


def _write_guardrails(world: World, deeds: dict[int, Deed]) -> None:
    chance, today = dice("guardrails"), world.cast.clock.today
    rows, owners = [], []
    for aim in world.aims:
        if aim.squad is None or aim.cycle < 0 or chance.random() > 0.07:
            continue
        targeted = {promise.gauge for promise in aim.promises}
        free = [
            gauge
            for gauge in world.gauges_of(aim.squad)
            if gauge not in targeted and not gauge.is_private
        ]
        if free:
            gauge = chance.choice(free)
            value = gauge.plain(today)
            low, high = exact(value * 0.8), exact(value * chance.choice((1.02, 1.3)))
            worse = gauge.kind.better
            rows.append(
                (
                    aim.pk,
                    gauge.pk,
                    low if worse != "lower" else None,
                    high if worse != "higher" else None,
                )
            )
            owners.append(aim.pk)
    columns = ("objective_id", "metric_id", "low", "high")
    _note(deeds, owners, Guardrail, world.ledger.insert(Guardrail, columns, rows))


def _write_viewers(world: World, deeds: dict[int, Deed]) -> None:
    pairs = [(aim.pk, viewer.pk) for aim in world.aims for viewer in aim.viewers]
    ids = world.ledger.insert(ObjectiveViewer, ("objective_id", "person_id"), pairs)
    _note(deeds, [aim for aim, _person in pairs], ObjectiveViewer, ids)


def _write_holders(world: World, deeds: dict[int, Deed]) -> None:
    pairs = [(aim.pk, aim.site.pk) for aim in world.aims if aim.site]
    ids = world.ledger.insert(ProjectObjective, ("objective_id", "project_id"), pairs)
    _note(deeds, [aim for aim, _site in pairs], ProjectObjective, ids)


def _note(
    deeds: dict[int, Deed],
    owners: Sequence[int],
    model: type,
    ids: Sequence[int],
) -> None:
    for owner, pk in zip(owners, ids, strict=True):
        deeds[owner].creates(model, [pk])
