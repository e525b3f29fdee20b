"""A load takes seconds, so these are few days; ``test_clock`` looks at all of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from waypost.bets.loading import Scope
from waypost.bets.models import Bet
from waypost.bets.queries.figures import figures
from waypost.core.models import ChangeSet
from waypost.okrs import queries as okrs_queries
from waypost.okrs.models import CheckIn, Reading
from waypost.projects.models import Task
from waypost.sample.content.organisation import ZONE
from waypost.sample.tests.house import Loaded, loaded

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# A Monday in its first minutes, and a day that most years lack in its last.
MONDAY, LEAP_DAY = "2027-01-04T00:05", "2028-02-29T23:50"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


def test_is_alive_as_a_week_begins() -> None:
    now = instant(MONDAY)

    with loaded(now) as house:
        expect_alive(house, now)


def test_is_alive_and_the_same_twice() -> None:
    now = instant(LEAP_DAY)

    with loaded(now) as house:
        expect_alive(house, now)
        one = snapshot()
    with loaded(now):
        other = snapshot()

    assert one == other


def expect_alive(house: Loaded, now: datetime) -> None:
    today = now.date()
    everything = Scope(live=True, open_work=True)
    found = figures(viewer=house.admin, scope=everything, today=today)
    aila = house.person("aila")

    rows = found.key_results.values()
    health = {"on_track", "at_risk", "off_track", "no_data"}
    assert {row.health for row in rows} == health
    classes = {"covered", "thin", "hole", "no_work"}
    assert {row.coverage_class for row in rows} == classes
    assert len(okrs_queries.check_ins_due(viewer=aila, today=today)) >= 3
    assert not ChangeSet.objects.filter(at__gt=now).exists()


def snapshot() -> list[object]:
    """Return what the sample holds, without the random keys."""
    return [
        list(Reading.objects.order_by("pk").values_list("metric__name", "value")),
        list(Task.objects.order_by("pk").values_list("title", "status__kind")),
        list(Bet.objects.order_by("pk").values_list("likely", "state")),
        list(ChangeSet.objects.order_by("pk").values_list("verb", "summary", "at")),
        list(CheckIn.objects.order_by("pk").values_list("value", "went_well")),
    ]
