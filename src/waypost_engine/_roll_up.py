"""What the parts of an objective come to, at any depth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from waypost_engine._ragged import Ints, weighted_mean
from waypost_engine._tables import Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RollUp:
    """One row per owner: the mean, how many parts it has, how many have no figure."""

    progress: Floats
    parts: NDArray[np.int64]
    not_measured: NDArray[np.int64]


def roll_up(
    owner: Ints, *, weight: ArrayLike, progress: ArrayLike, count: int
) -> RollUp:
    r"""Return each owner's weighted mean of its parts, each clipped to 0–1.

    :math:`\sum w_i \min(\max(p_i, 0), 1) / \sum w_i`. A part that is not measured yet
    counts as 0, and is counted, so that a page can say "2 of 5 not measured yet".

    Parameters
    ----------
    owner : ndarray of int, shape (m,)
        Which of the `count` objectives each part belongs to.
    weight : array_like of float, shape (m,)
        0 or more; where all of an owner's weights are 0, its parts count alike.
    progress : array_like of float, shape (m,)
        Progress of the parts, unclipped; nan where not measured yet.
    count : int
        Number of objectives.

    Returns
    -------
    RollUp
        `progress` from 0 to 1, nan for an owner without parts; `parts` and
        `not_measured`, of shape (count,).

    Raises
    ------
    ValueError
        If a weight is negative or not finite.

    Notes
    -----
    O(m). Clipping keeps one part that went far past its target from hiding another
    that failed.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 1, objective.

    Examples
    --------
    One key result at 130 %, one at 50 % and one never measured, of equal weight:

    >>> mean = roll_up(
    ...     np.array([0, 0, 0]), weight=[1, 1, 1], progress=[1.3, 0.5, np.nan], count=1
    ... )
    >>> mean.progress.tolist(), mean.not_measured.tolist(), mean.parts.tolist()
    ([0.5], [1], [3])
    """
    weights, parts = np.asarray(weight, np.float64), np.asarray(progress, np.float64)
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("weights must be finite and 0 or more")
    missing = np.isnan(parts)
    clipped = np.where(missing, 0.0, np.clip(parts, 0.0, 1.0))
    return RollUp(
        progress=weighted_mean(owner, weights, clipped, count=count),
        parts=np.bincount(owner, minlength=count),
        not_measured=np.bincount(owner[missing], minlength=count),
    )
