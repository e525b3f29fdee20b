"""How high each item of a column stands: near what it is tied to, without overlap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waypost.charts._layer_grid import Grid

ROUNDS = 2

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spacing:
    """Pixels between neighbours of a column.

    `siblings` between nodes of one family, `others` between other nodes, `lane`
    between edges that pass side by side, `shoulder` between an edge and a node.
    """

    siblings: float = 14
    others: float = 24
    lane: float = 8
    shoulder: float = 12


def placed(grid: Grid, spacing: Spacing) -> list[float]:
    """Return the middle of each item.

    Columns are stacked first and then drawn, there and back, toward the mean of what
    they are tied to: the nearest heights, in the sense of least squares, that keep
    the order and the distances.
    """
    columns = [np.array(column, dtype=np.intp) for column in grid.columns]
    offsets = [np.array(_offsets(grid, c, spacing)) for c in grid.columns]
    middles = np.zeros(grid.size)
    for column, offset in zip(columns, offsets, strict=True):
        middles[column] = offset
    ends = [np.array(pairs, dtype=np.intp).reshape(-1, 2) for pairs in grid.segments]
    count = len(columns)
    for _ in range(ROUNDS):
        for rank in range(1, count):
            left, right = ends[rank - 1].T
            _draw(middles, columns[rank], offsets[rank], (right, left))
        for rank in range(count - 2, -1, -1):
            left, right = ends[rank].T
            _draw(middles, columns[rank], offsets[rank], (left, right))
    return [float(middle) for middle in middles]


def _offsets(grid: Grid, column: list[int], spacing: Spacing) -> list[float]:
    """Return the middles of a column that is stacked as tightly as may be."""
    found: list[float] = []
    for place, item in enumerate(column):
        if not place:
            found.append(grid.items[item].height / 2)
            continue
        above = column[place - 1]
        both = (grid.items[above].height + grid.items[item].height) / 2
        found.append(found[-1] + both + _between(grid, above, item, spacing))
    return found


def _between(grid: Grid, above: int, below: int, spacing: Spacing) -> float:
    bends = (above >= grid.nodes) + (below >= grid.nodes)
    if bends:
        return spacing.lane if bends == 2 else spacing.shoulder
    family = grid.items[above].family
    is_same = bool(family) and family == grid.items[below].family
    return spacing.siblings if is_same else spacing.others


def _draw(
    middles: Floats, column: Ints, offsets: Floats, ties: tuple[Ints, Ints]
) -> None:
    """Draw a column toward the mean of what it is tied to on one side.

    `ties` are the ends of its segments: its own, and the others.
    """
    if not len(column):
        return
    own, others = ties
    size = len(middles)
    count = np.bincount(own, minlength=size)[column]
    total = np.bincount(own, middles[others], minlength=size)[column]
    wish = np.where(count > 0, total / np.maximum(count, 1), middles[column])
    middles[column] = offsets + _rising((wish - offsets).tolist())


def _rising(wishes: list[float]) -> list[float]:
    """Return the nearest values that never fall: pool adjacent violators.

    >>> _rising([1.0, 3.0, 1.0, 4.0])
    [1.0, 2.0, 2.0, 4.0]
    """
    totals: list[float] = []
    counts: list[int] = []
    for wish in wishes:
        total, count = wish, 1
        while totals and totals[-1] * count >= total * counts[-1]:
            total += totals.pop()
            count += counts.pop()
        totals.append(total)
        counts.append(count)
    return [
        total / count
        for total, count in zip(totals, counts, strict=True)
        for _ in range(count)
    ]
