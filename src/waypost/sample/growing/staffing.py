"""Who works on which project for how many hours, and what it may cost."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from waypost.projects.models import Allocation, BudgetLine, Project
from waypost.sample.growing.ledger import dice
from waypost.sample.growing.words.offices import JOBS
from waypost.sample.growing.world import Site, World, spread

LINES = 4  # of the budget of a project
CATEGORIES = (
    "Material",
    "Work by others",
    "Own hours",
    "Travel",
    "Permits",
    "Training",
)
_ALLOCATION = (
    "project_id",
    "person_id",
    "team_id",
    "role",
    "starts_on",
    "ends_on",
    "hours_per_week",
    "state",
)
_LINE = (
    "project_id",
    "kind",
    "category",
    "planned",
    "milestone_id",
    "starts_on",
    "ends_on",
)


def build_staffing(world: World) -> None:
    """Promise people's time to projects, and money."""
    chance = dice("staffing")
    shares = spread(chance, world.amounts.allocations, len(world.sites))
    pairs = [
        (site, list(_allocations(world, site, share)), list(_lines(site)))
        for site, share in zip(world.sites, shares, strict=True)
    ]
    times = [row for _site, rows, _lines_of in pairs for row in rows]
    money = [row for _site, _rows, rows in pairs for row in rows]
    allocated = iter(world.ledger.insert(Allocation, _ALLOCATION, times))
    planned = iter(world.ledger.insert(BudgetLine, _LINE, money))
    for site, rows, lines in pairs:
        at = world.cast.clock.past(site.created + timedelta(days=6), 11, site.pk % 60)
        deed = world.ledger.deed(
            site.manager.pk,
            at,
            "projects.write_plan",
            (Project, site.pk),
            summary=site.name,
        )
        deed.creates(Allocation, [next(allocated) for _ in rows])
        deed.creates(BudgetLine, [next(planned) for _ in lines])


def _allocations(world: World, site: Site, count: int) -> Iterator[tuple[object, ...]]:
    """Take people of the team, period by period, and now and then a whole team."""
    chance = dice("allocations", site.code)
    people = site.squad.people
    whole = max((site.due - site.starts).days, 7)
    for place in range(count):
        first = site.starts + timedelta(days=whole * chance.randint(0, 6) // 8)
        days = chance.randint(14, max(whole // 2, 15))
        last = max(min(first + timedelta(days=days), site.due), first)
        is_team = chance.random() < 0.06
        yield (
            site.pk,
            None if is_team else people[place % len(people)].pk,
            site.squad.pk if is_team else None,
            "" if is_team else chance.choice(JOBS[site.squad.trade]),
            first,
            last,
            Decimal(
                chance.choice((40, 80)) if is_team else chance.choice((4, 6, 8, 12, 20))
            ),
            _state(world, chance, first),
        )


def _state(world: World, chance: Random, first: date) -> str:
    is_ahead = first > world.cast.clock.today
    return "tentative" if is_ahead and chance.random() < 0.5 else "firm"


def _lines(site: Site) -> Iterator[tuple[object, ...]]:
    """Plan what it costs: by milestone, by period, or for the whole project."""
    if not site.is_funded:
        return
    chance = dice("budget", site.code)
    scale = chance.choice((400, 900, 2_000, 6_000))
    for place, category in enumerate(chance.sample(CATEGORIES, LINES - 1)):
        stone = chance.choice(site.stones) if place == 0 and site.stones else None
        has_period = place == 1
        yield (
            site.pk,
            "cost",
            category,
            Decimal(scale * chance.randint(5, 60)),
            stone.pk if stone else None,
            site.starts if has_period else None,
            site.due if has_period else None,
        )
    kind = "contingency" if chance.random() < 0.7 else "reserve"
    planned = Decimal(scale * chance.randint(2, 9))
    yield (site.pk, kind, "Contingency", planned, None, None, None)
