"""The map as a document to take along: the same selection as SVG and as PNG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waypost.bets.queries import MapEdge, MapNode
from waypost.charts.raster import NotDrawn, Size, png_of
from waypost.charts.sheet import (
    Bar,
    Sheet,
    SheetEdge,
    SheetNode,
    SheetWords,
    sheet,
)
from waypost.people.installation import organisation
from waypost.web.strategy_map import words
from waypost.web.strategy_map.picture import HEIGHTS, Row, picture
from waypost.web.strategy_map.selection import Selection
from waypost.web.templatetags import formats
from waypost.web.templatetags.components import health_word

FONTS = Path(__file__).parents[1] / "fonts"
MOST_NODES = 2000

Columns = Sequence[Row]


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of itself."""

    cycle: str
    day: date
    is_past: bool
    answer: str


def too_many(selection: Selection) -> str:
    """Say that a selection is too large for one document; nothing if it is not."""
    count = len(selection.nodes)
    if count <= MOST_NODES:
        return ""
    said = _("%(count)s are shown, a picture holds %(most)s: filter or fold first.")
    return said % {"count": formats.number(count), "most": formats.number(MOST_NODES)}


def svg_of(selection: Selection, about: About) -> Sheet:
    """Return the selection as it is drawn: its boxes, lines and words."""
    drawn = picture(selection)
    columns: Columns = drawn["columns"]
    last = columns[-1] if columns else {"x": 0, "width": 0}
    pairs = list(zip(selection.nodes, drawn["nodes"], strict=True))
    boxes = [_box(node, row, columns) for node, row in pairs]
    by_name = {n.name: (b, n, r) for b, (n, r) in zip(boxes, pairs, strict=True)}
    lines = zip(selection.edges, drawn["edges"], strict=True)
    return Sheet(
        width=last["x"] + last["width"],
        height=drawn["height"],
        words=_words(about, columns),
        nodes=boxes,
        edges=[_line(edge, row, by_name, columns) for edge, row in lines],
    )


def written(found: Sheet) -> bytes:
    """Return it as an SVG document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{sheet(found)}\n'.encode()


def drawn_as_png(found: Sheet) -> bytes:
    """Return it as pixels.

    Raises
    ------
    NotDrawn
        If it is too large for one, or the renderer fails.
    """
    zoom = Size(*found.size).zoom
    if zoom is None:
        raise NotDrawn(
            _("This map is too large for a PNG: filter or fold first, or take the SVG.")
        )
    return png_of(sheet(found), zoom=zoom, fonts=sorted(FONTS.glob("*.ttf")))


def _words(about: About, columns: Columns) -> SheetWords:
    found = organisation()
    name = found.name if found else ""
    day = date_format(about.day, "j M Y")  # with its year: a document is kept
    said = _("As of %(day)s") if about.is_past else _("On %(day)s")
    title = _("Strategy map, %(cycle)s") % {"cycle": about.cycle}
    return SheetWords(
        title=f"{name} · {title}" if name else title,
        answer=about.answer,
        foot=" · ".join(filter(None, [name, said % {"day": day}, "Waypost"])),
        columns=[(column["x"], column["label"]) for column in columns],
        legend=(_("measured"), _("bet"), _("gap"), _("pace")),
    )


def _box(node: MapNode, row: Row, columns: Columns) -> SheetNode:
    column = columns[row["col"]]
    left, right, is_bet = _foot(node)
    return SheetNode(
        kind=node.kind,
        x=column["x"],
        y=row["top"],
        width=column["width"],
        height=HEIGHTS[node.kind],
        over=_over(node),
        title=node.title,
        left=left,
        right=right,
        is_bet=is_bet,
        is_lone=node.is_orphan,
        health=node.health,
        bar=_bar(node),
        hidden=row.get("folded", 0),
    )


def _over(node: MapNode) -> str:
    if node.kind != "objective":
        return node.name
    is_company = node.level == "company"
    return words.kind_word(node) if is_company else f"{node.name} · {node.holder}"


def _foot(node: MapNode) -> tuple[str, str, bool]:
    """Return a box's last line: left, right, and whether the right is a bet's word."""
    tag = words.tag_of(node)
    right, is_bet = (tag.words, tag.kind == "bet") if tag else ("", False)
    if node.kind == "key_result":
        now, aim = words.amount(node.value, node), words.amount(node.aim, node)
        return f"{now} → {aim} {node.unit}".strip(), right, is_bet
    if node.kind == "project":
        return words.stage(node), right, is_bet
    share = "" if node.progress is None else formats.percent(node.progress)
    return " · ".join(filter(None, [health_word(node.health), share])), right, is_bet


def _bar(node: MapNode) -> Bar | None:
    if node.kind == "key_result":
        return Bar(node.measured or 0.0, node.staked, node.expected, shows_gap=True)
    if node.kind == "objective" and node.progress is not None:
        return Bar(node.progress, 0.0, node.expected)
    return None


def _line(
    edge: MapEdge,
    row: Row,
    by_name: dict[str, tuple[SheetNode, MapNode, Row]],
    columns: Columns,
) -> SheetEdge:
    above, below = by_name[edge.above], by_name[edge.below]
    (start, node, place), (end, _below, _place) = above, below
    points = [(start.x + start.width, start.y + start.height / 2, False)]
    for step, at in enumerate(row["bends"], place["col"] + 1):
        column = columns[step]
        points.append((column["x"], at, False))
        points.append((column["x"] + column["width"], at, True))
    points.append((end.x, end.y + end.height / 2, False))
    is_stepped = node.measure in words.STEPPED
    worth = words.worth(edge, stepped=is_stepped) if edge.bet else ""
    return SheetEdge(
        kind=edge.kind,
        points=points,
        width=row.get("width", 1.5),
        said=f"{edge.above} ← {edge.below}: {worth}" if worth else "",
    )
