"""Days are counted for thousands of instants at once …"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost.bets.loading.days import Days
from waypost_engine import NO_DAY

TODAY = date(2026, 3, 18)
# Half an hour, a whole day, at midnight, in the other half of the year, and never.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
)


@cache
def _changes(zone: ZoneInfo) -> list[datetime]:
    """Return the hours, since 1990, in which clocks there were changed."""
    first: datetime = datetime(1990, 1, 1, tzinfo=UTC)
    found: list[datetime] = []
    days = [first + timedelta(days=n) for n in range(50 * 365)]
    for day, after in pairwise(days):
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            hours = (day + timedelta(hours=n) for n in range(24))
            found += [hour for hour in hours if _is_change(hour, zone)]
    return found or [first]


def _is_change(hour: datetime, zone: ZoneInfo) -> bool:
    after = hour + timedelta(hours=1)
    return hour.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()


@st.composite
def _places(draw: st.DrawFn) -> tuple[ZoneInfo, list[datetime]]:
    """Draw a zone, and instants of which many are near a change of its clocks."""
    name = draw(st.sampled_from(ZONES))
    near = st.builds(
        lambda change, seconds: change + timedelta(seconds=seconds),
        st.sampled_from(_changes(ZoneInfo(name))),
        st.integers(-2 * 24 * 3600, 2 * 24 * 3600),
    )
    anywhere = st.datetimes(
        datetime(1965, 1, 1),  # noqa: DTZ001 - the zone is given beside it
        datetime(2045, 1, 1),  # noqa: DTZ001 - likewise
        timezones=st.just(UTC),
    )
    return ZoneInfo(name), draw(st.lists(near | anywhere, max_size=40))


@given(_places())
def test_as_each_of_them_is_counted_alone(
    place: tuple[ZoneInfo, list[datetime]],
) -> None:
    zone, instants = place

    found = Days(TODAY, zone).of_instants(instants)

    alone = [(each.astimezone(zone).date() - TODAY).days for each in instants]
    assert found.tolist() == alone


@given(_places())
def test_alike_from_moments_and_from_what_sqlite_hands_out(
    place: tuple[ZoneInfo, list[datetime]],
) -> None:
    zone, instants = place
    days = Days(TODAY, zone)
    texts = [str(each.replace(tzinfo=None)) for each in instants]

    assert days.of_instants(texts).tolist() == days.of_instants(instants).tolist()


@pytest.mark.parametrize("nothing", [[], [None], [None, None]])
def test_and_nothing_is_no_day(nothing: list[None]) -> None:
    found = Days(TODAY, ZoneInfo("Europe/Berlin")).of_instants(nothing)

    assert found.tolist() == [NO_DAY] * len(nothing)
