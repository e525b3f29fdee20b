"""What was read last, up to the day that counts for each key result."""

from dataclasses import dataclass

import numpy as np

from waypost_engine._codes import KeyResultKind
from waypost_engine._plan import Plan
from waypost_engine._ragged import at_or_before
from waypost_engine._tables import NO_DAY, Days, Flags, Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Last:
    """One row per key result: the day up to which it counts, and its last reading.

    `day` is `NO_DAY` and `value` nan where nothing was read; `value` is nan for steps.
    """

    until: Days
    day: Days
    value: Floats


def last_readings(plan: Plan) -> Last:
    """Return the last reading of each key result up to today or its due day.

    Metrics outlive cycles: what is read after the due day belongs to another promise.
    """
    key_results, readings = plan.key_results, plan.readings
    until = np.minimum(key_results.due, 0).astype(np.int32)
    day = np.full(len(key_results), NO_DAY, dtype=np.int32)
    value = np.full(len(key_results), np.nan)

    rows = np.flatnonzero(key_results.kind <= KeyResultKind.RANGE)
    place = at_or_before(
        readings.metric,
        readings.day,
        of_row=key_results.metric[rows],
        on_day=until[rows],
    )
    found = rows[place >= 0]
    day[found] = readings.day[place[place >= 0]]
    value[found] = readings.value[place[place >= 0]]
    _look_at_steps(plan, until=until, day=day)
    return Last(until=until, day=day, value=value)


def _look_at_steps(plan: Plan, *, until: Days, day: Days) -> None:
    """Take the last check-in, or the last step done, as the day of the last reading."""
    key_results, steps = plan.key_results, plan.steps
    stepped = key_results.kind >= KeyResultKind.STEPS
    checked = np.minimum(key_results.checked_day, until)
    day[stepped] = checked[stepped]
    done = steps_done(plan, until)
    np.maximum.at(day, steps.key_result[done], steps.done_day[done])


def steps_done(plan: Plan, until: Days) -> Flags:
    """Return which steps were done by the day that counts for their key result."""
    steps = plan.steps
    done: Flags = (steps.done_day != NO_DAY) & (
        steps.done_day <= until[steps.key_result]
    )
    return done


def nearest_edge(plan: Plan) -> Floats:
    """Return where each key result is to go: its target, or the edge of its range.

    The edge nearest to the baseline, and the baseline itself where that is inside;
    nan for steps.
    """
    table = plan.key_results
    edge = np.clip(table.baseline, table.low, table.high)
    return np.where(table.kind == KeyResultKind.METRIC, table.target, edge)
