"""Nodes and bends in columns, and the segments between neighbouring columns.

All of it as arrays: an edge that passes many columns has a bend in each, so that a
large picture has several times as many items as nodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Items:
    """Nodes by number: column, height, number of the family, whether at the foot.

    Who has no family has a number of their own.
    """

    rank: Ints
    height: Floats
    family: Ints
    foot: NDArray[np.bool_]


@dataclass(slots=True)
class Grid:
    """Items by number: the nodes first, then the bends, whose height is 0.

    `columns` holds the items from left to right, each from the top; `segments` the
    left and right ends of what runs between neighbouring columns, by the left one.
    `bends` are the ends, in the row of bends, of those of each edge, from left to
    right; `turned` are edges whose first end stands right of the last. `hints` say
    where items are at first, as a share of their column.
    """

    items: Items
    nodes: int
    columns: list[Ints]
    segments: list[tuple[Ints, Ints]]
    bends: Ints
    turned: NDArray[np.bool_]
    hints: Floats

    @classmethod
    def of(cls, nodes: Items, edges: Pairs) -> "Grid":
        """Put nodes into columns in the order in which they come; lead the edges."""
        count = int(nodes.rank.max(initial=-1)) + 1
        ends = np.array(edges, dtype=np.intp).reshape(-1, 2)
        turned = nodes.rank[ends[:, 0]] > nodes.rank[ends[:, 1]]
        left = np.where(turned, ends[:, 1], ends[:, 0])
        right = np.where(turned, ends[:, 0], ends[:, 1])
        start = nodes.rank[left]
        span = nodes.rank[right] - start
        passed = np.maximum(span - 1, 0)
        last = np.cumsum(passed)
        edge, step = _steps(passed)
        step = step + 1
        hints = _hints(nodes.rank, count)
        way = step / np.maximum(span[edge], 1)
        between = hints[right[edge]] - hints[left[edge]]
        items = _with_bends(nodes, start[edge] + step)
        first = len(nodes.rank) + last - passed
        return cls(
            items=items,
            nodes=len(nodes.rank),
            columns=_split(np.arange(len(items.rank)), items.rank, count),
            segments=_segments((left, right, start, span), first, count),
            bends=last,
            turned=turned,
            hints=np.concatenate([hints, hints[left[edge]] + way * between]),
        )

    @property
    def size(self) -> int:
        """How many items there are, bends counted."""
        return len(self.items.rank)

    def bends_of(self, values: Floats) -> list[tuple[float, ...]]:
        """Return a value of each edge's bends, from its first end on."""
        found = values[self.nodes :].tolist()
        ends = self.bends.tolist()
        pieces = (
            tuple(found[begin:end])
            for begin, end in zip([0, *ends], ends, strict=False)
        )
        turned = self.turned.tolist()
        return [
            piece[::-1] if back else piece
            for piece, back in zip(pieces, turned, strict=True)
        ]


def _steps(counts: Ints) -> tuple[Ints, Ints]:
    """Return, for so many of each, whose each one is and its number there."""
    owner = np.repeat(np.arange(len(counts)), counts)
    begin = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - begin[owner]


def _hints(rank: Ints, count: int) -> Floats:
    hints = np.zeros(len(rank))
    for members in _split(np.arange(len(rank)), rank, count):
        hints[members] = (np.arange(len(members)) + 0.5) / max(1, len(members))
    return hints


def _with_bends(nodes: Items, rank: Ints) -> Items:
    count = len(rank)
    after = int(nodes.family.max(initial=-1)) + 1
    return Items(
        rank=np.concatenate([nodes.rank, rank]),
        height=np.concatenate([nodes.height, np.zeros(count)]),
        family=np.concatenate([nodes.family, after + np.arange(count)]),
        foot=np.concatenate([nodes.foot, np.zeros(count, dtype=np.bool_)]),
    )


def _segments(
    edges: tuple[Ints, Ints, Ints, Ints], first: Ints, count: int
) -> list[tuple[Ints, Ints]]:
    """Cut edges (left, right, first column, columns on) where they pass a column.

    `first` is the item of each one's first bend.
    """
    left, right, start, span = edges
    edge, step = _steps(np.maximum(span, 0))
    bend = first[edge] + step
    begin = np.where(step == 0, left[edge], bend - 1)
    end = np.where(step == span[edge] - 1, right[edge], bend)
    rank = start[edge] + step
    return list(zip(_split(begin, rank, count), _split(end, rank, count), strict=True))


def _split(values: Ints, rank: Ints, count: int) -> list[Ints]:
    """Return values by their column, in the order in which they come."""
    order = np.argsort(rank, kind="stable")
    cuts = np.searchsorted(rank[order], np.arange(1, count))
    return np.split(values[order], cuts) if count else []
