"""How high each item of a column stands: near what it is tied to, without overlap."""

from dataclasses import dataclass

from waypost.charts._layer_grid import Grid

ROUNDS = 2


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
    offsets = [_offsets(grid, column, spacing) for column in grid.columns]
    middles = [0.0] * grid.size
    for column, offset in zip(grid.columns, offsets, strict=True):
        for item, at in zip(column, offset, strict=True):
            middles[item] = at
    to_left, to_right = _ties(grid)
    count = len(grid.columns)
    for _ in range(ROUNDS):
        for rank in range(1, count):
            _draw(middles, grid.columns[rank], offsets[rank], to_left)
        for rank in range(count - 2, -1, -1):
            _draw(middles, grid.columns[rank], offsets[rank], to_right)
    return middles


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


def _ties(grid: Grid) -> tuple[list[list[int]], list[list[int]]]:
    to_left: list[list[int]] = [[] for _ in range(grid.size)]
    to_right: list[list[int]] = [[] for _ in range(grid.size)]
    for segments in grid.segments:
        for left, right in segments:
            to_left[right].append(left)
            to_right[left].append(right)
    return to_left, to_right


def _draw(
    middles: list[float], column: list[int], offsets: list[float], ties: list[list[int]]
) -> None:
    free = []
    for item, at in zip(column, offsets, strict=True):
        tied = ties[item]
        if len(tied) == 1:
            wish = middles[tied[0]]
        elif tied:
            wish = sum([middles[other] for other in tied]) / len(tied)
        else:
            wish = middles[item]
        free.append(wish - at)
    for item, at, shift in zip(column, offsets, _rising(free), strict=True):
        middles[item] = at + shift


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
