"""Grows the sample to a size: one part after the other, in the order of their needs."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection

from waypost.bets.models import Bet
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Metric, Objective, Reading
from waypost.people.models import Person, Team
from waypost.projects.models import Allocation, Dependency, Milestone, Project, Task
from waypost.sample.building.cast import Cast
from waypost.sample.growing.aims import build_aims
from waypost.sample.growing.calendars import build_calendars
from waypost.sample.growing.crowd import build_crowd, plan_time_off
from waypost.sample.growing.cycles import build_cycles, run_cycles
from waypost.sample.growing.gauges import build_gauges
from waypost.sample.growing.ledger import Ledger
from waypost.sample.growing.readings import build_readings
from waypost.sample.growing.sites import build_sites
from waypost.sample.growing.sizes import SIZES, Amounts
from waypost.sample.growing.staffing import build_staffing
from waypost.sample.growing.stakes import build_stakes
from waypost.sample.growing.tasks import build_tasks
from waypost.sample.growing.world import World
from waypost.sample.growing.writing import write_aims

Step = Callable[[], None]


def grow(cast: Cast, size: str) -> Iterator[Step]:
    """Yield the steps that grow what the heart has built to a size.

    A kind of thing that comes later (risks, say) is one step more.
    """
    world = World(cast, SIZES[size].beside(count()), Ledger())
    yield partial(_people, world)
    yield partial(build_cycles, world)
    yield partial(build_sites, world)
    yield partial(build_aims, world)
    yield partial(build_gauges, world)
    yield partial(write_aims, world)
    yield partial(build_tasks, world)
    yield partial(build_staffing, world)
    yield partial(build_stakes, world)
    yield partial(build_readings, world)
    yield partial(run_cycles, world)
    yield partial(_finish, world)


STEPS = 12


def count() -> Amounts:
    """Return how much there is."""
    live = {"objective__cycle__state__in": (Cycle.State.PLANNING, Cycle.State.ACTIVE)}
    key_results = KeyResult.objects.filter(**live)
    projects = Project.objects.exclude(phase=Project.Phase.CLOSED).exclude(
        standing=Project.Standing.CANCELLED
    )
    counted = Bet.objects.filter(
        state=Bet.State.ACTIVE,
        project__is_funded=True,
        project__standing=Project.Standing.RUNNING,
    )
    return Amounts(
        people=Person.objects.count(),
        teams=Team.objects.count(),
        objectives=Objective.objects.count(),
        key_results=KeyResult.objects.count(),
        observations=Reading.objects.count() + CheckIn.objects.count(),
        projects=Project.objects.count(),
        milestones=Milestone.objects.count(),
        tasks=Task.objects.count(),
        dependencies=Dependency.objects.count(),
        bets=Bet.objects.count(),
        allocations=Allocation.objects.count(),
        live_key_results=key_results.count(),
        live_metrics=Metric.objects.filter(key_results__in=key_results)
        .distinct()
        .count(),
        live_projects=projects.count(),
        live_milestones=Milestone.objects.filter(project__in=projects).count(),
        live_tasks=Task.objects.filter(project__in=projects).count(),
        counted_bets=counted.count(),
    )


def _people(world: World) -> None:
    build_crowd(world, build_calendars(world))
    plan_time_off(world)


def _finish(world: World) -> None:
    world.ledger.close()
    # A fresh bulk of rows is unknown to the planner, which then reads whole tables.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
