"""The map as a picture: places for its nodes, and the JSON that the island draws."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.bets.queries import MapEdge, MapNode
from waypost.charts.layered import LayerNode, LayerPlace, layered
from waypost.web.strategy_map import words
from waypost.web.strategy_map.addresses import page_at
from waypost.web.strategy_map.selection import Selection, pairs_of, ways

WIDTHS = {"objective": 208, "key_result": 244, "project": 208}
HEIGHTS = {"objective": 104, "key_result": 116, "project": 88}
BETWEEN, MARGIN = 60, 20
# Between the headings and what stands highest.
ABOVE = 16
# The level of an objective says how far to the right it stands at least.
LEVELS = {"company": 0, "team": 2, "person": 4, "project": 4}
THIN, THICK = 1.25, 6.0

Row = dict[str, Any]


def picture(selection: Selection) -> Row:
    """Return what the island draws: columns, nodes, edges, and the words it needs."""
    nodes, edges = selection.nodes, selection.edges
    column_of = columns_of(nodes, edges)
    family_of = {e.below: e.above for e in reversed(edges) if e.kind in _TREE}
    drawn = layered(
        [
            LayerNode(
                name=node.name,
                rank=column_of[node.name],
                height=HEIGHTS[node.kind],
                family=family_of.get(node.name, ""),
                at_foot=node.kind == "project" and node.is_orphan,
            )
            for node in nodes
        ],
        [(edge.above, edge.below) for edge in edges],
    )
    index = {node.name: place for place, node in enumerate(nodes)}
    return {
        "columns": _columns(nodes, column_of),
        "heights": HEIGHTS,
        "height": round(drawn.height) + ABOVE,
        "crossings": [drawn.crossings_before, drawn.crossings],
        "nodes": [_node(node, selection, drawn.places[node.name]) for node in nodes],
        "edges": [
            _edge(edge, index) | {"bends": [round(at) + ABOVE for at in bends]}
            for edge, bends in zip(edges, drawn.bends, strict=True)
        ],
        "pages": {kind: page_at(kind, "") for kind in HEIGHTS},
        "words": words.of_picture(),
    }


_TREE = {"part", "aligned"}
# What would end a script in a page, or begin another; the same in JSON.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&"})


def script_of(found: Row) -> SafeString:
    """Return a picture as the script of a page that holds it, without a blank too many.

    Django's own filter looks at each part for what JSON does not know: of thousands of
    nodes that takes long, and there is none.
    """
    said = json.dumps(found, separators=(",", ":")).translate(_ESCAPED)
    return SafeString(f'<script id="map-data" type="application/json">{said}</script>')


def columns_of(nodes: Sequence[MapNode], edges: Iterable[MapEdge]) -> dict[str, int]:
    """Return each node's column, counted from 0 without empty ones.

    Objectives stand right of what they serve and not left of their level's place, key
    results right of their objective, projects last.
    """
    tree, _down = ways(pairs_of(edge for edge in edges if edge.kind in _TREE))
    known: dict[str, int] = {}
    by_name = {node.name: node for node in nodes}
    for node in nodes:
        if node.kind != "project":
            _rank(node.name, by_name, tree, known)
    last = max(known.values(), default=-1) + 1
    ranks = {node.name: known.get(node.name, last) for node in nodes}
    used = {rank: column for column, rank in enumerate(sorted(set(ranks.values())))}
    return {name: used[rank] for name, rank in ranks.items()}


def _rank(
    name: str,
    by_name: Mapping[str, MapNode],
    above: Mapping[str, list[str]],
    known: dict[str, int],
) -> int:
    if name not in known:
        node = by_name[name]
        known[name] = least = LEVELS.get(node.level, 1)
        for parent in above.get(name, ()):
            # An objective that serves an objective leaves room for key results.
            step = 1 if "key_result" in {node.kind, by_name[parent].kind} else 2
            least = max(least, _rank(parent, by_name, above, known) + step)
        known[name] = least
    return known[name]


def _columns(nodes: Sequence[MapNode], column_of: Mapping[str, int]) -> list[Row]:
    groups: dict[int, list[MapNode]] = {}
    for node in nodes:
        groups.setdefault(column_of[node.name], []).append(node)
    found, x = [], MARGIN
    for column in sorted(groups):
        width = max(WIDTHS[node.kind] for node in groups[column])
        found.append({"x": x, "width": width, "label": _heading(groups[column])})
        x += width + BETWEEN
    return found


def _heading(nodes: Sequence[MapNode]) -> str:
    kinds = {node.kind for node in nodes}
    if kinds == {"project"}:
        return _("Projects")
    if kinds == {"key_result"}:
        return _("Key results")
    levels = {node.level for node in nodes if node.kind == "objective"}
    if len(levels) > 1:
        return _("Objectives")
    named = {
        "company": _("Company objectives"),
        "team": _("Team objectives"),
        "person": _("Individual objectives"),
    }
    return named.get(*levels) or _("Project objectives")


def _node(node: MapNode, selection: Selection, place: LayerPlace) -> Row:
    """Return a node's place and figures as they are; the island says them in words.

    What is empty or plain is left out: it is most of a large map.
    """
    name, cut = node.name, selection.cut
    row: Row = {
        "name": name,
        "kind": node.kind,
        "title": node.title,
        "col": place.rank,
        "top": round(place.top) + ABOVE,
        "health": node.health,
        "lone": node.is_orphan,
        "hit": name in cut.hits,
        "branch": name in cut.branches,
        "folded": cut.folded.get(name),
    }
    if node.kind == "objective":
        row["holder"] = "" if node.level == "company" else node.holder
        row["measured"] = _rounded(node.progress)
        row["pace"] = _rounded(node.expected)
    elif node.kind == "key_result":
        row["measured"] = _rounded(node.measured)
        row["bets"] = _rounded(node.staked)
        row["pace"] = _rounded(node.expected)
        row["now"] = _rounded(node.value)
        row["aim"] = _rounded(node.aim)
        row["unit"] = node.unit
        row["stepped"] = node.measure in words.STEPPED
        row["cover"] = words.cover_of(node)
    else:
        row["stage"] = words.stage_key(node)
    return {
        key: value
        for key, value in row.items()
        if value is not None and value is not False and value != ""
    }


def _edge(edge: MapEdge, index: Mapping[str, int]) -> Row:
    row: Row = {
        "kind": edge.kind,
        "above": index[edge.above],
        "below": index[edge.below],
    }
    if edge.kind in {"bet", "ghost"}:
        share = min(1.0, abs(edge.share or 0.0))
        row["width"] = round(THIN + (THICK - THIN) * share, 2)
        row["worth"] = _rounded(edge.worth)
        row["share"] = _rounded(edge.share)
    return row


def _rounded(value: float | None) -> float | None:
    """Round to more than a picture shows."""
    return None if value is None else round(value, 4)
