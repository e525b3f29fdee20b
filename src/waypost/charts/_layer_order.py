"""The order within each column, so that few edges cross."""

from bisect import bisect_right
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from waypost.charts._layer_grid import Grid

MOST_ROUNDS = 8
# Rounds without fewer crossings after which more of them seldom help.
PATIENCE = 2
# A graph of so many items is ordered with less patience: a round takes long.
LARGE = 1500
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
    ends = right[np.lexsort((right, left))]
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
    patience = PATIENCE if grid.size < LARGE else 1
    for _ in range(MOST_ROUNDS):
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
    """Sorts column after column by the mean place of what each item is tied to."""

    def __init__(self, grid: Grid) -> None:
        self.family = _families(grid)
        feet = np.array([item.at_foot for item in grid.items], dtype=bool)
        # A family goes to the foot as a whole or not at all.
        lowest = np.ones(self.family.max(initial=-1) + 1, dtype=bool)
        np.logical_and.at(lowest, self.family, feet)
        self.foot = lowest[self.family]
        self.members = [np.array(column, dtype=np.intp) for column in grid.columns]
        ends = [_ends(segments) for segments in grid.segments]
        self.left = [left for left, _ in ends]
        self.right = [right for _, right in ends]
        self.place = np.array(grid.hints, dtype=np.float64)
        for column in range(len(self.members)):
            self._sort(column, self.place[self.members[column]])

    def columns(self) -> list[list[int]]:
        """Return the items of each column from the top."""
        return [members.tolist() for members in self.members]

    def crossings(self) -> int:
        """Count the crossings of the order as it stands."""
        return sum(
            _crossings(self.place[left], self.place[right])
            for left, right in zip(self.left, self.right, strict=True)
        )

    def sweep(self) -> None:
        """Go once to the right and once back."""
        count = len(self.members)
        for column in range(1, count):
            self._follow(column, self.right[column - 1], self.left[column - 1])
        for column in range(count - 2, -1, -1):
            self._follow(column, self.left[column], self.right[column])

    def _follow(self, column: int, own: Ints, other: Ints) -> None:
        """Sort a column by where the other ends of its segments stand."""
        members = self.members[column]
        size = len(self.place)
        ties = np.bincount(own, minlength=size)[members]
        total = np.bincount(own, self.place[other], minlength=size)[members]
        # What is tied to nothing on this side stays about where it is.
        stretch = self._length(other) / max(1, len(members))
        mean = np.where(
            ties > 0, total / np.maximum(ties, 1), self.place[members] * stretch
        )
        self._sort(column, mean)

    def _length(self, items: Ints) -> float:
        return float(self.place[items].max(initial=0.0)) + 1.0

    def _sort(self, column: int, wish: Floats) -> None:
        members = self.members[column]
        if not len(members):
            return
        _, group = np.unique(self.family[members], return_inverse=True)
        mean = np.bincount(group, wish) / np.bincount(group)
        order = np.lexsort(
            (self.place[members], wish, group, mean[group], self.foot[members])
        )
        self.members[column] = members[order]
        self.place[self.members[column]] = np.arange(len(members))


def _families(grid: Grid) -> Ints:
    """Number the families; who has none is a family of its own."""
    known: dict[tuple[int, str], int] = {}
    numbers = [
        known.setdefault(
            (item.rank, item.family) if item.family else (-1 - place, ""), len(known)
        )
        for place, item in enumerate(grid.items)
    ]
    return np.array(numbers, dtype=np.intp)


def _ends(segments: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    pairs = np.array(segments, dtype=np.intp).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
