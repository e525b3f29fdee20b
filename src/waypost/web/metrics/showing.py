"""What the pages of metrics say and draw, made of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from waypost import charts
from waypost.okrs.queries import (
    ActivityRow,
    GuardRow,
    KeyResultRow,
    MetricPage,
    MetricRow,
)
from waypost.web import pictures
from waypost.web.addresses import key_result_url, objective_url
from waypost.web.limits import breach_in_words, limits_in_words
from waypost.web.templatetags import formats
from waypost.web.verbs import verb_in_words

MOST_GOALS = 8
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Use:
    """A key result that stands on a metric."""

    row: KeyResultRow
    values: str
    url: str


@dataclass(frozen=True, slots=True)
class Rail:
    """An objective that must not harm a metric, and whether it does."""

    row: GuardRow
    url: str
    limits: str
    breach: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was done, in words."""

    who: str
    what: str
    at: datetime


def spark(row: MetricRow) -> SafeString:
    """Draw the last readings as small as a word."""
    points = tuple((at.timestamp() / 86_400, value) for at, value in row.spark)
    line = charts.Sparkline(points=points, label=_trend_in_words(row))
    return pictures.sparkline(line)


def _trend_in_words(row: MetricRow) -> str:
    if not row.spark:
        return _("No readings yet")
    words = {
        "first": formats.number(row.spark[0][1]),
        "last": formats.number(row.spark[-1][1], row.unit),
        "day": formats.day(row.spark[0][0]),
    }
    return _("From %(first)s to %(last)s since %(day)s") % words


def told(activity: Iterable[ActivityRow]) -> list[Told]:
    """Say what was done to a metric."""
    return [
        Told(row.actor.name if row.actor else "", verb_in_words(row.verb), row.at)
        for row in activity
    ]


def headline(found: MetricPage) -> str:
    """Say what the metric is now."""
    row = found.row
    if row.latest is None:
        return _("%(name)s: not measured yet") % {"name": row.name}
    return _("%(name)s: %(value)s") % {
        "name": row.name,
        "value": formats.number(row.latest, row.unit),
    }


def uses(found: MetricPage) -> list[Use]:
    """Return the key results on a metric, the latest due day first."""
    return [
        Use(row, _wants(row), key_result_url(row.number)) for row in found.key_results
    ]


def _wants(row: KeyResultRow) -> str:
    """Say what a key result wants of the metric: ``74 → 84 %``."""
    if row.kind == "range":
        low, high = formats.number(row.low), formats.number(row.high, row.unit)
        return f"{low} – {high}"
    start, target = formats.number(row.baseline), formats.number(row.target, row.unit)
    return f"{start} → {target}"


def rails(found: MetricPage) -> list[Rail]:
    """Return the guardrails of a metric, each with its breach in words."""
    return [_rail(row, found.row) for row in found.guards]


def _rail(row: GuardRow, metric: MetricRow) -> Rail:
    low, high = (
        None if limit is None else float(limit) for limit in (row.low, row.high)
    )
    return Rail(
        row,
        objective_url(row.number),
        limits_in_words(low, high, metric.unit),
        breach_in_words(metric.latest, low, high, metric.unit),
    )


def trend(found: MetricPage, today: date) -> SafeString:
    """Draw the readings with the targets of the key results on them."""
    return pictures.trend(trend_data(found, today), unit=found.row.unit)


def trend_data(found: MetricPage, today: date) -> charts.Trend:
    """Return what the chart of a metric shows: its readings, and each target's time."""
    readings = tuple(
        charts.Point(localdate(at), value)
        for at, value in found.readings[-MOST_POINTS:]
    )
    goals = tuple(_goals(found.key_results[:MOST_GOALS]))
    days = [point.day for point in readings] + [goal.first for goal in goals]
    ends = [today, *(goal.last for goal in goals)]
    first = min(days, default=today - timedelta(days=90))
    return charts.Trend(
        first=first,
        last=max(*ends, first + timedelta(days=1)),
        today=today,
        readings=readings,
        goals=goals,
    )


def _goals(rows: Iterable[KeyResultRow]) -> Iterable[charts.Goal]:
    for row in rows:
        value = row.low if row.kind == "range" else row.target
        if value is not None:
            yield charts.Goal(
                first=row.starts_on,
                last=row.due_on,
                value=float(value),
                label=row.code,
                high=float(row.high) if row.kind == "range" and row.high else None,
            )


def table(found: MetricPage) -> list[list[str]]:
    """Return the readings of the chart, the newest first."""
    return [
        [formats.day(localdate(at)), formats.number(value, found.row.unit)]
        for at, value in reversed(found.readings[-MOST_POINTS:])
    ]
