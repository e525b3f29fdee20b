"""One key result on its way: its figures and where it was expected to be."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from waypost.bets.loading import LivePlan, Scope, load
from waypost.bets.queries.figures import KeyResultFigures, figures_of
from waypost.okrs.models import KeyResult
from waypost.people.models import Person
from waypost_engine import expected_path

POINTS = 40


@dataclass(frozen=True, slots=True)
class Story:
    """`path` runs from the start to the due day, in the unit of the figures."""

    figures: KeyResultFigures
    path: tuple[tuple[date, float], ...]


def story(*, viewer: Person, key_result: KeyResult, today: date) -> Story:
    """Return the figures and the expected path of a key result.

    Raises
    ------
    KeyResult.DoesNotExist
        If `viewer` may not see it, or its objective was cancelled.
    """
    scope = Scope(objectives=(key_result.objective_id,), alone=True)
    live = load(scope, today=today)
    found = figures_of(live, viewer=viewer).key_results.get(key_result.pk)
    if found is None:
        raise KeyResult.DoesNotExist
    return Story(figures=found, path=_path(live, key_result))


def _path(live: LivePlan, key_result: KeyResult) -> tuple[tuple[date, float], ...]:
    first = (key_result.starts_on - live.today).days
    last = (key_result.due_on - live.today).days
    count = min(POINTS, last - first + 1)
    days = np.unique(np.linspace(first, last, count).round().astype(int))
    row = live.key_results.index(key_result.pk)
    values = expected_path(live.plan, key_result=row, day=days)
    return tuple(
        (live.today + timedelta(days=int(day)), float(value))
        for day, value in zip(days, values, strict=True)
    )
