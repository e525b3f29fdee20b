"""What the grown organisation is made of, as later parts name it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from waypost.sample.building.cast import Cast
from waypost.sample.growing.courses import Course
from waypost.sample.growing.ledger import Ledger
from waypost.sample.growing.sizes import Amounts
from waypost.sample.growing.words.trades import Kind


@dataclass(slots=True, eq=False)
class Worker:
    """Somebody who is there from the beginning, so that anything can be theirs."""

    pk: int
    name: str
    is_planner: bool = False


@dataclass(slots=True, eq=False)
class Squad:
    """A team: a region, a site in it, or a crew of a site."""

    name: str
    trade: str
    place: str
    region: int
    level: str
    parent: "Squad | None" = None
    pk: int = 0
    people: list[Worker] = field(default_factory=list)

    @property
    def lead(self) -> Worker:
        """Return who leads it."""
        return self.people[0]

    @property
    def boss(self) -> Worker:
        """Return who leads what it belongs to, or itself."""
        return self.parent.lead if self.parent else self.lead

    def above(self) -> Iterator["Squad"]:
        """Yield the teams that it stands below."""
        squad = self.parent
        while squad is not None:
            yield squad
            squad = squad.parent


@dataclass(slots=True, eq=False)
class Gauge:
    """A metric with the course that it takes."""

    squad: Squad
    kind: Kind
    name: str
    course: Course
    source: str = "hand"
    part: str = ""
    owner: Worker | None = None
    pk: int = 0
    number: int = 0
    first_cycle: int = 0
    is_private: bool = False
    parts: list["Gauge"] = field(default_factory=list)

    def plain(self, day: date) -> float:
        """Return where it stands on a day, without noise."""
        if self.parts:
            return sum(part.plain(day) for part in self.parts) / len(self.parts)
        return self.course.plain(day)

    def held(self, value: float) -> float:
        """Return the value within the metric's bounds, as it is written down."""
        return self.course.rounded(self.course.held(value))


@dataclass(slots=True, eq=False)
class Promise:
    """A key result."""

    aim: "Aim"
    kind: str
    title: str
    owner: Worker
    gauge: Gauge | None = None
    baseline: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    path: str = "straight"
    cadence: int = 7
    starts: date | None = None
    due: date | None = None
    weight: float = 1.0
    pk: int = 0
    steps: list["Rung"] = field(default_factory=list)
    moved_from: float | None = None

    @property
    def goal(self) -> float:
        """Return the way from baseline to target, signed."""
        return (self.target or 0.0) - (self.baseline or 0.0)


@dataclass(slots=True, eq=False)
class Rung:
    """A step of a key result."""

    title: str
    weight: float = 1.0
    done: date | None = None
    pk: int = 0


@dataclass(slots=True, eq=False)
class Aim:
    """An objective."""

    cycle: int
    level: str
    squad: Squad | None
    title: str
    why: str
    owner: Worker
    reviewer: Worker | None = None
    person: Worker | None = None
    site: "Site | None" = None
    kind: str = "aspirational"
    visibility: str = "everyone"
    state: str = "active"
    priority: int = 3
    weight: float = 1.0
    pk: int = 0
    promises: list[Promise] = field(default_factory=list)
    viewers: list[Worker] = field(default_factory=list)
    score: float | None = None
    reflection: str = ""


@dataclass(slots=True, eq=False)
class Stone:
    """A milestone."""

    title: str
    begins: date
    due: date
    achieved: date | None = None
    pk: int = 0

    @property
    def lands(self) -> date:
        """Return the day it was reached, or is due."""
        return self.achieved or self.due


@dataclass(slots=True, eq=False)
class Site:
    """A project."""

    code: str
    name: str
    work: int
    squad: Squad
    manager: Worker
    sponsor: Worker
    phase: str
    standing: str
    is_funded: bool
    created: date
    starts: date
    due: date
    visibility: str = "everyone"
    waiver: str = ""
    stopped: date | None = None
    pk: int = 0
    stones: list[Stone] = field(default_factory=list)
    bets: int = 0

    @property
    def is_live(self) -> bool:
        """Return whether it is not over."""
        return self.phase != "closed" and self.standing != "cancelled"

    @property
    def counts(self) -> bool:
        """Return whether bets on it count."""
        return self.is_funded and self.standing == "running"


@dataclass(slots=True)
class World:
    """All of it, and what it is grown with."""

    cast: Cast
    amounts: Amounts
    ledger: Ledger
    squads: list[Squad] = field(default_factory=list)
    gauges: list[Gauge] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    cycles: dict[int, int] = field(default_factory=dict)
    _by_squad: dict[Squad, list[Gauge]] = field(default_factory=dict)

    def gauges_of(self, squad: Squad) -> list[Gauge]:
        """Return the metrics that a team follows."""
        return self._by_squad.get(squad, [])

    def add_gauge(self, gauge: Gauge) -> None:
        """Begin to follow a metric."""
        self.gauges.append(gauge)
        self._by_squad.setdefault(gauge.squad, []).append(gauge)

    def promises(self) -> Iterator[Promise]:
        """Yield every key result."""
        for aim in self.aims:
            yield from aim.promises

    def of(self, level: str) -> list[Squad]:
        """Return the teams of a level."""
        return [squad for squad in self.squads if squad.level == level]


def spread(chance: Random, total: int, among: int) -> list[int]:
    """Deal `total` out among so many, unevenly, at least one each where it reaches.

    >>> sum(spread(Random(1), 100, 7)), min(spread(Random(1), 100, 7)) > 0
    (100, True)
    """
    if among <= 0:
        return []
    weights = [chance.uniform(0.6, 1.4) for _ in range(among)]
    whole = sum(weights)
    free = max(total - among, 0)
    found = [1 + int(free * weight / whole) for weight in weights]
    for place in range(max(total - sum(found), 0)):
        found[place % among] += 1
    return found
