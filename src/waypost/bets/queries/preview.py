"""What a key result's figures would be with a check-in that nobody has saved yet."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import numpy as np

from waypost.bets.loading import LivePlan, Scope, load
from waypost.bets.queries.figures import KeyResultFigures, figures_of
from waypost.okrs.models import KeyResult
from waypost.people.models import Person
from waypost_engine import NO_DAY, Plan, tidy_readings


def preview_value(
    *, viewer: Person, key_result: KeyResult, value: float, today: date
) -> KeyResultFigures | None:
    """Return the figures as if `value` were read today; None if they cannot be seen."""
    live = load(_alone(key_result), today=today)
    if key_result.metric_id not in live.metrics:
        return None
    metric, known = live.metrics.index(key_result.metric_id), live.plan.readings
    readings = tidy_readings(
        np.append(known.metric, metric),
        np.append(known.day, 0),
        np.append(known.value, value),
    )
    return _figures(viewer, key_result, live, replace(live.plan, readings=readings))


def preview_steps(
    *, viewer: Person, key_result: KeyResult, done: Collection[int], today: date
) -> KeyResultFigures | None:
    """Return the figures as if these steps were done; None if they cannot be seen."""
    live = load(_alone(key_result), today=today)
    if key_result.pk not in live.key_results:
        return None
    row, known = live.key_results.index(key_result.pk), live.plan.steps
    days = known.done_day.copy()
    for place, pk in enumerate(live.steps):
        if known.key_result[place] == row:
            was = days[place]
            days[place] = NO_DAY if pk not in done else 0 if was == NO_DAY else was
    plan = replace(live.plan, steps=replace(known, done_day=days))
    return _figures(viewer, key_result, live, plan)


def _alone(key_result: KeyResult) -> Scope:
    return Scope(objectives=(key_result.objective_id,), alone=True)


def _figures(
    viewer: Person, key_result: KeyResult, live: LivePlan, plan: Plan
) -> KeyResultFigures | None:
    """Return the figures of `plan`, in which the key result was checked in today."""
    if key_result.pk not in live.key_results:
        return None
    checked = plan.key_results.checked_day.copy()
    checked[live.key_results.index(key_result.pk)] = 0
    promised = replace(plan.key_results, checked_day=checked)
    seen = replace(live, plan=replace(plan, key_results=promised))
    return figures_of(seen, viewer=viewer).key_results.get(key_result.pk)
