"""A map as one SVG that stands alone: in a browser, an editor, on a poster.

Styles are attributes, fonts are named and not loaded, colors are those of the light
theme. Words come in as they are and go out escaped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from waypost.charts._svg import tag

INK, FAINT, LINE, STRONG = "#1d2126", "#535a64", "#e4e0d8", "#cfc9bd"
PAPER, SURFACE, SUNKEN = "#faf9f6", "#ffffff", "#f2f0eb"
BRAND, BET, GAP = "#12564b", "#7a4fb5", "#b3321b"
HEALTH = {
    "on_track": ("#0d7264", "●"),
    "at_risk": ("#8f5a00", "▲"),
    "off_track": ("#b3321b", "◆"),
    "no_data": ("#626973", "○"),
}
FONT = "Inter, 'Inter Variable', system-ui, sans-serif"
HEAD, FOOT, EDGE = 92, 64, 24
PAD, SIZE, SMALL = 12, 13, 11.5
# How much of the size of its letters a word takes for each of them, about.
LETTER, WIDE_LETTER = 0.56, 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A share that is measured, one that is bet, and where one should be by now."""

    measured: float = 0.0
    bets: float = 0.0
    pace: float | None = None
    shows_gap: bool = False


@dataclass(frozen=True, slots=True)
class SheetNode:
    """A box with its few words; `hidden` is how many are folded behind it."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    over: str
    title: str
    left: str = ""
    right: str = ""
    is_bet: bool = False
    is_lone: bool = False
    health: str = ""
    bar: Bar | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class SheetEdge:
    """A line through points; before one that `is_level` it runs straight."""

    kind: str
    points: Sequence[tuple[float, float, bool]]
    width: float = 1.5
    said: str = ""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What stands around the map. `legend` names measured, bet, gap and pace."""

    title: str
    answer: str
    foot: str
    columns: Sequence[tuple[float, str]]
    legend: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole map: `width` and `height` are of what is drawn, without its margins."""

    width: float
    height: float
    words: SheetWords
    nodes: Sequence[SheetNode]
    edges: Sequence[SheetEdge]

    @property
    def size(self) -> tuple[float, float]:
        """How many pixels the picture takes."""
        return max(self.width, 560) + 2 * EDGE, self.height + HEAD + FOOT


def sheet(found: Sheet) -> str:
    """Return the map as a document."""
    width, height = found.size
    words = found.words
    return tag(
        "svg",
        f"<title>{_said(words.title)}</title><desc>{_said(words.answer)}</desc>"
        + _PATTERNS
        + tag("rect", width=width, height=height, fill=PAPER)
        + _head(words, width)
        + tag(
            "g",
            "".join(map(_edge, found.edges)) + "".join(map(_node, found.nodes)),
            transform=f"translate({EDGE} {HEAD})",
        )
        + _foot(words, found.size),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:g} {height:g}",
        font_family=FONT,
        font_size=SIZE,
        fill=INK,
        role="img",
    )


_PATTERNS = (
    '<defs><pattern id="bet" width="6" height="6" patternUnits="userSpaceOnUse"'
    f' patternTransform="rotate(45)"><rect width="6" height="6" fill="{BET}"'
    f' fill-opacity="0.25"/><rect width="3" height="6" fill="{BET}"/></pattern>'
    '<pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse"'
    f' patternTransform="rotate(45)"><rect width="1.5" height="6" fill="{GAP}"/>'
    "</pattern></defs>"
)


def _head(words: SheetWords, width: float) -> str:
    room = width - 2 * EDGE
    lines = [
        _text(_fit(words.title, room, 18), EDGE, 32, size=18, weight=600),
        _text(_fit(words.answer, room, SIZE), EDGE, 54, color=FAINT),
    ]
    lines += [
        _text(label, EDGE + x, HEAD - 10, size=SMALL, weight=600, color=FAINT)
        for x, label in words.columns
    ]
    return "".join(lines)


def _foot(words: SheetWords, size: tuple[float, float]) -> str:
    width, height = size
    y, x = height - FOOT + 34, float(EDGE)
    parts = []
    fills = (BRAND, "url(#bet)", "url(#gap)", INK)
    for place, (label, fill) in enumerate(zip(words.legend, fills, strict=True)):
        is_mark = place == 3
        edge = GAP if place == 2 else None
        parts.append(
            tag(
                "rect",
                x=x,
                y=y - (11 if is_mark else 8),
                width=2 if is_mark else 22,
                height=13 if is_mark else 8,
                fill=fill,
                stroke=edge,
            )
        )
        x += 9 if is_mark else 29
        parts.append(_text(label, x, y, size=SMALL, color=FAINT))
        x += _width(label, SMALL) + 20
    foot = _fit(words.foot, width - 2 * EDGE, SMALL)
    parts.append(_text(foot, EDGE, y + 20, size=SMALL, color=FAINT))
    return "".join(parts)


def _edge(edge: SheetEdge) -> str:
    (x, y, _), *rest = edge.points
    path = f"M{x:g} {y:g}"
    for to_x, to_y, is_level in rest:
        half = (x + to_x) / 2
        bend = f"C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}"
        path += f"H{to_x:g}" if is_level else bend
        x, y = to_x, to_y
    is_bet = edge.kind in {"bet", "ghost"}
    return tag(
        "path",
        f"<title>{_said(edge.said)}</title>" if edge.said else "",
        d=path,
        fill="none",
        stroke=BET if is_bet else STRONG,
        stroke_width=edge.width,
        stroke_opacity=0.75 if is_bet else None,
        stroke_dasharray="4 4" if edge.kind == "ghost" else None,
    )


def _node(node: SheetNode) -> str:
    room = node.width - 2 * PAD
    is_lone_work = node.is_lone and node.kind == "project"
    parts = [
        tag(
            "rect",
            width=node.width,
            height=node.height,
            rx=8,
            fill=SUNKEN if node.kind == "project" else SURFACE,
            stroke=GAP if is_lone_work else STRONG,
            stroke_dasharray="4 3" if is_lone_work else None,
        )
    ]
    if node.kind == "objective":
        parts.append(tag("rect", width=3, height=node.height, rx=1.5, fill=BRAND))
    parts.append(
        _text(_fit(node.over, room - 18, SMALL), PAD, 21, size=SMALL, color=FAINT)
    )
    if node.health:
        color, shape = HEALTH[node.health]
        end = node.width - PAD
        parts.append(_text(shape, end, 21, size=SMALL, color=color, anchor="end"))
    for line, words in enumerate(_lines(node.title, room)):
        parts.append(_text(words, PAD, 40 + 17 * line, weight=600))
    parts += _below(node, room)
    if node.hidden:
        parts.append(_text(f"+{node.hidden}", node.width + 6, node.height / 2 + 4))
    return tag("g", "".join(parts), transform=f"translate({node.x:g} {node.y:g})")


def _below(node: SheetNode, room: float) -> Iterable[str]:
    """Draw a box's last line and the bar above it."""
    y = node.height - 11
    if node.bar:
        yield tag(
            "g", _bar(node.bar, room), transform=f"translate({PAD} {y - SIZE - 12:g})"
        )
    color = BET if node.is_bet else GAP
    end = node.width - PAD
    right = _fit(node.right, 0.6 * room, SMALL)
    if right:
        yield _text(right, end, y, size=SMALL, color=color, anchor="end")
    left = room - _width(right, SMALL) - 8
    yield _text(_fit(node.left, left, SMALL), PAD, y, size=SMALL, color=FAINT)


