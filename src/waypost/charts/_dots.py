"""Shares as dots on a line from 0 to 100 %: where people agree, and where not."""

from collections import Counter
from dataclasses import dataclass

from waypost.charts._svg import Words, share, tag, text

BINS = 25
STEP = 9  # from one dot to the next above it
RADIUS = 4
HIGHEST = 8
MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class DotStrip:
    """Shares between 0 and 1, nobody's by name; `own` and `middle` are marked."""

    values: tuple[float, ...]
    label: str
    own: float | None = None
    middle: float | None = None


def dot_strip(data: DotStrip, words: Words) -> str:
    """Draw a dot for each share, those alike upon one another."""
    stacks = Counter(_bin(value) for value in data.values)
    rows = min(HIGHEST, max(stacks.values(), default=1))
    floor = STEP * rows + 18
    drawn = tag("line", class_="grid", x1=0, x2="100%", y1=floor, y2=floor)
    for at, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        drawn += text(
            words.value(at), x=share(_place(at)), y=floor + 16, text_anchor=anchor
        )
    if data.middle is not None:
        drawn += _middle(data.middle, floor, words)
    drawn += _dots(data, stacks, floor)
    picture = tag(
        "svg",
        drawn,
        class_="dots",
        role="img",
        aria_label=data.label,
        width="100%",
        height=floor + 22,
    )
    return tag("div", picture, class_="chart")


def _dots(data: DotStrip, stacks: Counter[int], floor: float) -> str:
    """Draw the stacks from below; the lowest of one's own stack is one's own."""
    own = None if data.own is None else _bin(data.own)
    drawn = ""
    for place, count in sorted(stacks.items()):
        for row in range(min(count, HIGHEST)):
            drawn += tag(
                "circle",
                class_="own" if place == own and row == 0 else "other",
                cx=share(_place(place / BINS)),
                cy=floor - RADIUS - 2 - STEP * row,
                r=RADIUS,
            )
    return drawn


def _middle(middle: float, floor: float, words: Words) -> str:
    at = _place(middle)
    anchor = "start" if at < 0.2 else "end" if at > 0.8 else "middle"
    mark = tag("line", class_="today", x1=share(at), x2=share(at), y1=14, y2=floor)
    said = f"{words.middle} {words.value(middle)}"
    return mark + text(said, x=share(at), y=10, text_anchor=anchor)


def _bin(value: float) -> int:
    return round(min(1.0, max(0.0, value)) * BINS)


def _place(value: float) -> float:
    return MARGIN + (1 - 2 * MARGIN) * value
