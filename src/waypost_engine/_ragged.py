"""Lists of unequal length in flat columns: lookups and means without loops."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from waypost_engine._tables import Floats

Ints = NDArray[np.integer[Any]]
Places = NDArray[np.int64]


def spans(first: Ints, last: Ints) -> Places:
    """Return first[0] … last[0] − 1, then first[1] … last[1] − 1, and so on."""
    length = (last - first).astype(np.int64)
    skipped = np.repeat(np.cumsum(length) - length, length)
    return np.arange(length.sum()) - skipped + np.repeat(first, length)


def matches(wanted: Ints, owner: Ints) -> tuple[Places, Places]:
    """Pair every place in `wanted` with every place in `owner` that holds the same.

    Returns the places in `wanted` and those in `owner`, ordered by the former.
    O(n log n + pairs).
    """
    order = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner[order], wanted, side="left")
    last = np.searchsorted(owner[order], wanted, side="right")
    return np.repeat(np.arange(len(wanted)), last - first), order[spans(first, last)]


def at_or_before(row: Ints, day: Ints, *, of_row: Ints, on_day: Ints) -> Places:
    """Return where in (row, day), sorted, the last entry of a row up to a day stands.

    −1 where that row has no entry so early. O(n + m log n).
    """
    place = np.searchsorted(_ordinal(row, day), _ordinal(of_row, on_day), "right") - 1
    found = place >= 0
    found[found] = row[place[found]] == of_row[found]
    return np.where(found, place, -1)


def _ordinal(row: Ints, day: Ints) -> Places:
    return (row.astype(np.int64) << 33) + day


def sums(owner: Ints, value: Floats, *, count: int) -> Floats:
    """Return the sum of each owner's values; 0 for an owner of none."""
    return np.bincount(owner, value, count).astype(np.float64)


def shares(owner: Ints, weight: Floats, *, count: int) -> Floats:
    """Return each entry's part of all its owner's weight."""
    used = _alike_if_none(owner, weight, count=count)
    return used / sums(owner, used, count=count)[owner]


def weighted_mean(owner: Ints, weight: Floats, value: Floats, *, count: int) -> Floats:
    """Return the weighted mean of each owner's values; nan for an owner of none."""
    used = _alike_if_none(owner, weight, count=count)
    total = sums(owner, used, count=count)
    mean = sums(owner, used * value, count=count) / np.where(total > 0, total, 1.0)
    return np.where(total > 0, mean, np.nan)


def _alike_if_none(owner: Ints, weight: Floats, *, count: int) -> Floats:
    """Return the weights; 1 each where all of an owner's are 0."""
    return np.where(sums(owner, weight, count=count)[owner] > 0, weight, 1.0)
