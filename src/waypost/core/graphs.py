"""Graphs that must stay free of cycles: teams, alignments, dependencies, formulas."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from django.db import connection

Node = TypeVar("Node", bound=Hashable)

_LOCK = """
INSERT INTO core_guard (name, turns) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET turns = core_guard.turns + 1
"""


def lock(name: str) -> None:
    """Hold the guard row of the graph `name` until the transaction ends.

    Two people who each add an edge take turns, so that each sees the other's edge
    before it looks for a circle.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [name])


def path_between(
    edges: Mapping[Node, Iterable[Node]], start: Node, goal: Node
) -> list[Node] | None:
    """Return the nodes of a path from `start` to `goal`, or nothing if there is none.

    Breadth first; a circle already in `edges` does not hang it.
    """
    came_from: dict[Node, Node | None] = {start: None}
    queue = [start]
    for node in queue:
        if node == goal:
            return _walk_back(came_from, node)
        for following in edges.get(node, ()):
            if following not in came_from:
                came_from[following] = node
                queue.append(following)
    return None


def _walk_back(came_from: Mapping[Node, Node | None], end: Node) -> list[Node]:
    path: list[Node] = [end]
    node = came_from[end]
    while node is not None:
        path.append(node)
        node = came_from[node]
    return path[::-1]
