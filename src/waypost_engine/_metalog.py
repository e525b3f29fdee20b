"""An effect as people give it, weakest, likely and strongest, as a distribution."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from waypost_engine._tables import Floats

_LOGIT_90 = np.log(9.0)
_LOWEST, _HIGHEST = 0.005, 0.995
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Metalog:
    """Coefficients of three-term metalogs, arrays of one shape; `log` as a scale."""

    a1: Floats
    a2: Floats
    a3: Floats
    log: bool = False


def metalog(
    low: ArrayLike, likely: ArrayLike, high: ArrayLike, /, *, log: bool = False
) -> Metalog:
    r"""Fit the three-term metalog through a P10, a P50 and a P90.

    With :math:`L = \ln 9`: :math:`a_1 = q_{50}`, :math:`a_2 = (q_{90} - q_{10}) / 2L`,
    :math:`a_3 = (q_{10} + q_{90} - 2 q_{50}) / 0.8 L`. A likely value closer than a
    sixth of the width to an end has no such distribution and is pulled to that sixth;
    low and high stay.

    Parameters
    ----------
    low, likely, high : array_like of float, shape (n,)
        P10, P50 and P90, in one unit, low ≤ likely ≤ high. All equal is a constant.
    log : bool
        For positive quantities (hours, delays): fit the logarithms.

    Returns
    -------
    Metalog
        Coefficients of shape (n,), in the same unit (its logarithm with `log`).

    Raises
    ------
    ValueError
        If one is not finite, they are not in order, or `log` meets a value ≤ 0.

    Notes
    -----
    O(n), closed form. Feasible means that x(u) rises everywhere, which for three terms
    is \|a3\| ≤ 1.66711 a2; a sixth of the width gives 1.66667. The pull moves the
    median: say so where a person enters such a triple.

    References
    ----------
    .. [1] Keelin, T. W. (2016). "The metalog distributions". *Decision Analysis*
       13(4), 243–277; three terms, symmetric percentiles, and its feasibility.

    Examples
    --------
    At worst 2, likely 4, at best 10 points more sign-ups:

    >>> fitted = metalog([2.0], [4.0], [10.0])
    >>> metalog_quantile(fitted, [0.1, 0.5, 0.9]).round(6).tolist()
    [2.0, 4.0, 10.0]
    """
    q10, q50, q90 = (np.asarray(x, dtype=np.float64) for x in (low, likely, high))
    if not np.isfinite(q10 + q50 + q90).all():
        raise ValueError("low, likely and high must be finite numbers")
    if not ((q10 <= q50) & (q50 <= q90)).all():
        raise ValueError("must be in order: low ≤ likely ≤ high")
    if log:
        if (q10 <= 0).any():
            raise ValueError("a positive quantity needs low above 0")
        q10, q50, q90 = np.log(q10), np.log(q50), np.log(q90)
    width = q90 - q10
    # By way of low + width × share, so that a constant stays what it is to the bit.
    middle = np.clip(q50, q10 + width / 6, q90 - width / 6)
    return Metalog(
        a1=np.asarray(np.where(width > 0, middle, q50)),
        a2=np.asarray(width / (2 * _LOGIT_90)),
        a3=np.asarray(((q90 - middle) - (middle - q10)) / (0.8 * _LOGIT_90)),
        log=log,
    )


def metalog_quantile(fitted: Metalog, u: ArrayLike, /) -> Floats:
    r"""Return the value that a metalog stays below with probability u.

    :math:`x(u) = a_1 + a_2 \,\mathrm{logit}\, u + a_3 (u - ½)\,\mathrm{logit}\, u`, its
    exponential on the log scale.

    Parameters
    ----------
    fitted : Metalog
        From `metalog`.
    u : array_like of float
        Probabilities; clipped to 0.005–0.995, because three terms say nothing of the
        tails beyond. Broadcasts against the coefficients.

    Returns
    -------
    ndarray
        Values in the unit that was fitted, never falling in u.

    Raises
    ------
    ValueError
        If a u is not between 0 and 1.

    Notes
    -----
    O(size of the answer). Uniform u make draws.

    References
    ----------
    .. [1] Keelin (2016), *Decision Analysis* 13(4), quantile function of n terms.

    Examples
    --------
    A symmetric effect, 4 to 8 around 6:

    >>> metalog_quantile(metalog(4.0, 6.0, 8.0), [0.1, 0.5]).round(6).tolist()
    [4.0, 6.0]
    """
    share = np.asarray(u, dtype=np.float64)
    if not ((share >= 0) & (share <= 1)).all():
        raise ValueError("u must be between 0 and 1")
    share = np.clip(share, _LOWEST, _HIGHEST)
    logit = np.log(share / (1 - share))
    x = fitted.a1 + (fitted.a2 + fitted.a3 * (share - 0.5)) * logit
    return np.asarray(np.exp(x) if fitted.log else x)


def metalog_mean(fitted: Metalog, /) -> Floats:
    r"""Return the mean: :math:`a_1 + a_3 / 2`; on the log scale by quadrature.

    Parameters
    ----------
    fitted : Metalog
        From `metalog`.

    Returns
    -------
    ndarray
        In the unit that was fitted, of the coefficients' shape.

    Notes
    -----
    The closed form is the mean of the whole distribution. The log scale has none, and
    its far tail can be infinite, so there the mean is that of x(u) with u clipped to
    0.005–0.995 (64 Gauss-Legendre points in logit u; good to nine digits).

    References
    ----------
    .. [1] Keelin (2016), *Decision Analysis* 13(4), moments of the metalog.

    Examples
    --------
    The chance of 10 lifts the mean of "2, 4 or 10" above its likely value:

    >>> metalog_mean(metalog([2.0], [4.0], [10.0])).round(3).tolist()
    [5.138]
    """
    if not fitted.log:
        return np.asarray(fitted.a1 + fitted.a3 / 2)
    end = np.log(_HIGHEST / _LOWEST)
    share = 1 / (1 + np.exp(-end * _NODES))
    mass = end * _WEIGHTS * share * (1 - share)
    inner = metalog_quantile(_column(fitted), share) @ mass
    ends = metalog_quantile(_column(fitted), [0.0, 1.0]).sum(axis=-1)
    return np.asarray(inner + _LOWEST * ends)


def _column(fitted: Metalog) -> Metalog:
    """Return the same metalogs with a last axis for several u."""
    return Metalog(
        a1=fitted.a1[..., None],
        a2=fitted.a2[..., None],
        a3=fitted.a3[..., None],
        log=fitted.log,
    )
