"""What is drawn without a database, on any day."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from waypost.sample.building.cast import Cast
from waypost.sample.clock import Clock
from waypost.sample.growing.courses import Course
from waypost.sample.growing.crowd import draw_squads
from waypost.sample.growing.ledger import Ledger, dice
from waypost.sample.growing.sites import draw_sites
from waypost.sample.growing.sizes import CYCLES, LEAST, SIZES
from waypost.sample.growing.words import aims, offices, places, works
from waypost.sample.growing.words.names import FIRST, LAST
from waypost.sample.growing.world import Worker, World, spread

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 12, 31))


def world_on(day: date) -> World:
    now = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
    clock = Clock(day, now, ZoneInfo("Europe/Berlin"))
    world = World(Cast(clock), LEAST, Ledger())
    world.squads = list(draw_squads(8))
    for number, squad in enumerate(world.squads):
        squad.people = [Worker(number * 3 + n, "", is_planner=True) for n in range(3)]
    return world


@given(DAYS)
def test_projects_run_from_their_first_day_to_their_last(day: date) -> None:
    world = world_on(day)

    draw_sites(world, taken=set())

    for site in world.sites:
        assert site.created < site.starts <= site.due
        assert site.created < day
        assert site.is_live == (site.phase != "closed" and site.standing != "cancelled")
        due = [stone.due for stone in site.stones]
        assert due == sorted(due)
        reached = [stone.achieved for stone in site.stones if stone.achieved]
        assert all(each <= day for each in reached)


@given(st.integers(0, 10_000), st.integers(0, 500))
def test_spread_deals_everything_out(total: int, among: int) -> None:
    found = spread(Random(total), total, among)

    assert len(found) == among
    assert not among or sum(found) == max(total, among)


@given(st.floats(-200, 200), st.integers(0, 900))
def test_a_percentage_stays_one_wherever_it_goes(change: float, after: int) -> None:
    course = Course(offices.OFFICE[0], 60.0, phase=0.3)
    first = date(2026, 1, 1)
    course.add(first, first + timedelta(days=90), change)

    read = course.read(first + timedelta(days=after), Random(after))

    assert 0 <= read <= 100


def test_draws_the_same_teams_each_time() -> None:
    one = [squad.name for squad in draw_squads(796)]

    assert one == [squad.name for squad in draw_squads(796)]
    assert len(set(one)) == 796


def test_has_places_and_names_enough_for_the_largest_size() -> None:
    largest = SIZES["L"]

    assert len(FIRST) * len(LAST) > 2 * largest.people
    assert len(set(places.PLACES)) == len(places.PLACES) > largest.teams / 2
    assert len(set(places.REGIONS)) > largest.teams / 20


def test_has_words_for_every_trade() -> None:
    trades = set(offices.CREWS) | {"region"}

    assert set(aims.BY_TRADE) == set(offices.BY_TRADE) == set(offices.JOBS) == trades
    assert {trade for work in works.WORKS for trade in work.trades} == trades


def test_chance_depends_on_what_it_is_for() -> None:
    assert dice("a").random() == dice("a").random() != dice("b").random()


def test_cycles_are_eight() -> None:
    assert len(CYCLES) == 8
