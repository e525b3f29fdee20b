"""The same map as an indented list: what a phone, a reader and no script get."""

from collections.abc import Iterator
from dataclasses import dataclass

from waypost.bets.queries import MapEdge, MapNode
from waypost.web.strategy_map import words
from waypost.web.strategy_map.addresses import page_of
from waypost.web.strategy_map.selection import Selection, pairs_of, ways

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A node where it serves one of its parents.

    `row` and `parent` tie the rows of the tree; a node that serves several stands
    under each, `also` says where else, and its own branch is shown the first time.
    """

    row: str
    parent: str
    depth: int
    node: MapNode
    url: str
    kind: str
    tag: words.Tag | None
    now: str
    aim: str
    stage: str
    worth: str
    through: str
    is_ghost: bool
    also: str
    is_open: bool
    folded: int
    is_first_lone: bool
    is_hit: bool


@dataclass(slots=True)
class _Walk:
    """What the walk down the tree has seen."""

    selection: Selection
    by_name: dict[str, MapNode]
    below: dict[str, list[MapEdge]]
    above: dict[str, list[str]]
    seen: set[str]


def outline(selection: Selection) -> list[OutlineRow]:
    """Return the rows: objective › key results › bets and aligned objectives.

    What serves nothing stands at the end: first objectives of their own, then
    projects without a bet.
    """
    below: dict[str, list[MapEdge]] = {}
    for edge in selection.edges:
        below.setdefault(edge.above, []).append(edge)
    above, _down = ways(pairs_of(selection.edges))
    by_name = {node.name: node for node in selection.nodes}
    walk = _Walk(selection, by_name, below, dict(above), set())
    tops = [node for node in selection.nodes if node.name not in above]
    tops.sort(key=lambda node: node.kind == "project")  # stable: the map's own order
    rows: list[OutlineRow] = []
    for node in tops:
        rows += _branch(walk, node, edge=None, parent="", depth=0)
    return rows


def _branch(
    walk: _Walk, node: MapNode, *, edge: MapEdge | None, parent: str, depth: int
) -> Iterator[OutlineRow]:
    is_new = node.name not in walk.seen
    below = walk.below.get(node.name, []) if is_new else []
    first_lone = edge is None and node.kind == "project" and "lone" not in walk.seen
    walk.seen |= {node.name, "lone"} if first_lone else {node.name}
    above = dict.fromkeys(walk.above.get(node.name, ()))
    others = [name for name in above if edge and name != edge.above]
    stepped = edge is not None and _is_stepped(walk.by_name[edge.above])
    folded = walk.selection.cut.folded.get(node.name, 0) if is_new else 0
    row = OutlineRow(
        row=_row_name(node, edge, parent),
        parent=parent,
        depth=min(depth, DEEPEST),
        node=node,
        url=page_of(node),
        kind=words.kind_word(node),
        tag=words.tag_of(node),
        now=words.amount(node.value, node),
        aim=words.amount(node.aim, node),
        stage=words.stage(node),
        worth=words.worth(edge, stepped=stepped) if edge and edge.bet else "",
        through=edge.through if edge else "",
        is_ghost=edge is not None and edge.kind == "ghost",
        also=words.also_under(others),
        is_open=bool(below),
        folded=folded,
        is_first_lone=first_lone,
        is_hit=node.name in walk.selection.cut.hits,
    )
    yield row
    for step in sorted(below, key=_turn):
        child = walk.by_name[step.below]
        yield from _branch(walk, child, edge=step, parent=row.row, depth=depth + 1)


def _row_name(node: MapNode, edge: MapEdge | None, parent: str) -> str:
    """Name a row by its way from the top, so that a browser finds it again.

    Two bets of a project on one key result are two rows.
    """
    own = f"{node.name}:{edge.bet}" if edge and edge.bet else node.name
    return f"{parent}/{own}"


def _is_stepped(node: MapNode) -> bool:
    return node.measure in words.STEPPED


def _turn(edge: MapEdge) -> int:
    """Key results come first, then bets, then what is aligned."""
    return {"part": 0, "bet": 1, "ghost": 1}.get(edge.kind, 2)
