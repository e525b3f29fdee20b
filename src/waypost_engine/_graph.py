"""Directed graphs as two columns: who comes first, and where circles are."""

import numpy as np
from numpy.typing import NDArray

from waypost_engine._ragged import spans

Nodes = NDArray[np.int32]


def levels(count: int, *, source: Nodes, target: Nodes) -> list[Nodes]:
    """Group nodes so that every edge leads from an earlier group to a later one.

    Nodes that lie on a circle, or behind one, are in no group. O(nodes + edges), with
    one pass of array operations per group.
    """
    order = np.argsort(source, kind="stable")
    heads = target[order]
    first = np.searchsorted(source[order], np.arange(count + 1))
    waiting = np.bincount(target, minlength=count)
    ready = np.flatnonzero(waiting == 0).astype(np.int32)
    groups = []
    while len(ready):
        groups.append(ready)
        reached = heads[spans(first[ready], first[ready + 1])]
        np.subtract.at(waiting, reached, 1)
        reached = np.unique(reached)
        ready = reached[waiting[reached] == 0]
    return groups


def circle(count: int, *, source: Nodes, target: Nodes) -> list[int]:
    """Return the nodes of one circle in the order of its edges. There must be one."""
    free = np.zeros(count, dtype=np.bool_)
    for group in levels(count, source=source, target=target):
        free[group] = True
    # Behind a circle lie nodes that are on none; backward, every walk ends in one.
    before = {
        int(t): int(s)
        for s, t in zip(source, target, strict=True)
        if not (free[s] or free[t])
    }
    seen: dict[int, int] = {}
    node = next(iter(before))
    while node not in seen:
        seen[node] = len(seen)
        node = before[node]
    return list(seen)[seen[node] :][::-1]
