"""A layered picture of a graph: nodes in columns, edges led between them.

Pure: names, ranks and heights in, places out; the same input gives the same picture.
The order within a column keeps crossings few (barycentre sweeps, Sugiyama's method
with bends for edges that pass a column), siblings stay together, and what stands at
the foot stays there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from waypost.charts._layer_grid import Grid, Item
from waypost.charts._layer_order import crossings, ordered
from waypost.charts._layer_places import Spacing, placed

__all__ = ["LayerNode", "LayerPlace", "Layered", "Spacing", "crossings", "layered"]


@dataclass(frozen=True, slots=True)
class LayerNode:
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


@dataclass(frozen=True, slots=True)
class LayerPlace:
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

    places: dict[str, LayerPlace]
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
    grid = Grid.of([Item(n.rank, n.height, n.family, n.at_foot) for n in nodes])
    index = {node.name: place for place, node in enumerate(nodes)}
    passes = [grid.lead(index[first], index[last]) for first, last in edges]
    before, after = ordered(grid)
    middles = placed(grid, spacing or Spacing())
    tops = [middles[i] - node.height / 2 for i, node in enumerate(nodes)]
    ends = [top + node.height for top, node in zip(tops, nodes, strict=True)]
    highest = min([*tops, *middles], default=0.0)
    return Layered(
        places={
            node.name: LayerPlace(node.rank, order, tops[i] - highest)
            for i, (node, order) in enumerate(zip(nodes, _orders(grid), strict=False))
        },
        bends=tuple(tuple(middles[b] - highest for b in bends) for bends in passes),
        height=max([*ends, *middles], default=0.0) - highest,
        crossings=after,
        crossings_before=before,
    )


def _orders(grid: Grid) -> list[int]:
    """Return each node's place among the nodes of its column, bends not counted."""
    found = [0] * grid.size
    for column in grid.columns:
        real = [item for item in column if item < grid.nodes]
        for order, item in enumerate(real):
            found[item] = order
    return found[: grid.nodes]
