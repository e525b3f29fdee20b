"""Where each key result is expected to be on any day."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from waypost_engine._bets import share_landed
from waypost_engine._codes import KeyResultKind, PathKind
from waypost_engine._landing import landings
from waypost_engine._last import nearest_edge
from waypost_engine._pace import elapsed_share
from waypost_engine._plan import Plan
from waypost_engine._ragged import at_or_before, matches, sums, weighted_mean
from waypost_engine._staked import staked_effects
from waypost_engine._tables import Days, Floats, Rows, tidy_readings
from waypost_engine._thresholds import ROUNDING


def expected_progress(plan: Plan, *, key_result: ArrayLike, day: ArrayLike) -> Floats:
    """Return the progress that was expected of key results by given days.

    Straight from 0 at the start to 1 at the due day, unless the key result

    - has *its own points*: straight from one to the next, from the baseline at the
      start to the target at the due day where no point says otherwise;
    - *follows its bets*: as their expected effects land, after overlap, scaled to be
      whole on the due day; straight if they do not lead toward the target;
    - has steps: each is expected on the planned day, with its lag, of the first bet
      that completes it, and no later than the due day; straight without such a bet.

    A range whose baseline lies inside is to be kept all the time: 1 throughout.

    Parameters
    ----------
    plan : Plan
        The plan.
    key_result : array_like of int, shape (n,)
        Rows in `plan.key_results`.
    day : array_like of int, shape (n,)
        Days from today; broadcasts against `key_result`.

    Returns
    -------
    ndarray of shape (n,)
        0 before the start; from the due day on 1 (or what its own last point says).

    Raises
    ------
    ValueError
        If the two do not broadcast.

    Notes
    -----
    O(n log n + stakes). Own points outside the key result's time are left out: they
    stem from dates that have moved since. Bets land on their planned day, or on the
    real one once achieved; effects landed before the start are in the baseline.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, expected path.

    Examples
    --------
    Thirty days into ninety, straight:

    >>> from waypost_engine import KeyResults, Metrics, Objectives, Plan
    >>> nan = float("nan")
    >>> plan = Plan(
    ...     metrics=Metrics.from_rows([(1, 1)]),
    ...     objectives=Objectives.from_rows([(2, 0, 1.0, 60)]),
    ...     key_results=KeyResults.from_rows([
    ...         (3, 0, 0, 0, 40.0, 70.0, nan, nan, 30.0, -30, 60, 1.0, 7, -30, 0)
    ...     ]),
    ... )
    >>> expected_progress(plan, key_result=[0, 0], day=[0, 60]).round(3).tolist()
    [0.333, 1.0]
    """
    rows, days = _asked(key_result, day)
    table = plan.key_results
    kind, path = table.kind[rows], table.path[rows]
    days = np.clip(days, table.start[rows], table.due[rows])
    share = elapsed_share(start=table.start[rows], due=table.due[rows], day=days)

    own = path == PathKind.POINTS
    share[own] = _through_points(plan, rows=rows[own], days=days[own])
    follows = (path == PathKind.BETS) & (kind <= KeyResultKind.RANGE)
    share[follows] = _with_bets(
        plan, rows=rows[follows], days=days[follows], straight=share[follows]
    )
    steps = (kind >= KeyResultKind.STEPS) & ~own
    share[steps] = _by_steps(
        plan, rows=rows[steps], days=days[steps], straight=share[steps]
    )
    ranged = kind == KeyResultKind.RANGE
    kept = table.baseline[rows] == nearest_edge(plan)[rows]
    return np.where(ranged, np.where(kept, 1.0, np.minimum(share, 1.0)), share)


def expected_path(plan: Plan, *, key_result: ArrayLike, day: ArrayLike) -> Floats:
    """Return the value that was expected of key results by given days, to be drawn.

    `expected_progress` in the metric's unit: baseline + progress · (target −
    baseline), the target of a range being the edge nearest to its baseline. Steps and
    binary key results stay shares.

    Parameters
    ----------
    plan : Plan
        The plan.
    key_result : array_like of int, shape (n,)
        Rows in `plan.key_results`.
    day : array_like of int, shape (n,)
        Days from today; broadcasts against `key_result`.

    Returns
    -------
    ndarray of shape (n,)
        In the unit of each key result's metric; for steps and binary 0 to 1.

    Raises
    ------
    ValueError
        If the two do not broadcast.

    Notes
    -----
    Cost and assumptions as `expected_progress`.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, expected path.

    Examples
    --------
    From 40 to 70 in ninety days, drawn at its start, today and on its due day:

    >>> from waypost_engine import KeyResults, Metrics, Objectives, Plan
    >>> nan = float("nan")
    >>> plan = Plan(
    ...     metrics=Metrics.from_rows([(1, 1)]),
    ...     objectives=Objectives.from_rows([(2, 0, 1.0, 60)]),
    ...     key_results=KeyResults.from_rows([
    ...         (3, 0, 0, 0, 40.0, 70.0, nan, nan, 30.0, -30, 60, 1.0, 7, -30, 0)
    ...     ]),
    ... )
    >>> expected_path(plan, key_result=0, day=[-30, 0, 60]).tolist()
    [40.0, 50.0, 70.0]
    """
    rows, _ = _asked(key_result, day)
    share = expected_progress(plan, key_result=key_result, day=day)
    origin, goal = _ends(plan)
    return origin[rows] + (goal - origin)[rows] * share


def _asked(key_result: ArrayLike, day: ArrayLike) -> tuple[Rows, Days]:
    rows, days = np.broadcast_arrays(
        np.asarray(key_result, np.int32), np.asarray(day, np.int32)
    )
    return np.atleast_1d(rows), np.atleast_1d(days)


def _ends(plan: Plan) -> tuple[Floats, Floats]:
    table = plan.key_results
    measured = table.kind <= KeyResultKind.RANGE
    origin = np.where(measured, table.baseline, 0.0)
    return origin, np.where(measured, nearest_edge(plan), 1.0)


def _through_points(plan: Plan, *, rows: Rows, days: Days) -> Floats:
    table, points = plan.key_results, plan.path_points
    origin, goal = _ends(plan)
    own = np.flatnonzero(table.path == PathKind.POINTS)
    of = points.key_result
    inside = (points.day >= table.start[of]) & (points.day <= table.due[of])
    # Baseline and target first: a point of its own on the same day then wins.
    line = tidy_readings(
        np.concatenate([own, own, of[inside]]),
        np.concatenate([table.start[own], table.due[own], points.day[inside]]),
        np.concatenate([origin[own], goal[own], points.value[inside]]),
    )
    before = at_or_before(line.metric, line.day, of_row=rows, on_day=days)
    after = np.where(days < table.due[rows], before + 1, before)
    gap = np.maximum(line.day[after] - line.day[before], 1)
    part = (days - line.day[before]) / gap
    value = line.value[before] + (line.value[after] - line.value[before]) * part
    distance = (goal - origin)[rows]
    safe = np.where(distance == 0, 1.0, distance)  # a range kept: its path is 1 anyway
    return np.asarray((value - origin[rows]) / safe)


def _with_bets(plan: Plan, *, rows: Rows, days: Days, straight: Floats) -> Floats:
    table, bets, stakes = plan.key_results, plan.bets, plan.stakes
    asked, stake = matches(rows, stakes.key_result)
    row, bet = rows[asked], stakes.bet[stake]
    landing, kept = landings(plan).day[bet], staked_effects(plan).kept[stake]

    def landed(day: NDArray[np.int32]) -> Floats:
        share = share_landed(
            day, landing=landing, lag=bets.lag[bet], ramp=bets.ramp[bet]
        )
        return sums(asked, kept * share, count=len(rows))

    before = landed(table.start[row])
    by_due = landed(table.due[row]) - before
    by_day = landed(days[asked]) - before
    origin, goal = _ends(plan)
    wanted = (goal - origin)[rows]
    leads = by_due * np.sign(wanted) > ROUNDING * np.abs(wanted)
    return np.where(leads, by_day / np.where(leads, by_due, 1.0), straight)


def _by_steps(plan: Plan, *, rows: Rows, days: Days, straight: Floats) -> Floats:
    steps = plan.steps
    asked, step = matches(rows, steps.key_result)
    planned = _step_days(plan)[step]
    expected = np.where(
        np.isfinite(planned), days[asked] >= planned, straight[asked]
    ).astype(np.float64)
    mean = weighted_mean(asked, steps.weight[step], expected, count=len(rows))
    return np.where(np.isnan(mean), straight, mean)


def _step_days(plan: Plan) -> Floats:
    """Return the day by which each step is expected; infinite where no bet names it."""
    table, bets, steps, stakes = plan.key_results, plan.bets, plan.steps, plan.stakes
    planned = landings(plan).planned + bets.lag
    first = np.full(len(steps), np.inf)
    named = stakes.bet[bets.step[stakes.bet] >= 0]
    np.minimum.at(first, bets.step[named], planned[named])
    own = steps.key_result
    within = np.clip(first, table.start[own], table.due[own])
    return np.where(np.isfinite(first), within, np.inf)
