"""Writes what was measured, and what people said with it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from waypost.okrs.models import CheckIn, KeyResult, Reading
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.rhythm import Rhythm, rhythms
from waypost.sample.growing.saying import words_of
from waypost.sample.growing.world import Gauge, Promise, World

CHUNK = 400  # metrics that are written at once
_READING = ("metric_id", "value", "observed_at", "source", "author_id")
_CHECK_IN = (
    "key_result_id",
    "author_id",
    "observed_at",
    "value",
    "confidence",
    "went_well",
    "in_the_way",
    "next_steps",
    "reading_id",
    "acknowledged_by_id",
    "acknowledged_at",
)
TO_READ = timedelta(hours=27)
Row = tuple[Any, ...]


@dataclass(slots=True)
class _Said:
    """A check-in to be: its place among the readings of its chunk, if it has one."""

    promise: Promise
    at: datetime
    reading: int | None
    row: list[Any]


@dataclass(slots=True)
class _Page:
    """What is written at once.

    `silent` are readings without a check-in, by who wrote them down on which day: the
    admin, for a whole day, those that came by themselves.
    """

    readings: list[Row] = field(default_factory=list)
    silent: dict[tuple[int, date], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    said: list[_Said] = field(default_factory=list)


def build_readings(world: World) -> None:
    """Write readings and check-ins, with who acknowledged which."""
    left = rhythms(world)
    while some := list(islice(left, CHUNK)):
        page = _Page()
        for rhythm in some:
            _fill(world, page, rhythm)
        _write(world, page)


def _fill(world: World, page: _Page, rhythm: Rhythm) -> None:
    gauge, saying = rhythm.gauge, dict(rhythm.said)
    if gauge is None or gauge.parts:
        for day, promise in rhythm.said:
            _say(world, page, promise, day, None)
        return
    chance, owner = dice("readings", gauge.name), gauge.owner or gauge.squad.lead
    highest = 0.0
    for day in rhythm.days:
        value = gauge.course.read(day, chance)
        if gauge.kind.is_counter:
            value = highest = max(value, highest)
        exact = Decimal(f"{value:.{gauge.kind.digits}f}")
        teller = saying.get(day)
        place = len(page.readings)
        author = teller.owner if teller and gauge.source == "hand" else owner
        at = _instant(world, day, gauge, place)
        name = author.pk if gauge.source == "hand" else None
        page.readings.append((gauge.pk, exact, at, gauge.source, name))
        if teller is None or gauge.source != "hand":
            writer = world.cast.admin.pk if name is None else name
            page.silent[writer, day].append(place)
        if teller is not None:
            by_hand = place if gauge.source == "hand" else None
            _say(world, page, teller, day, (by_hand, exact, at))


def _instant(world: World, day: date, gauge: Gauge, place: int) -> datetime:
    minutes = 5 if gauge.source != "hand" else 60 * (gauge.pk % 8) + place % 60
    at = world.cast.clock.at(day, 7) + timedelta(minutes=minutes)
    return min(at, world.cast.clock.now)


def _say(
    world: World,
    page: _Page,
    promise: Promise,
    day: date,
    read: tuple[int | None, Decimal, datetime] | None,
) -> None:
    chance = dice("said", promise.pk, day)
    place, value, at = read or (None, None, None)
    at = at or world.cast.clock.past(day, 9, promise.pk % 60)
    words = words_of(chance, promise, day, None if value is None else float(value))
    reviewer, reads = promise.aim.reviewer, at + TO_READ
    seen = (
        reviewer is not None and chance.random() < 0.7 and reads < world.cast.clock.now
    )
    row = [
        promise.pk,
        promise.owner.pk,
        at,
        value if place is not None else None,
        words.confidence,
        words.went_well,
        words.in_the_way,
        words.next_steps,
        None,
        reviewer.pk if reviewer and seen else None,
        reads if seen else None,
    ]
    page.said.append(_Said(promise, at, place, row))


def _write(world: World, page: _Page) -> None:
    ids = world.ledger.insert(Reading, _READING, page.readings)
    for said in page.said:
        if said.reading is not None:
            said.row[8] = ids[said.reading]
    rows = [tuple(said.row) for said in page.said]
    check_ins = world.ledger.insert(CheckIn, _CHECK_IN, rows)
    for (writer, _day), places in page.silent.items():
        at = max(page.readings[place][2] for place in places)
        deed = world.ledger.deed(writer, at, "okrs.record_readings")
        deed.creates(Reading, [ids[place] for place in places])
    for said, pk in zip(page.said, check_ins, strict=True):
        _remember(world, said, pk)
    for reviewer, at, some in _acknowledged(page, check_ins):
        deed = world.ledger.deed(reviewer, at, "okrs.acknowledge")
        for pk in some:
            deed.changes(CheckIn, pk, acknowledged_by_id=None, acknowledged_at=None)


def _remember(world: World, said: _Said, pk: int) -> None:
    promise = said.promise
    deed = world.ledger.deed(
        promise.owner.pk,
        said.at,
        "okrs.check_in",
        (KeyResult, promise.pk),
        summary=promise.title,
    )
    if said.row[8] is not None:
        deed.creates(Reading, [said.row[8]])
    deed.creates(CheckIn, [pk])


def _acknowledged(
    page: _Page, check_ins: Sequence[int]
) -> Iterator[tuple[int, datetime, list[int]]]:
    """Yield what a reviewer read on one day: they read it all at once."""
    found: dict[tuple[int, date], list[tuple[datetime, int]]] = defaultdict(list)
    for said, pk in zip(page.said, check_ins, strict=True):
        reviewer, at = said.row[9], said.row[10]
        if reviewer is not None:
            found[reviewer, at.date()].append((at, pk))
    for (reviewer, _day), some in found.items():
        yield reviewer, max(at for at, _pk in some), [pk for _at, pk in some]
