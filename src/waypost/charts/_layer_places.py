"""How high each item of a column stands: near what it is tied to, without overlap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waypost.charts._layer_grid import Grid

ROUNDS = 2
POOLINGS = 6

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


def placed(grid: Grid, spacing: Spacing) -> Floats:
    """Return the middle of each item.

    Columns are stacked first and then drawn, there and back, toward the mean of what
    they are tied to: the nearest heights, in the sense of least squares, that keep
    the order and the distances.
    """
    columns = grid.columns
    offsets = [_offsets(grid, column, spacing) for column in columns]
    middles = np.zeros(grid.size)
    for column, offset in zip(columns, offsets, strict=True):
        middles[column] = offset
    for _ in range(ROUNDS):
        for rank in range(1, len(columns)):
            left, right = grid.segments[rank - 1]
            _draw(middles, columns[rank], offsets[rank], (right, left))
        for rank in range(len(columns) - 2, -1, -1):
            _draw(middles, columns[rank], offsets[rank], grid.segments[rank])
    return middles


def _offsets(grid: Grid, column: Ints, spacing: Spacing) -> Floats:
    """Return the middles of a column that is stacked as tightly as may be."""
    if not len(column):
        return np.zeros(0)
    height, family = grid.items.height[column], grid.items.family[column]
    is_bend = column >= grid.nodes
    bends = is_bend[1:].astype(np.intp) + is_bend[:-1]
    is_same = family[1:] == family[:-1]
    nodes = np.where(is_same, spacing.siblings, spacing.others)
    lanes = np.where(bends == 2, spacing.lane, spacing.shoulder)
    between = np.where(bends > 0, lanes, nodes)
    steps = (height[1:] + height[:-1]) / 2 + between
    return np.cumsum(np.concatenate([height[:1] / 2, steps]))


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
    middles[column] = offsets + _rising(wish - offsets)


def _rising(wishes: Floats) -> Floats:
    """Return the nearest values that never fall: pool adjacent violators.

    Runs that fall are pooled all at once, since any order comes to the same; what that
    leaves, one after the other.

    >>> _rising(np.array([1.0, 3.0, 1.0, 4.0])).tolist()
    [1.0, 2.0, 2.0, 4.0]
    """
    owner = np.arange(len(wishes))
    means: Floats = wishes
    counts: Floats = np.ones(len(wishes))
    for _ in range(POOLINGS):
        rises = means[1:] > means[:-1]
        if rises.all():
            return means[owner]
        pool = np.concatenate([[0], np.cumsum(rises)])
        totals = np.bincount(pool, means * counts)
        counts = np.asarray(np.bincount(pool, counts), dtype=np.float64)
        means, owner = totals / counts, pool[owner]
    return _pooled(means.tolist(), counts.tolist())[owner]


def _pooled(means: list[float], counts: list[float]) -> Floats:
    """Return the same for means of so many each, one after the other."""
    totals: list[float] = []
    weights: list[float] = []
    sizes: list[int] = []
    for mean, count in zip(means, counts, strict=True):
        total, weight, size = mean * count, count, 1
        while totals and totals[-1] * weight >= total * weights[-1]:
            total += totals.pop()
            weight += weights.pop()
            size += sizes.pop()
        totals.append(total)
        weights.append(weight)
        sizes.append(size)
    return np.repeat(np.array(totals) / np.array(weights), sizes)
