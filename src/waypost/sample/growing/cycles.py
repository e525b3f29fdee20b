"""Cycles before the heart's, and how all of them came to pass."""

from datetime import timedelta

from waypost.core.past import Deed
from waypost.okrs.models import Cycle, Objective
from waypost.sample.growing.sizes import CYCLES
from waypost.sample.growing.world import Aim, World

_COLUMNS = ("name", "kind", "state", "starts_on", "ends_on", "manager_id")


def build_cycles(world: World) -> None:
    """Add the cycles that lie before the heart's."""
    clock, admin = world.cast.clock, world.cast.admin
    world.cycles = {number: row.pk for number, row in world.cast.cycles.items()}
    for number in CYCLES:
        if number in world.cycles:
            continue
        span = clock.cycle(number)
        row = (span.name, "quarter", "closed", span.starts_on, span.ends_on, admin.pk)
        (pk,) = world.ledger.insert(Cycle, _COLUMNS, [row])
        world.cycles[number] = pk
        at = clock.at(span.starts_on - timedelta(days=30), 9)
        deed = world.ledger.deed(
            admin.pk, at, "okrs.create_cycle", (Cycle, pk), summary=span.name
        )
        deed.creates(Cycle, [pk])


def run_cycles(world: World) -> None:
    """Start each cycle, grade it and close it, with its objectives."""
    by_cycle: dict[int, list[Aim]] = {number: [] for number in CYCLES}
    for aim in world.aims:
        by_cycle[aim.cycle].append(aim)
    for number, aims in by_cycle.items():
        if number <= 0:
            start = _turn(world, number, "okrs.start_cycle")
            for aim in aims:
                start.changes(Objective, aim.pk, state="proposed")
        if number < 0:
            _turn(world, number, "okrs.begin_grading")
            _grade(world, number, aims)
            close = _turn(world, number, "okrs.close_cycle")
            for aim in aims:
                close.changes(Objective, aim.pk, state="active")


def _turn(world: World, number: int, verb: str) -> Deed:
    """Open the change set in which a cycle took a step: the heart's, or a new one."""
    pk = world.cycles[number]
    found = world.ledger.joined(verb, (Cycle, pk))
    if found is not None:
        return found
    clock, span = world.cast.clock, world.cast.clock.cycle(number)
    at, before = {
        "okrs.start_cycle": (clock.at(span.starts_on, 7), "planning"),
        "okrs.begin_grading": (clock.at(span.ends_on, 17), "active"),
        "okrs.close_cycle": (clock.at(span.ends_on + timedelta(days=3), 16), "grading"),
    }[verb]
    deed = world.ledger.deed(
        world.cast.admin.pk, at, verb, (Cycle, pk), summary=span.name
    )
    deed.changes(Cycle, pk, state=before)
    return deed


def _grade(world: World, number: int, aims: list[Aim]) -> None:
    """Let owners grade what they had promised, on the last evening or the day after."""
    clock, end = world.cast.clock, world.cast.clock.cycle(number).ends_on
    for place, aim in enumerate(aims):
        at = clock.past(end + timedelta(days=place % 2), 18 + place % 3, place % 60)
        deed = world.ledger.deed(
            aim.owner.pk,
            at,
            "okrs.grade_objective",
            (Objective, aim.pk),
            summary=aim.title,
        )
        deed.changes(Objective, aim.pk, final_score=None, reflection="")