def _bar(bar: Bar, width: float) -> str:
    measured = _clamp(bar.measured)
    reached = max(measured, _clamp(bar.measured + max(0.0, bar.bets)))
    parts = [tag("rect", width=width, height=7, fill=SUNKEN, stroke=LINE)]
    spans = [(0.0, measured, BRAND), (measured, reached, "url(#bet)")]
    if bar.shows_gap:
        spans.append((reached, 1.0, "url(#gap)"))
    parts += [
        tag("rect", x=a * width, width=(b - a) * width, height=7, fill=fill)
        for a, b, fill in spans
        if b > a
    ]
    if bar.pace is not None:
        x = _clamp(bar.pace) * width
        parts.append(tag("rect", x=x - 1, y=-2, width=2, height=11, fill=INK))
    return "".join(parts)


def _clamp(part: float) -> float:
    return min(1.0, max(0.0, part))


def _text(
    words: str, x: float, y: float, /, *, size: float = SIZE, **look: object
) -> str:
    """Write a line; `look` may name its `color`, its `weight` and its `anchor`."""
    return tag(
        "text",
        _said(words),
        x=x,
        y=y,
        font_size=None if size == SIZE else size,
        fill=look.get("color"),
        font_weight=look.get("weight"),
        text_anchor=look.get("anchor"),
    )


def _said(words: str) -> str:
    """Escape words, and leave out what no XML document may hold."""
    return escape("".join(c for c in words if c >= " " and c not in "\ufffe\uffff"))


def _lines(words: str, room: float) -> list[str]:
    """Break a title into two lines at most; the rest of it is cut."""
    first, rest = "", words.split()
    while rest and _width(f"{first} {rest[0]}", SIZE) <= room:
        first = f"{first} {rest.pop(0)}".strip()
    if not rest:
        return [first]
    if not first:  # one word that is longer than the line
        return [_fit(words, room, SIZE)]
    return [first, _fit(" ".join(rest), room, SIZE)]


def _fit(words: str, room: float, size: float) -> str:
    if _width(words, size) <= room:
        return words
    kept = words
    while kept and _width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _width(words: str, size: float) -> float:
    # From here on letters are as wide as they are high: Chinese, Japanese, Korean.
    wide = sum(letter >= "\u1100" for letter in words)
    return size * (LETTER * (len(words) - wide) + WIDE_LETTER * wide)
