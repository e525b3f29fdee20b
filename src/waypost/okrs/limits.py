"""Which values a metric can take: within its bounds, and never falling if it counts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.okrs.models import Metric

Point = tuple[datetime, Decimal]


def outside(metric: Metric, value: Decimal) -> str | None:
    """Say which bound `value` breaks, or that it is no value to enter at all."""
    if metric.source == Metric.Source.COMPUTED:
        return _(
            "%(metric)s is computed; enter the readings of what it is made of."
        ) % {"metric": metric.name}
    if not value.is_finite():
        return _("Give a number.")
    low, high = metric.lower_bound, metric.upper_bound
    words = {"metric": metric.name, "low": words_of(low), "high": words_of(high)}
    if low is not None and value < low:
        return _("%(metric)s is never below %(low)s.") % words
    if high is not None and value > high:
        return _("%(metric)s is never above %(high)s.") % words
    return None


def first_fall(points: Sequence[Point]) -> dict[Point, Point]:
    """Return the points of a counter that lie below one before them, and which.

    >>> from datetime import UTC
    >>> days = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    >>> values = [Decimal(1), Decimal(5), Decimal(4)]
    >>> found = first_fall(list(zip(days, values, strict=True)))
    >>> [(low[1], high[1]) for low, high in found.items()]
    [(Decimal('4'), Decimal('5'))]
    """
    falls: dict[Point, Point] = {}
    highest: Point | None = None
    for point in sorted(points):
        if highest is not None and point[1] < highest[1]:
            falls[point] = highest
        else:
            highest = point
    return falls


def words_of(value: Decimal | None) -> str:
    """Write a value, without zeros that say nothing."""
    return "" if value is None else f"{value.normalize():f}".replace("-", "−")
