from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.sample.clock import Clock
from waypost.sample.content.metrics import METRICS
from waypost.sample.content.organisation import ZONE
from waypost.sample.series import points
from waypost.sample.terms import MetricContent

INSTANTS = st.integers(946_684_800, 4_102_444_800).map(  # the years 2000 to 2100
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
MEASURED = [metric for metric in METRICS if metric.course]
EACH = pytest.mark.parametrize("metric", MEASURED, ids=lambda metric: metric.key)


def clock_at(now: datetime) -> Clock:
    zone = ZoneInfo(ZONE)
    return Clock(now.astimezone(zone).date(), now, zone)


@given(INSTANTS)
def test_has_nothing_of_the_future_at_any_time(now: datetime) -> None:
    clock = clock_at(now)

    for metric in MEASURED:
        assert all(point.at <= now for point in points(metric, clock))


@given(INSTANTS)
def test_is_fresh_at_any_time(now: datetime) -> None:
    clock = clock_at(now)
    latest = {metric.key: points(metric, clock)[-1].at for metric in MEASURED}

    old = {key for key, at in latest.items() if (now - at).days >= 14}
    assert old - {"recommend"} == {"claims"}  # one fell silent, one is asked monthly


@EACH
def test_keeps_to_the_bounds_of_its_metric(metric: MetricContent) -> None:
    values = [point.value for point in points(metric, clock_at(datetime.now(UTC)))]

    assert metric.least is None or min(values) >= int(metric.least)
    assert metric.most is None or max(values) <= int(metric.most)


@EACH
def test_is_the_same_every_time_and_on_every_day(metric: MetricContent) -> None:
    one = points(metric, clock_at(datetime(2026, 11, 27, 18, tzinfo=UTC)))
    other = points(metric, clock_at(datetime(2031, 2, 28, 18, tzinfo=UTC)))

    assert [(p.week, p.value) for p in one] == [(p.week, p.value) for p in other]


def test_never_lets_a_counter_fall() -> None:
    clock = clock_at(datetime(2026, 11, 27, 18, tzinfo=UTC))

    for metric in MEASURED:
        values = [point.value for point in points(metric, clock)]
        assert not metric.is_counter or values == sorted(values)


def test_misses_a_week_and_is_late_in_another() -> None:
    clock = clock_at(datetime(2026, 11, 27, 18, tzinfo=UTC))
    punctual = next(m for m in METRICS if m.key == "punctual")
    found = {point.week: point.at.date() for point in points(punctual, clock)}

    assert -18 not in found
    assert found[-4].weekday() == 3
    assert found[-5] == date(2026, 10, 19)
