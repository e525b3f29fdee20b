"""How far a key result has come between where it was and what was promised."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from waypost_engine._ragged import Ints, sums, weighted_mean
from waypost_engine._tables import Floats


def metric_progress(
    *, baseline: ArrayLike, target: ArrayLike, value: ArrayLike
) -> Floats:
    r"""Return the share of the promised distance that a metric has covered.

    :math:`(v - b) / (t - b)`, for rising and falling metrics alike.

    Parameters
    ----------
    baseline : array_like of float, shape (n,)
        Value at the start, in the metric's own unit.
    target : array_like of float, shape (n,)
        Value promised at the due date, same unit; below `baseline` when the metric is
        meant to fall.
    value : array_like of float, shape (n,)
        Latest reading, same unit; nan where there is none.

    Returns
    -------
    ndarray of shape (n,)
        0 at the baseline, 1 at the target; below 0 when the metric has moved the
        wrong way, above 1 when the target was passed. Not clipped: pages clip their
        bars, never their words. nan is "not measured yet".

    Raises
    ------
    ValueError
        If a target equals its baseline (nothing is promised), a baseline or target is
        not finite, or a value is infinite.

    Notes
    -----
    The three broadcast. No unit, O(n). Assumes that equal steps are worth the same;
    misleads for a metric that gets harder near its target.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1.
    .. [2] Doerr, J. (2018). *Measure What Matters*, on grading key results.

    Examples
    --------
    Support tickets are to fall from 80 to 40 and stand at 60; sales are to rise from
    10 to 20 and stand at 25:

    >>> metric_progress(
    ...     baseline=[80.0, 10.0], target=[40.0, 20.0], value=[60.0, 25.0]
    ... ).tolist()
    [0.5, 1.5]
    """
    b, t, v = (np.asarray(x, dtype=np.float64) for x in (baseline, target, value))
    distance = t - b
    if not np.isfinite(distance).all() or np.isinf(v).any():
        raise ValueError("baseline, target and value must be finite numbers")
    if (distance == 0).any():
        raise ValueError("target equals baseline: nothing is promised")
    return np.asarray((v - b) / distance)


def distance_to_range(*, value: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """Return how far a value lies outside its range; 0 inside.

    Parameters
    ----------
    value, low, high : array_like of float, shape (n,)
        In the metric's own unit, low ≤ high; they broadcast.

    Returns
    -------
    ndarray of shape (n,)
        0 or more, same unit; nan where the value is nan.

    Notes
    -----
    O(n).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, range key result.

    Examples
    --------
    Stock should stay between 20 and 40 days:

    >>> distance_to_range(value=[15.0, 30.0, 46.0], low=20.0, high=40.0).tolist()
    [5.0, 0.0, 6.0]
    """
    v, lo, hi = (np.asarray(x, dtype=np.float64) for x in (value, low, high))
    return np.asarray(np.maximum(np.maximum(lo - v, v - hi), 0.0))


def range_progress(
    *,
    baseline: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    value: ArrayLike,
    inside: ArrayLike,
) -> Floats:
    r"""Return how well a metric was brought into, or kept within, its range.

    Baseline outside: :math:`1 - d(v) / d(b)`, `d` being the distance to the range.
    Baseline inside: the share of the elapsed time that was spent inside.

    Parameters
    ----------
    baseline, low, high : array_like of float, shape (n,)
        Value at the start and the limits, in the metric's own unit, low < high.
    value : array_like of float, shape (n,)
        Latest reading, same unit; nan where there is none.
    inside : array_like of float, shape (n,)
        Share of the elapsed time inside, from `time_inside`; used only where the
        baseline lies inside.

    Returns
    -------
    ndarray of shape (n,)
        At most 1. Baseline outside: 0 at the baseline's distance, below 0 farther
        out. Baseline inside: 0 to 1. nan is "not measured yet".

    Raises
    ------
    ValueError
        If a baseline or limit is not finite, a value is infinite, or low ≥ high.

    Notes
    -----
    The five broadcast. No unit, O(n). A metric that shoots through its range counts
    as far as its distance on the other side.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, range key result.

    Examples
    --------
    Stock was 60 days and should be 20 to 40; it is 45: a quarter of the way is left.
    Another was inside all along and spent 90 % of the time there:

    >>> range_progress(
    ...     baseline=[60.0, 30.0], low=20.0, high=40.0, value=[45.0, 33.0],
    ...     inside=[0.0, 0.9],
    ... ).tolist()
    [0.75, 0.9]
    """
    b, lo, hi, v, kept = (
        np.asarray(x, dtype=np.float64) for x in (baseline, low, high, value, inside)
    )
    if not np.isfinite(b + lo + hi).all() or np.isinf(v).any():
        raise ValueError("baseline, limits and value must be finite numbers")
    if (lo >= hi).any():
        raise ValueError("low must be below high")
    promised = distance_to_range(value=b, low=lo, high=hi)
    brought = 1 - distance_to_range(value=v, low=lo, high=hi) / np.where(
        promised > 0, promised, 1.0
    )
    held = np.where(np.isnan(v), np.nan, kept)
    return np.asarray(np.where(promised > 0, brought, held))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Watch:
    """Limits to be kept from one day to another, arrays of shape (n,).

    `baseline` stands for the time before the first reading.
    """

    low: Floats
    high: Floats
    start: Floats
    end: Floats
    baseline: Floats


def time_inside(row: Ints, day: ArrayLike, value: ArrayLike, *, watch: Watch) -> Floats:
    r"""Return the share of the elapsed time that a metric spent inside its limits.

    A reading holds until the next; before the first one, the baseline does.

    Parameters
    ----------
    row : ndarray of int, shape (m,)
        Which of the n watches each reading belongs to.
    day : array_like of float, shape (m,)
        Rising within each row; those after the end are left out.
    value : array_like of float, shape (m,)
        Readings, in the metric's own unit.
    watch : Watch
        The limits, start and end days, and baselines, of shape (n,).

    Returns
    -------
    ndarray of shape (n,)
        0 to 1. While no time has passed: 1 where the value that holds lies inside,
        else 0.

    Notes
    -----
    O(m log m). A metric read seldom is taken to stay where it was read last, which
    flatters it if it strays between readings.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, range key result.

    Examples
    --------
    Ten days with limits 0 to 5, from a baseline of 3; on the fourth day the metric is
    read as 8, on the sixth as 4:

    >>> watch = Watch(
    ...     low=np.array([0.0]), high=np.array([5.0]), start=np.array([0.0]),
    ...     end=np.array([10.0]), baseline=np.array([3.0]),
    ... )
    >>> time_inside(np.array([0, 0]), [4, 6], [8.0, 4.0], watch=watch).tolist()
    [0.8]
    """
    days, values = np.asarray(day, np.float64), np.asarray(value, np.float64)
    count = len(watch.start)
    known = days <= watch.end[row]
    owner = np.concatenate([np.arange(count), row[known]])
    order = np.argsort(owner, kind="stable")  # each baseline first, then its readings
    owner = owner[order]
    since = np.concatenate([np.full(count, -np.inf), days[known]])[order]
    held = np.concatenate([watch.baseline, values[known]])[order]
    inside = (held >= watch.low[owner]) & (held <= watch.high[owner])

    end = np.maximum(watch.end, watch.start)
    since = np.clip(since, watch.start[owner], end[owner])
    last = np.ones(len(owner), dtype=np.bool_)
    last[:-1] = owner[1:] != owner[:-1]
    until = np.where(last, end[owner], np.roll(since, -1))
    elapsed = end - watch.start
    share = sums(owner, inside * (until - since), count=count)
    return np.where(
        elapsed > 0, share / np.where(elapsed > 0, elapsed, 1.0), inside[last]
    )


def steps_progress(
    owner: Ints, *, weight: ArrayLike, done: ArrayLike, count: int
) -> Floats:
    r"""Return the weight of the steps done over the weight of all steps.

    A binary key result is one step: 0 or 1.

    Parameters
    ----------
    owner : ndarray of int, shape (m,)
        Which of the `count` key results each step belongs to.
    weight : array_like of float, shape (m,)
        0 or more; where all of a key result's weights are 0, its steps count alike.
    done : array_like of bool, shape (m,)
        Whether the step is done.
    count : int
        Number of key results.

    Returns
    -------
    ndarray of shape (count,)
        0 to 1; nan for a key result without steps.

    Raises
    ------
    ValueError
        If a weight is negative or not finite.

    Notes
    -----
    O(m).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, steps and binary.

    Examples
    --------
    Three steps of weight 1, 1 and 2, the last one done; a binary one still open:

    >>> steps_progress(
    ...     np.array([0, 0, 0, 1]), weight=[1, 1, 2, 1],
    ...     done=[False, False, True, False], count=2,
    ... ).tolist()
    [0.5, 0.0]
    """
    weights = np.asarray(weight, dtype=np.float64)
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("weights must be finite and 0 or more")
    return weighted_mean(owner, weights, np.asarray(done, np.float64), count=count)
