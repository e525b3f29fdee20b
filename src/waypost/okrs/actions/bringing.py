"""Readings from a file: new ones and corrections, checked in memory, then written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, say_day
from waypost.okrs.actions.readings import MOST_TOLD, ReadingEntry, row_of
from waypost.okrs.limits import first_fall, outside
from waypost.okrs.models import CheckIn, Metric, Reading
from waypost.people.models import Person

CHUNK = 900


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a reading that stands here is to say."""

    reading: int
    value: Decimal
    note: str = ""


def bring_readings(
    *,
    actor: Person,
    now: datetime,
    entries: Sequence[ReadingEntry],
    corrected: Mapping[Metric, Sequence[Corrected]],
) -> int:
    """Write new readings and correct known ones; return how many.

    A few queries for each metric. Check-ins that wrote a reading follow it.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not enter readings of one of the metrics.
    Refused
        With a sentence for each value that does not fit; nothing is written then.
    """
    by_metric: dict[Metric, list[ReadingEntry]] = defaultdict(list)
    for entry in entries:
        by_metric[entry.metric].append(entry)
    metrics = {*by_metric, *corrected}
    for metric in metrics:
        access.require_record_reading(actor, metric)
    rows = [row_of(entry, actor, now) for entry in entries]
    with history.change(actor=actor, now=now, verb="okrs.record_readings") as change:
        changed = [row for its in corrected.values() for row in _correct(its)]
        _require_fit(metrics, rows, changed, now)
        change.create_many(rows)
        change.update_many(changed, ["value", "note"])
        _follow(change, changed)
        ids = sorted(metric.pk for metric in metrics)
        change.emit("okrs.record_readings", metrics=ids)
    return len(rows) + len(changed)


def _correct(its: Sequence[Corrected]) -> list[Reading]:
    by_pk = {each.reading: each for each in its}
    ids = sorted(by_pk)
    rows: list[Reading] = []
    for start in range(0, len(ids), CHUNK):
        found = Reading.objects.select_for_update().select_related("metric")
        rows += found.filter(pk__in=ids[start : start + CHUNK])
    for row in rows:
        row.value, row.note = by_pk[row.pk].value, by_pk[row.pk].note
    return rows


def _require_fit(
    metrics: set[Metric], rows: list[Reading], changed: list[Reading], now: datetime
) -> None:
    problems = []
    for row in (*rows, *changed):
        problem = outside(row.metric, row.value)
        if row.observed_at > now:
            problem = _("A reading is not taken in the future.")
        if problem is not None:
            day = say_day(row.observed_at.date())
            problems.append(f"{row.metric.code}, {day}: {problem}")
    for metric in metrics:
        if metric.is_counter:
            problems += _falls(metric, rows, changed)
    if problems:
        raise Refused(problems[:MOST_TOLD])


def _falls(metric: Metric, rows: list[Reading], changed: list[Reading]) -> list[str]:
    stored = metric.readings.values_list("pk", "observed_at", "value")
    points = {pk: (at, value) for pk, at, value in stored}
    points |= {r.pk: (r.observed_at, r.value) for r in changed if r.metric == metric}
    fresh = [(r.observed_at, r.value) for r in rows if r.metric == metric]
    message = _("%(metric)s counts up and never falls: see %(day)s.")
    return [
        message % {"metric": metric.name, "day": say_day(low[0].date())}
        for low in first_fall([*points.values(), *fresh])
    ]


def _follow(change: history.Recorder, changed: list[Reading]) -> None:
    by_pk = {row.pk: row for row in changed}
    ids = sorted(by_pk)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        for check_in in CheckIn.objects.filter(reading_id__in=chunk):
            change.update(check_in, value=by_pk[check_in.reading_id or 0].value)
