"""How a number moves: from cycle to cycle by plan, week by week like weather."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import pi, sin
from random import Random

from waypost.sample.growing.words.trades import Kind

YEAR = 364


@dataclass(frozen=True, slots=True)
class Landing:
    """A bet that worked: on which day, over how many days, with which share."""

    day: date
    ramp: int
    share: float


@dataclass(slots=True)
class Leg:
    """A cycle's part of the way: from a value to a value."""

    first: date
    last: date
    begin: float
    end: float
    landings: list[Landing] = field(default_factory=list)

    def at(self, day: date) -> float:
        """Return the value without noise: half by steps where bets have landed."""
        whole = (self.last - self.first).days
        share = min(max((day - self.first).days / whole, 0.0), 1.0)
        if self.landings:
            steps = sum(_landed(landing, day) for landing in self.landings)
            share = 0.35 * share + 0.65 * min(steps, 1.0)
        return self.begin + (self.end - self.begin) * share


@dataclass(slots=True)
class Course:
    """The way of a metric over all cycles in which it is followed."""

    kind: Kind
    begin: float
    phase: float = 0.0
    legs: list[Leg] = field(default_factory=list)

    @property
    def end(self) -> float:
        """Return where the last leg ends."""
        return self.legs[-1].end if self.legs else self.begin

    def add(self, first: date, last: date, change: float) -> Leg:
        """Go on for a cycle, by so much."""
        leg = Leg(first, last, self.end, self.held(self.end + change))
        self.legs.append(leg)
        return leg

    def held(self, value: float) -> float:
        """Return the value within what is possible."""
        most = self.kind.most
        value = max(value, 0.0)
        return value if most is None else min(value, most * 0.995)

    def plain(self, day: date) -> float:
        """Return where it stands on a day, without noise."""
        if not self.legs:
            return self.begin
        starts = [leg.first for leg in self.legs]
        leg = self.legs[max(bisect_right(starts, day) - 1, 0)]
        wave = sin(2 * pi * (day.toordinal() / YEAR + self.phase))
        return self.held(leg.at(day) + self.kind.season * self.begin * 0.5 * wave)

    def read(self, day: date, chance: Random) -> float:
        """Return what is read on a day."""
        size = self.kind.noise * self.begin
        noise = chance.gauss(0, size)
        if chance.random() < 0.015:  # a bad day, or a wrong count
            noise += chance.choice((-4, 4)) * size
        weekday = 0.5 * size if day.weekday() >= 4 else 0.0
        return self.held(self.plain(day) + noise + weekday)

    def rounded(self, value: float) -> float:
        """Return the value as it is written down."""
        return round(value, self.kind.digits)


def _landed(landing: Landing, day: date) -> float:
    passed = (day - landing.day).days
    if passed < 0:
        return 0.0
    ramp = max(landing.ramp, 1)
    return landing.share * min((passed + 1) / ramp, 1.0)


def span(first: date, last: date, step: int) -> list[date]:
    """Return days from first to last, so many apart.

    >>> [day.day for day in span(date(2026, 1, 1), date(2026, 1, 20), 7)]
    [1, 8, 15]
    """
    days = (last - first).days
    return [first + timedelta(days=n) for n in range(0, days + 1, step)]
