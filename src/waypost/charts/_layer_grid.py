"""Nodes and bends in columns, and the segments between neighbouring columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Item:
    """A node, or the bend of an edge that passes a column (height 0)."""

    rank: int
    height: float = 0.0
    family: str = ""
    at_foot: bool = False


@dataclass(slots=True)
class Grid:
    """Items by number: the nodes first, then the bends.

    `columns` holds the items from left to right, each from the top; `segments` the
    pairs of items that stand in neighbouring columns, by their left column.
    """

    items: list[Item]
    nodes: int
    columns: list[list[int]]
    segments: list[list[tuple[int, int]]]
    hints: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Grid":
        """Put nodes into columns in the order in which they come."""
        count = max((item.rank for item in items), default=-1) + 1
        columns: list[list[int]] = [[] for _ in range(count)]
        for place, item in enumerate(items):
            columns[item.rank].append(place)
        hints = [0.0] * len(items)
        for column in columns:
            for order, place in enumerate(column):
                hints[place] = (order + 0.5) / len(column)
        segments: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        return cls(list(items), len(items), columns, segments, hints)

    @property
    def size(self) -> int:
        """How many items there are, bends counted."""
        return len(self.items)

    def lead(self, first: int, last: int) -> list[int]:
        """Lead an edge from column to column; return its bends from `first` on."""
        left, right = sorted((first, last), key=lambda i: self.items[i].rank)
        start, end = self.items[left].rank, self.items[right].rank
        bends = [
            self._bend(rank, left, right, (rank - start) / (end - start))
            for rank in range(start + 1, end)
        ]
        chain = [left, *bends, right]
        if start < end:
            for rank, pair in enumerate(pairwise(chain), start):
                self.segments[rank].append(pair)
        return bends if left == first else bends[::-1]

    def _bend(self, rank: int, left: int, right: int, way: float) -> int:
        self.items.append(Item(rank))
        self.hints.append(
            self.hints[left] + way * (self.hints[right] - self.hints[left])
        )
        self.columns[rank].append(self.size - 1)
        return self.size - 1
