"""Loads the sample: everything or nothing."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain
from zoneinfo import ZoneInfo

from django.db import transaction

from waypost.okrs import actions as okrs_actions
from waypost.people.models import Person
from waypost.sample.building.bets import build_bets
from waypost.sample.building.cast import Cast
from waypost.sample.building.objectives import (
    build_cycle,
    build_metrics,
    build_objectives,
    close,
    complete_steps,
    move_and_judge,
)
from waypost.sample.building.people import build_people, look_in, plan_time_off
from waypost.sample.building.projects import build_projects
from waypost.sample.building.readings import build_check_ins, build_readings, said_of
from waypost.sample.building.talk import build_talk
from waypost.sample.clock import Clock
from waypost.sample.content import bets, conversations, former, metrics, present, talk
from waypost.sample.content.organisation import ZONE
from waypost.sample.content.projects import PROJECTS
from waypost.sample.demo import PASSWORD
from waypost.sample.growing import SIZES, STEPS, grow
from waypost.sample.terms import ObjectiveContent, Said
from waypost.search import indexing
from waypost.search.following import resting

Progress = Callable[[int, int], None]
Step = Callable[[], None]
BEFORE, THIS, NEXT = -1, 0, 1
FIRST_WEEK = -21


def load(
    *,
    now: datetime,
    today: date | None = None,
    size: str | None = None,
    progress: Progress | None = None,
) -> Person:
    """Load the sample organisation and return its first admin.

    Parameters
    ----------
    now
        When; nothing is dated later, save what is planned.
    today
        The day that everything is counted from; where the company is, by `now`.
    size
        S, M or L: what is grown around the ferry company. None loads it alone.
    progress
        Is told how many steps of how many are behind us.

    Raises
    ------
    waypost.people.actions.AlreadySetUp
        If there is an organisation; nothing is changed then.
    ValueError
        If there is no such size.
    """
    if size is not None and size not in SIZES:
        message = f"There is no sample of the size {size}; take one of {[*SIZES]}"
        raise ValueError(message)
    zone = ZoneInfo(ZONE)
    day = today or now.astimezone(zone).date()
    cast = Cast(Clock(day, now, zone))
    more: Iterator[Step] = grow(cast, size) if size else iter(())
    count = len(_HEART) + (STEPS if size else 0) + 1
    first: Iterator[Step] = (partial(step, cast) for step in _HEART)
    last: Iterator[Step] = iter((indexing.fill,))
    with transaction.atomic(), resting():
        for done, step in enumerate(chain(first, more, last)):
            if progress is not None:
                progress(done, count)
            step()
    if progress is not None:
        progress(count, count)
    return cast.admin


def _build_former(cast: Cast) -> None:
    clock = cast.clock
    start = clock.cycle(BEFORE).starts_on
    before = clock.at(clock.weekday(FIRST_WEEK - 2, 1))
    build_metrics(cast, metrics.METRICS, at=before)
    build_cycle(cast, BEFORE, at=before)
    build_objectives(
        cast, BEFORE, former.FORMER, at=clock.at(clock.weekday(FIRST_WEEK - 1, 2))
    )
    okrs_actions.start_cycle(
        actor=cast.admin, now=clock.at(start, 7), cycle=cast.cycles[BEFORE]
    )
    _measure(cast, former.FORMER, talk.FORMER, weeks=range(FIRST_WEEK, -8))
    complete_steps(cast, former.FORMER)
    close(cast, BEFORE, former.FORMER)


def _plan_present(cast: Cast) -> None:
    clock = cast.clock
    build_cycle(cast, THIS, at=clock.at(clock.weekday(-10, 0)))
    held = [o for o in present.PRESENT if not o.project]
    build_objectives(cast, THIS, held, at=clock.at(clock.weekday(-9, 2), 10))


def _start_present(cast: Cast) -> None:
    clock = cast.clock
    of_projects = [o for o in present.PRESENT if o.project]
    build_objectives(cast, THIS, of_projects, at=clock.at(clock.weekday(-9, 3), 11))
    okrs_actions.start_cycle(
        actor=cast.admin,
        now=clock.at(clock.cycle(THIS).starts_on, 7),
        cycle=cast.cycles[THIS],
    )


def _run_present(cast: Cast) -> None:
    _measure(cast, present.PRESENT, talk.PRESENT, weeks=range(-8, 1))
    complete_steps(cast, present.PRESENT)
    move_and_judge(cast, present.PRESENT)


def _build_next(cast: Cast) -> None:
    clock = cast.clock
    plan_time_off(cast)
    build_cycle(cast, NEXT, at=clock.at(clock.weekday(-2, 1)))
    build_objectives(cast, NEXT, former.COMING, at=clock.past(clock.weekday(-1, 3), 15))


def _measure(
    cast: Cast,
    objectives: tuple[ObjectiveContent, ...],
    said: tuple[Said, ...],
    *,
    weeks: range,
) -> None:
    spoken = said_of(objectives, said)
    build_readings(cast, metrics.METRICS, weeks=weeks, said=spoken)
    build_check_ins(cast, objectives, metrics.METRICS, said)


_HEART: tuple[Callable[[Cast], None], ...] = (
    partial(build_people, password=PASSWORD),
    _build_former,
    _plan_present,
    partial(build_projects, contents=PROJECTS),
    _start_present,
    partial(build_bets, contents=bets.BETS, overlaps=bets.OVERLAPS),
    _run_present,
    partial(build_talk, remarks=conversations.REMARKS),
    _build_next,
    look_in,
)
