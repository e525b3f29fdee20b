"""The order within each column, so that few edges cross."""

from bisect import bisect_right
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from waypost.charts._layer_grid import Grid

MOST_ROUNDS = 8
# Rounds without fewer crossings after which more of them seldom help.
PATIENCE = 2
# A graph of so many items is ordered with less patience: a round takes long, and what
# the later ones untie nobody would see among thousands of lines.
LARGE = 1500
ROUNDS_OF_LARGE = 4
BLOCK = 256

# Of a block's pairs, those whose second end comes later.
_LATER = np.triu(np.ones((BLOCK, BLOCK), dtype=np.bool_), 1)

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


def crossings(pairs: Iterable[tuple[float, float]]) -> int:
    """Count how many lines between two columns cross.

    Each pair is the place of a line's left and right end. Lines that share an end do
    not cross.

    >>> crossings([(0, 1), (1, 0), (2, 2)])
    1
    """
    passed: list[float] = []
    total = 0
    for _, right in sorted(pairs):
        place = bisect_right(passed, right)
        total += len(passed) - place
        passed.insert(place, right)
    return total


def _crossings(left: Floats, right: Floats) -> int:
    """Count the same of columns of ends: block by block, so memory stays small."""
    ends = right[np.lexsort((right, left))].astype(np.float32)
    total = 0
    for start in range(0, len(ends), BLOCK):
        block = ends[start : start + BLOCK]
        size = len(block)
        before = np.sort(ends[:start])
        total += start * size - int(np.searchsorted(before, block, "right").sum())
        total += int(np.count_nonzero((block[:, None] > block) & _LATER[:size, :size]))
    return total


def ordered(grid: Grid) -> tuple[int, int]:
    """Order the grid's columns; return the crossings before and after.

    The order with the fewest crossings is kept, so it never gets worse.
    """
    sweeper = _Sweeper(grid)
    before = best = sweeper.crossings()
    kept, idle = sweeper.columns(), 0
    is_large = grid.size >= LARGE
    patience = 1 if is_large else PATIENCE
    for _ in range(ROUNDS_OF_LARGE if is_large else MOST_ROUNDS):
        if not best or idle == patience:
            break
        sweeper.sweep()
        found = sweeper.crossings()
        idle = 0 if found < best else idle + 1
        if found < best:
            best, kept = found, sweeper.columns()
    grid.columns = kept
    return before, best


class _Sweeper:
    """Sorts column after column by the mean place of what each item is tied to.

    Each column counts its items for itself: `place` and `group` go by that number, and
    `members` are the numbers from the top.
    """

    def __init__(self, grid: Grid) -> None:
        self.items = grid.columns
        self.local = _local(grid)
        family, foot = grid.items.family, grid.items.foot
        # A family goes to the foot as a whole or not at all.
        lowest = np.ones(family.max(initial=-1) + 1, dtype=bool)
        np.logical_and.at(lowest, family, foot)
        self.groups = [_groups(family[items], lowest) for items in self.items]
        self.left = [self.local[left] for left, _ in grid.segments]
        self.right = [self.local[right] for _, right in grid.segments]
        self.members = [np.arange(len(items)) for items in self.items]
        self.place = [grid.hints[items] for items in self.items]
        for column in range(len(self.items)):
            self._sort(column, self.place[column])

    def columns(self) -> list[Ints]:
        """Return the items of each column from the top."""
        pairs = zip(self.items, self.members, strict=True)
        return [items[members] for items, members in pairs]

    def crossings(self) -> int:
        """Count the crossings of the order as it stands."""
        return sum(
            _crossings(self.place[at][left], self.place[at + 1][self.right[at]])
            for at, left in enumerate(self.left)
            if len(left)
        )

    def sweep(self) -> None:
        """Go once to the right and once back."""
        count = len(self.members)
        for column in range(1, count):
            before = column - 1
            self._follow(column, self.right[before], before, self.left[before])
        for column in range(count - 2, -1, -1):
            self._follow(column, self.left[column], column + 1, self.right[column])

    def _follow(self, column: int, own: Ints, beside: int, other: Ints) -> None:
        """Sort a column by where the other ends of its segments stand, beside it."""
        size = len(self.members[column])
        ends = self.place[beside][other]
        ties = np.bincount(own, minlength=size)
        total = np.bincount(own, ends, minlength=size)
        # What is tied to nothing on this side stays about where it is.
        stretch = (float(ends.max(initial=0.0)) + 1.0) / max(1, size)
        idle = self.place[column] * stretch
        self._sort(column, np.where(ties > 0, total / np.maximum(ties, 1), idle))

    def _sort(self, column: int, wish: Floats) -> None:
        members = self.members[column]
        if not len(members):
            return
        group, foot = self.groups[column]
        mean = np.bincount(group, wish) / np.bincount(group)
        turn = np.empty(len(mean), dtype=np.intp)
        turn[np.lexsort((mean, foot))] = np.arange(len(mean))
        # What wishes for the same place stays in the order in which it stands.
        order = np.lexsort((wish[members], turn[group[members]]))
        self.members[column] = members[order]
        place = np.empty(len(members))
        place[self.members[column]] = np.arange(len(members))
        self.place[column] = place


def _local(grid: Grid) -> Ints:
    """Return the number of each item in its column."""
    found = np.zeros(grid.size, dtype=np.intp)
    for items in grid.columns:
        found[items] = np.arange(len(items))
    return found


def _groups(family: Ints, lowest: NDArray[np.bool_]) -> tuple[Ints, NDArray[np.bool_]]:
    """Number the families of a column; say which of them stand at the foot."""
    known, group = np.unique(family, return_inverse=True)
    return group, lowest[known]
