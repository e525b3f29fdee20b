"""Readings of metrics: one by hand, or thousands from a file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, say_day
from waypost.okrs.limits import outside, words_of
from waypost.okrs.models import CheckIn, Metric, Reading
from waypost.people.models import Person

MOST_TOLD = 20
Mark = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """What a metric measured; without an instant, now."""

    metric: Metric
    value: Decimal
    observed_at: datetime | None = None
    source: str = "hand"
    note: str = ""


def record_reading(*, actor: Person, now: datetime, entry: ReadingEntry) -> Reading:
    """Enter one reading.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not enter readings of the metric.
    Refused
        If the value breaks a bound, or lets a counter fall.
    """
    metric = entry.metric
    access.require_record_reading(actor, metric)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.record_reading",
        subject=metric,
        summary=metric.name,
    ) as change:
        reading = write_reading(change, actor, entry, now)
        change.emit("okrs.record_reading", metric=metric.pk, reading=reading.pk)
    return reading


def record_readings(
    *, actor: Person, now: datetime, entries: Sequence[ReadingEntry]
) -> list[Reading]:
    """Enter many readings: checked in memory, then one short write.

    Three queries for each metric.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not enter readings of one of the metrics.
    Refused
        With a sentence for each entry that does not fit; nothing is written then.
    """
    by_metric: dict[Metric, list[ReadingEntry]] = defaultdict(list)
    for entry in entries:
        by_metric[entry.metric].append(entry)
    for metric in by_metric:
        access.require_record_reading(actor, metric)
    rows = [row_of(entry, actor, now) for entry in entries]
    with history.change(actor=actor, now=now, verb="okrs.record_readings") as change:
        problems = [
            problem
            for metric, its in by_metric.items()
            for problem in _problems(metric, its, now)
        ]
        if problems:
            raise Refused(problems[:MOST_TOLD])
        change.create_many(rows)
        metrics = [metric.pk for metric in by_metric]
        change.emit("okrs.record_readings", metrics=metrics)
    return rows


def edit_reading(
    *,
    actor: Person,
    now: datetime,
    reading: Reading,
    entry: ReadingEntry,
    version: int | None = None,
) -> Reading:
    """Correct a reading; a check-in that wrote it follows.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not enter readings of the metric.
    Refused
        If the value breaks a bound, or lets a counter fall.
    """
    metric = reading.metric
    access.require_record_reading(actor, metric)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.edit_reading",
        subject=metric,
        summary=metric.name,
    ) as change:
        history.require_version(reading, version)
        correct_reading(change, reading, entry, now)
        for check_in in CheckIn.objects.filter(reading=reading):
            change.update(
                check_in, value=reading.value, observed_at=reading.observed_at
            )
        change.emit("okrs.edit_reading", metric=metric.pk, reading=reading.pk)
    return reading


def delete_reading(*, actor: Person, now: datetime, reading: Reading) -> None:
    """Delete a reading; a check-in that wrote it keeps its words, without a value.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not enter readings of the metric.
    """
    metric = reading.metric
    access.require_record_reading(actor, metric)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.delete_reading",
        subject=metric,
        summary=metric.name,
    ) as change:
        for check_in in CheckIn.objects.filter(reading=reading):
            change.update(check_in, reading=None, value=None)
        change.delete(reading)
        change.emit("okrs.delete_reading", metric=metric.pk)


def write_reading(
    change: history.Recorder, actor: Person, entry: ReadingEntry, now: datetime
) -> Reading:
    """Check and insert a reading inside an open change set."""
    row = row_of(entry, actor, now)
    _require_fits(entry.metric, row.value, row.observed_at, now)
    return change.create(row)


def correct_reading(
    change: history.Recorder, reading: Reading, entry: ReadingEntry, now: datetime
) -> None:
    """Check and change a reading inside an open change set."""
    observed_at = entry.observed_at or reading.observed_at
    _require_fits(reading.metric, entry.value, observed_at, now, besides=reading)
    change.update(reading, value=entry.value, observed_at=observed_at, note=entry.note)


def row_of(entry: ReadingEntry, actor: Person, now: datetime) -> Reading:
    """Return the row that an entry becomes."""
    return Reading(
        metric=entry.metric,
        value=entry.value,
        observed_at=entry.observed_at or now,
        source=entry.source,
        note=entry.note,
        author=actor,
    )


def _require_fits(
    metric: Metric,
    value: Decimal,
    observed_at: datetime,
    now: datetime,
    *,
    besides: Reading | None = None,
) -> None:
    if observed_at > now:
        message = _("A reading is not taken in the future.")
        raise Refused({"observed_at": message})
    problem = outside(metric, value)
    if problem is None and metric.is_counter:
        problem = _falls(metric, value, observed_at, besides)
    if problem is not None:
        raise Refused({"value": problem})


def _falls(
    metric: Metric, value: Decimal, observed_at: datetime, besides: Reading | None
) -> str | None:
    others = metric.readings.exclude(pk=besides.pk if besides else 0)
    before = others.filter(observed_at__lte=observed_at).order_by("-value").first()
    if before is not None and before.value > value:
        return _say_fall(metric, before.value, before.observed_at)
    after = others.filter(observed_at__gt=observed_at).order_by("value").first()
    if after is not None and after.value < value:
        return _say_fall(metric, after.value, after.observed_at)
    return None


def _say_fall(metric: Metric, value: Decimal, at: datetime) -> str:
    message = _(
        "%(metric)s counts up and never falls: it was %(value)s on %(day)s. Correct"
        " that reading, or this one."
    )
    words = {"metric": metric.name, "value": words_of(value), "day": say_day(at.date())}
    return message % words


def _problems(
    metric: Metric, entries: Sequence[ReadingEntry], now: datetime
) -> Iterable[str]:
    """Say what is wrong with entries of one metric, in their order."""
    marks = _marks(metric)
    for entry in entries:
        at = entry.observed_at or now
        problem = outside(metric, entry.value)
        if at > now:
            problem = _("A reading is not taken in the future.")
        elif (at, entry.source) in marks:
            problem = _("There is a reading of that instant from this source already.")
        marks.add((at, entry.source))
        if problem is not None:
            yield f"{metric.code}, {say_day(at.date())}: {problem}"
    if metric.is_counter:
        yield from _falls_among(metric, entries, now)


def _marks(metric: Metric) -> set[Mark]:
    return set(metric.readings.values_list("observed_at", "source"))


def _falls_among(
    metric: Metric, entries: Sequence[ReadingEntry], now: datetime
) -> Iterable[str]:
    stored = list(metric.readings.values_list("observed_at", "value"))
    fresh = [(entry.observed_at or now, entry.value) for entry in entries]
    highest: tuple[datetime, Decimal] | None = None
    for at, value in sorted(stored + fresh):
        if highest is not None and value < highest[1]:
            yield f"{metric.code}: {_say_fall(metric, highest[1], highest[0])}"
        else:
            highest = (at, value)
