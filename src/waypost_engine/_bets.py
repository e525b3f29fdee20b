"""What one bet is worth, and when."""

import numpy as np
from numpy.typing import ArrayLike

from waypost_engine._tables import Floats


def share_landed(
    day: ArrayLike, *, landing: ArrayLike, lag: ArrayLike, ramp: ArrayLike
) -> Floats:
    r"""Return the share of a bet's effect that has arrived by a day.

    :math:`\mathrm{clip}((d - D - L) / R, 0, 1)`; with no ramp it comes all at once, on
    the day :math:`D + L`.

    Parameters
    ----------
    day : array_like of float, shape (n,)
        The day asked about.
    landing : array_like of float, shape (n,)
        Day D on which the work is finished; infinite where nobody knows.
    lag : array_like of float, shape (n,)
        Days L until the effect begins.
    ramp : array_like of float, shape (n,)
        Days R until it is whole.

    Returns
    -------
    ndarray of shape (n,)
        0 to 1, never falling as days pass.

    Raises
    ------
    ValueError
        If a lag or ramp is negative or not finite, or a day is nan.

    Notes
    -----
    The four broadcast. O(n). Effects stay once they have landed: there is no fading.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, share landed.

    Examples
    --------
    Finished on day 10, felt a week later, whole after another 20 days:

    >>> share_landed([15, 17, 22, 60], landing=10, lag=7, ramp=20).tolist()
    [0.0, 0.0, 0.25, 1.0]
    """
    d, land, wait, rise = (
        np.asarray(x, dtype=np.float64) for x in (day, landing, lag, ramp)
    )
    if not (np.isfinite(wait + rise) & (wait >= 0) & (rise >= 0)).all():
        raise ValueError("lag and ramp must be finite and 0 or more")
    since = d - land - wait
    if np.isnan(since).any():
        raise ValueError("day and landing must be numbers")
    share = np.clip(since / np.where(rise > 0, rise, 1.0), 0.0, 1.0)
    return np.asarray(np.where(rise > 0, share, since >= 0))


def worth(*, effect: ArrayLike, probability: ArrayLike, share: ArrayLike) -> Floats:
    r"""Return what a bet is expected to bring: :math:`c \cdot E[effect] \cdot share`.

    Parameters
    ----------
    effect : array_like of float, shape (n,)
        Mean effect if it works (`metalog_mean`), signed, in the metric's unit.
    probability : array_like of float, shape (n,)
        Chance c that it works at all, 0 to 1.
    share : array_like of float, shape (n,)
        Share landed by the due date: its worth. For what is still to come, the share
        by the due date less the share at the last reading, because what landed before
        that is in the reading already.

    Returns
    -------
    ndarray of shape (n,)
        In the metric's unit; negative for what pushes the metric down.

    Raises
    ------
    ValueError
        If an effect is not finite, or a probability or share not between 0 and 1.

    Notes
    -----
    The three broadcast. O(n). Before overlap: see `overlap`.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, worth.

    Examples
    --------
    Six points if it works, a chance of one half, three quarters landed in time:

    >>> worth(effect=[6.0], probability=[0.5], share=[0.75]).tolist()
    [2.25]
    """
    e, c, s = (np.asarray(x, dtype=np.float64) for x in (effect, probability, share))
    if not np.isfinite(e).all():
        raise ValueError("effect must be a finite number")
    if not ((c >= 0) & (c <= 1)).all() or not ((s >= 0) & (s <= 1)).all():
        raise ValueError("probability and share must be between 0 and 1")
    return np.asarray(c * e * s)
