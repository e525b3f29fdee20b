"""A layered picture of a graph: nodes in columns, edges led between them.

Pure: names, ranks and heights in, places out; the same input gives the same picture.
The order within a column keeps crossings few (barycentre sweeps, Sugiyama's method
with bends for edges that pass a column), siblings stay together, and what stands at
the foot stays there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from waypost.charts._layer_grid import Grid, Items
from waypost.charts._layer_order import crossings, ordered
from waypost.charts._layer_places import Spacing, placed

__all__ = ["LayerNode", "LayerPlace", "Layered", "Spacing", "crossings", "layered"]

KEPT = 8


class LayerNode(NamedTuple):
    """What stands in a column.

    `rank` is its column, `height` its size in pixels. Nodes of one `family` in one
    column stand side by side; an empty family is none. With `at_foot` a node stands
    below all others.
    """

    name: str
    rank: int
    height: float
    family: str = ""
    at_foot: bool = False


class LayerPlace(NamedTuple):
    """Where a node stands: its column, its place in it from the top, its upper edge."""

    rank: int
    order: int
    top: float


@dataclass(frozen=True, slots=True)
class Layered:
    """A picture's geometry.

    `bends` has, for each edge as given, the heights at which it passes the columns
    between its ends, from its first end on. `crossings` counts what crosses in this
    order, `crossings_before` in the order in which the nodes came.
    """

    places: Mapping[str, LayerPlace]
    bends: tuple[tuple[float, ...], ...]
    height: float
    crossings: int
    crossings_before: int


def layered(
    nodes: Sequence[LayerNode],
    edges: Sequence[tuple[str, str]],
    *,
    spacing: Spacing | None = None,
) -> Layered:
    """Order and place nodes; `edges` name the nodes that they tie.

    An edge inside one column has no part in the order. Takes about
    O((nodes + bends) log nodes) for each of a few sweeps.
    """
    return _layered(tuple(nodes), tuple(edges), spacing or Spacing())


# A page asks for the same picture again whenever a figure on it has changed, and the
# first sight of a map is the same for many: some pictures are kept.
@lru_cache(maxsize=KEPT)
def _layered(
    nodes: tuple[LayerNode, ...], edges: tuple[tuple[str, str], ...], spacing: Spacing
) -> Layered:
    index = {node.name: place for place, node in enumerate(nodes)}
    grid = Grid.of(_items(nodes), [(index[a], index[b]) for a, b in edges])
    before, after = ordered(grid)
    middles = placed(grid, spacing)
    tops = middles - grid.items.height / 2
    highest = min(tops.min(initial=np.inf), middles.min(initial=np.inf))
    highest = highest if len(nodes) else 0.0
    ends = (tops + grid.items.height).max(initial=0.0)
    ranks, orders = grid.items.rank.tolist(), _orders(grid)
    heights = (tops - highest).tolist()
    return Layered(
        places={
            node.name: LayerPlace(ranks[i], orders[i], heights[i])
            for i, node in enumerate(nodes)
        },
        bends=tuple(grid.bends_of(middles - highest)),
        height=float(ends - highest),
        crossings=after,
        crossings_before=before,
    )


def _items(nodes: Sequence[LayerNode]) -> Items:
    """Return nodes as columns of numbers; who has no family is one of their own."""
    known: dict[tuple[int, str], int] = {}
    family = [
        known.setdefault(
            (node.rank, node.family) if node.family else (-1 - place, ""), len(known)
        )
        for place, node in enumerate(nodes)
    ]
    return Items(
        rank=np.array([node.rank for node in nodes], dtype=np.intp),
        height=np.array([node.height for node in nodes], dtype=np.float64),
        family=np.array(family, dtype=np.intp),
        foot=np.array([node.at_foot for node in nodes], dtype=np.bool_),
    )


def _orders(grid: Grid) -> list[int]:
    """Return each node's place among the nodes of its column, bends not counted."""
    found = np.zeros(grid.nodes, dtype=np.intp)
    for column in grid.columns:
        real = column[column < grid.nodes]
        found[real] = np.arange(len(real))
    return list(found.tolist())
