"""What should have happened by a day, how far from it we are, and what that means."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from waypost_engine._codes import Health, ObjectiveKind, ScoreBand
from waypost_engine._ragged import Ints, shares
from waypost_engine._tables import Codes, Floats
from waypost_engine._thresholds import DEFAULT, ROUNDING, Thresholds

_FROM_BEST_TO_WORST = np.array(
    [Health.ON_TRACK, Health.NO_DATA, Health.AT_RISK, Health.OFF_TRACK], dtype=np.int8
)


def elapsed_share(*, start: ArrayLike, due: ArrayLike, day: ArrayLike) -> Floats:
    r"""Return the share of its time that has passed, which is the straight path.

    :math:`(d - start) / (due - start)`, clipped to 0–1.

    Parameters
    ----------
    start, due : array_like of float, shape (n,)
        Days, start < due.
    day : array_like of float, shape (n,)
        The day asked about.

    Returns
    -------
    ndarray of shape (n,)
        0 until the start, 1 from the due day.

    Raises
    ------
    ValueError
        If a start is not before its due day.

    Notes
    -----
    The three broadcast. O(n).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, expected path.

    Examples
    --------
    A quarter of 90 days, 30 days in:

    >>> elapsed_share(start=[-30], due=[60], day=0).round(3).tolist()
    [0.333]
    """
    s, d, x = (np.asarray(v, dtype=np.float64) for v in (start, due, day))
    if not (s < d).all():
        raise ValueError("start must be before due")
    return np.asarray(np.clip((x - s) / (d - s), 0.0, 1.0))


def pace(*, progress: ArrayLike, expected: ArrayLike) -> Floats:
    """Return how far progress is ahead of what was expected by now.

    Parameters
    ----------
    progress, expected : array_like of float, shape (n,)
        Shares of the whole way; nan where not measured yet.

    Returns
    -------
    ndarray of shape (n,)
        Above 0 is ahead, −0.1 is a tenth of the whole way behind; nan is kept.

    Notes
    -----
    O(n).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, pace.

    Examples
    --------
    >>> pace(progress=[0.25, 0.75], expected=[0.5, 0.5]).tolist()
    [-0.25, 0.25]
    """
    return np.asarray(
        np.asarray(progress, np.float64) - np.asarray(expected, np.float64)
    )


def health(
    *,
    pace: ArrayLike,
    age_days: ArrayLike,
    cadence_days: ArrayLike,
    thresholds: Thresholds = DEFAULT,
) -> Codes:
    """Say of each key result whether it is on track, from its pace alone.

    On track from −0.05, at risk from −0.20, else off track; no data where the last
    reading is older than two cadences, or there is none.

    Parameters
    ----------
    pace : array_like of float, shape (n,)
        From `pace`; nan where not measured yet.
    age_days : array_like of float, shape (n,)
        Days since the last reading; infinite where there is none.
    cadence_days : array_like of float, shape (n,)
        Days between two check-ins.
    thresholds : Thresholds
        Where the classes end.

    Returns
    -------
    ndarray of int8, shape (n,)
        `Health` codes.

    Notes
    -----
    O(n). A pace that misses a threshold by no more than rounding is on it. Says
    nothing of whether the target will be met: a key result on pace halfway may well
    miss it.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, health.

    Examples
    --------
    On pace, a tenth behind, a third behind; and on pace three weeks ago, weekly:

    >>> codes = health(
    ...     pace=[0.0, -0.1, -0.33, 0.0], age_days=[2, 2, 2, 21], cadence_days=7
    ... )
    >>> [Health(code).name for code in codes]
    ['ON_TRACK', 'AT_RISK', 'OFF_TRACK', 'NO_DATA']
    """
    p, age, cadence = (
        np.asarray(x, dtype=np.float64) for x in (pace, age_days, cadence_days)
    )
    silent = np.isnan(p) | (age > thresholds.stale_cadences * cadence)
    cases: list[NDArray[np.bool_]] = [
        silent,
        p >= thresholds.on_track - ROUNDING,
        p >= thresholds.at_risk - ROUNDING,
    ]
    codes = [Health.NO_DATA, Health.ON_TRACK, Health.AT_RISK]
    return np.select(cases, codes, Health.OFF_TRACK).astype(np.int8)


def majority_health(
    owner: Ints, *, weight: ArrayLike, health: ArrayLike, count: int
) -> Codes:
    """Return the health that carries the most weight among each owner's parts.

    On a tie the worse one wins, off track being worse than at risk, at risk than no
    data, no data than on track. Never the conjunction: one part off track does not
    make the whole so.

    Parameters
    ----------
    owner : ndarray of int, shape (m,)
        Which of the `count` objectives each part belongs to.
    weight : array_like of float, shape (m,)
        0 or more; where all of an owner's weights are 0, its parts count alike.
    health : array_like of int, shape (m,)
        `Health` codes of the parts.
    count : int
        Number of objectives.

    Returns
    -------
    ndarray of int8, shape (count,)
        `Health` codes; no data for an objective without parts.

    Notes
    -----
    O(m + count).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, health.

    Examples
    --------
    Two on track against one off track of the same weight; then one against one:

    >>> codes = majority_health(
    ...     np.array([0, 0, 0, 1, 1]), weight=[1, 1, 1, 1, 1],
    ...     health=[0, 0, 2, 0, 2], count=2,
    ... )
    >>> [Health(code).name for code in codes]
    ['ON_TRACK', 'OFF_TRACK']
    """
    votes = np.zeros((count, len(Health)))
    part = shares(owner, np.asarray(weight, np.float64), count=count)
    np.add.at(votes, (owner, np.asarray(health)), part)
    worst_first = _FROM_BEST_TO_WORST[::-1]
    ranked = votes[:, worst_first]
    most = ranked.max(axis=1, keepdims=True, initial=0.0)
    tied = ranked >= most * (1 - ROUNDING)
    winner = worst_first[tied.argmax(axis=1)]
    return np.where(most[:, 0] > 0, winner, Health.NO_DATA).astype(np.int8)


def score_band(score: ArrayLike, *, thresholds: Thresholds = DEFAULT) -> Codes:
    """Say in which of the three bands a score lies.

    Parameters
    ----------
    score : array_like of float, shape (n,)
        From 0 to 1; nan where there is none.
    thresholds : Thresholds
        `band_low` and `band_high`, 0.3 and 0.7 out of the box.

    Returns
    -------
    ndarray of int8, shape (n,)
        `ScoreBand` codes.

    Notes
    -----
    O(n).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, score.

    Examples
    --------
    >>> [ScoreBand(code).name for code in score_band([0.2, 0.3, 0.7])]
    ['LOW', 'MIDDLE', 'HIGH']
    """
    s = np.asarray(score, dtype=np.float64)
    cases = [
        np.isnan(s),
        s >= thresholds.band_high - ROUNDING,
        s >= thresholds.band_low - ROUNDING,
    ]
    codes = [ScoreBand.NO_SCORE, ScoreBand.HIGH, ScoreBand.MIDDLE]
    return np.select(cases, codes, ScoreBand.LOW).astype(np.int8)


def succeeds(
    *, score: ArrayLike, kind: ArrayLike, thresholds: Thresholds = DEFAULT
) -> NDArray[np.bool_]:
    """Say whether a score is a success for an objective of its kind.

    A committed objective expects 1.0; an aspirational one is a success from 0.7, where
    the upper band begins; a learning one is graded by its written answer, so that no
    score makes it one.

    Parameters
    ----------
    score : array_like of float, shape (n,)
        From 0 to 1; nan where there is none.
    kind : array_like of int, shape (n,)
        `ObjectiveKind` codes.
    thresholds : Thresholds
        `band_high`, 0.7 out of the box.

    Returns
    -------
    ndarray of bool, shape (n,)

    Notes
    -----
    O(n).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, score.

    Examples
    --------
    >>> succeeds(score=[0.7, 0.7], kind=[0, 1]).tolist()
    [False, True]
    """
    s, k = np.asarray(score, dtype=np.float64), np.asarray(kind)
    needed = np.select(
        [k == ObjectiveKind.COMMITTED, k == ObjectiveKind.ASPIRATIONAL],
        [1.0, thresholds.band_high],
        np.inf,
    )
    return np.asarray(s >= needed - ROUNDING)
