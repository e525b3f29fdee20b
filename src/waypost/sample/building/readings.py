"""What was measured, and what people said about it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from waypost.okrs import actions
from waypost.okrs.models import CheckIn
from waypost.sample import series
from waypost.sample.building.cast import Cast
from waypost.sample.terms import KeyResultContent, MetricContent, ObjectiveContent, Said

TO_READ = timedelta(hours=26)  # what a reviewer takes
SECOND = timedelta(minutes=35)  # two key results on one metric do not check in at once


def build_readings(
    cast: Cast,
    metrics: Iterable[MetricContent],
    *,
    weeks: range,
    said: set[tuple[str, int]],
) -> None:
    """Record the readings of some weeks, those left out that check-ins write.

    Each owner writes down what was read on a day at the end of it, so that a past day
    knows what was known then.
    """
    of_day: dict[tuple[date, str], list[tuple[datetime, actions.ReadingEntry]]] = (
        defaultdict(list)
    )
    for metric in metrics:
        row = cast.metrics[metric.key]
        for point in series.points(metric, cast.clock):
            if point.week in weeks and (metric.key, point.week) not in said:
                entry = actions.ReadingEntry(row, point.value, point.at, metric.source)
                of_day[point.at.date(), metric.owner].append((point.at, entry))
    for (_day, owner), read in sorted(of_day.items(), key=lambda item: item[0]):
        last = max(at for at, _entry in read)
        entries = [entry for _at, entry in read]
        actions.record_readings(actor=cast.people[owner], now=last, entries=entries)


def said_of(
    objectives: Iterable[ObjectiveContent], talk: Iterable[Said]
) -> set[tuple[str, int]]:
    """Return the metrics and weeks of which a check-in writes the reading."""
    metric_of = {k.key: k.metric for o in objectives for k in o.key_results}
    return {(metric_of[each.key_result], each.week) for each in talk}


def build_check_ins(
    cast: Cast,
    objectives: Iterable[ObjectiveContent],
    metrics: Iterable[MetricContent],
    talk: Iterable[Said],
) -> None:
    """Let owners check in, in the order in which it happened, and reviewers read."""
    contents = {k.key: (o, k) for o in objectives for k in o.key_results}
    by_key = {metric.key: metric for metric in metrics}
    taken: set[tuple[str, int]] = set()
    listed = []
    for said in talk:
        objective, key_result = contents[said.key_result]
        metric = by_key.get(key_result.metric)
        at = _instant(cast, metric, said.week)
        if metric is not None:
            at += SECOND if (metric.key, said.week) in taken else timedelta()
            taken.add((metric.key, said.week))
        if at <= cast.clock.now:
            listed.append((at, said, objective, key_result, metric))
    for at, said, objective, key_result, metric in sorted(listed, key=lambda e: e[0]):
        row = _check_in(cast, key_result, metric, said, at)
        read_at = at + TO_READ
        if said.is_read and objective.reviewer and read_at <= cast.clock.now:
            actions.acknowledge(
                actor=cast.people[objective.reviewer], now=read_at, check_in=row
            )


def _instant(cast: Cast, metric: MetricContent | None, week: int) -> datetime:
    if metric is not None:
        return series.instant(metric, week, cast.clock)
    return cast.clock.at(cast.clock.weekday(week, 0), 9, 5)


def _check_in(
    cast: Cast,
    content: KeyResultContent,
    metric: MetricContent | None,
    said: Said,
    at: datetime,
) -> CheckIn:
    return actions.check_in(
        actor=cast.people[content.owner],
        now=at,
        key_result=cast.key_results[content.key],
        entry=actions.CheckInEntry(
            value=_value(metric, said.week),
            confidence=said.confidence,
            went_well=said.went_well,
            in_the_way=said.in_the_way,
            next_steps=said.next_steps,
            is_confirmed=True,
        ),
    )


def _value(metric: MetricContent | None, week: int) -> Decimal | None:
    """Return the value to check in with: steps have none, a formula has its own."""
    if metric is None or metric.formula:
        return None
    return series.value(metric, week)
