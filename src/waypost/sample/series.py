"""Readings that look like measurements: a course, noise, gaps, some late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from waypost.sample.clock import Clock
from waypost.sample.terms import MetricContent

HOUR, MINUTE = 8, 20
LATE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Point:
    """A reading to be."""

    week: int
    at: datetime
    value: Decimal


def points(metric: MetricContent, clock: Clock) -> list[Point]:
    """Return the readings of a metric that lie in the past, in order."""
    if not metric.course:
        return []
    first = metric.course[0][0]
    weeks = [w for w in range(first, 1, metric.every) if w not in metric.missed]
    found = [Point(w, instant(metric, w, clock), value(metric, w)) for w in weeks]
    return [point for point in found if point.at <= clock.now]


def instant(metric: MetricContent, week: int, clock: Clock) -> datetime:
    """Return when a metric is read in a week."""
    at = clock.at(clock.weekday(week, metric.weekday), HOUR, MINUTE)
    return at + LATE if week in metric.late else at


def value(metric: MetricContent, week: int) -> Decimal:
    """Return what a metric reads in a week; the same every time."""
    known = dict(metric.course)
    plain = known[week] if week in known else _between(metric.course, week)
    if week not in known and not metric.is_counter:
        # Seeded by what it is of, so that one metric more changes no other.
        plain += Random(f"{metric.key} {week}").gauss(0, metric.noise)
    low, high = metric.least, metric.most
    if low is not None:
        plain = max(plain, float(low))
    if high is not None:
        plain = min(plain, float(high))
    return Decimal(f"{plain:.{metric.digits}f}")


def _between(course: tuple[tuple[int, float], ...], week: int) -> float:
    for (begin, before), (end, after) in pairwise(course):
        if begin <= week <= end:
            return before + (after - before) * (week - begin) / (end - begin)
    return course[-1][1] if week > course[-1][0] else course[0][1]
