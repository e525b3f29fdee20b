"""What bets that work through the same cause leave of one another."""

from itertools import groupby
from math import prod
from operator import itemgetter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from waypost_engine._tables import Floats


def overlap(
    group: ArrayLike, *, effect: ArrayLike, probability: ArrayLike, share: ArrayLike
) -> Floats:
    r"""Return what each bet is expected to bring after overlap within its group.

    In every case of which bets work, among those of one sign the largest keeps its
    effect and the others keep :math:`1 - o` of theirs; bets of one size share the
    difference alike. So the amounts add up bet by bet. With bets independent of each
    other and every one that works at its mean effect :math:`m`, the mean over all
    cases needs no enumeration:

    .. math:: c_i m_i \left(1 - o + o \prod_{|m_j| > |m_i|} (1 - c_j) \cdot
              E\left[\frac{1}{1 + K_i}\right]\right)

    :math:`K_i` being how many others of the same size and sign work.

    Parameters
    ----------
    group : array_like of int, shape (n,)
        Overlap group of each bet; negative where it has none.
    effect : array_like of float, shape (n,)
        Mean effect if it works, signed, in the metric's unit.
    probability : array_like of float, shape (n,)
        Chance c that it works at all, 0 to 1.
    share : array_like of float, shape (n,)
        Overlap o, 0 to 1, the same throughout a group; not used without a group.

    Returns
    -------
    ndarray of shape (n,)
        Expected amount of each bet, in the metric's unit, its own sign, never larger
        than :math:`c m`. o = 0 adds, o = 1 lets only the best count.

    Raises
    ------
    ValueError
        If the columns differ in length, an effect is not finite, or a probability or
        share not between 0 and 1.

    Notes
    -----
    Exact within its two assumptions, for a group of any size, in
    O(n log n + ties²); equal to the enumeration of the 2ⁿ cases (a test holds them
    together up to 12 bets). The assumptions make it an approximation to the
    simulation, where effects are drawn and bets of one group share some of their
    fate: label it so.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, overlap.

    Examples
    --------
    Two bets of 6 and 4, each with a chance of one half, overlapping by half. The
    larger brings 3; the smaller keeps all of its 4 where the larger fails, else 2:

    >>> overlap(
    ...     [0, 0], effect=[6.0, 4.0], probability=[0.5, 0.5], share=[0.5, 0.5]
    ... ).tolist()
    [3.0, 1.5]
    """
    m, c, o = (np.asarray(x, dtype=np.float64) for x in (effect, probability, share))
    groups = np.asarray(group, dtype=np.int64)
    if not len(groups) == len(m) == len(c) == len(o):
        raise ValueError("group, effect, probability and share differ in length")
    if not np.isfinite(m).all():
        raise ValueError("effect must be a finite number")
    grouped = groups >= 0
    if not ((c >= 0) & (c <= 1)).all() or not (((o >= 0) & (o <= 1)) | ~grouped).all():
        raise ValueError("probability and share must be between 0 and 1")
    kept = c * m
    rows = np.flatnonzero(grouped)
    lead = _lead(groups[rows], effect=m[rows], chance=c[rows])
    kept[rows] *= 1 - o[rows] + o[rows] * lead
    return kept


def _lead(group: NDArray[np.int64], *, effect: Floats, chance: Floats) -> Floats:
    """Return the share of the lead that each bet has, among its group and sign.

    That is the chance that nothing larger works, times what is left of the lead to
    each of those of one size if it works. One pass over plain floats: groups are
    small, and arrays of two or three cost more than they save.
    """
    size = np.abs(effect)
    order = np.lexsort((-size, effect > 0, group))
    side = zip(group[order].tolist(), (effect[order] > 0).tolist(), strict=True)
    ranked = zip(side, size[order].tolist(), chance[order].tolist(), strict=True)
    leads: list[float] = []
    for _, members in groupby(ranked, key=itemgetter(0)):
        none_larger = 1.0
        for _, equals in groupby(members, key=itemgetter(1)):
            chances = [member[2] for member in equals]
            leads.extend(none_larger * each for each in _share_of_tie(chances))
            none_larger *= prod(1 - each for each in chances)
    lead = np.empty(len(order))
    lead[order] = leads
    return lead


def _share_of_tie(chances: list[float]) -> list[float]:
    """Return, for each of several equals, its mean share of the lead if it works.

    E[1 / (1 + K)] = ∫₀¹ Π (1 − c_j + c_j x) dx over the others, a polynomial, which
    Gauss and Legendre's points integrate exactly.
    """
    if len(chances) == 1:
        return [1.0]
    nodes, weights = np.polynomial.legendre.leggauss(len(chances) // 2 + 1)
    factors = 1 - np.array(chances)[:, None] * (1 - (nodes + 1) / 2)
    shares: list[float] = ((factors.prod(axis=0) / factors) @ (weights / 2)).tolist()
    return shares
