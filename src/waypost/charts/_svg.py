"""Writing SVG safely, and the words that pictures need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape

# A character of the 12 px labels is about this wide.
CHARACTER = 6.4


@dataclass(frozen=True, slots=True)
class Words:
    """The few words in pictures, and how numbers and days are written."""

    value: Callable[[float], str] = "{:g}".format
    signed: Callable[[float], str] = "{:+g}".format
    size: Callable[[float], str] = "{:.3g}".format
    day: Callable[[date], str] = date.isoformat
    today: str = "today"
    target: str = "target"
    expected: str = "expected"
    start: str = "Start"
    measured: str = "Measured"
    gap: str = "Gap"
    beyond: str = "beyond"
    goal: str = "Target"
    middle: str = "median"
    more: Callable[[int], str] = "{} more".format


def tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """Return one element; `inside` is markup, attributes are escaped.

    An attribute that is None is left out; ``class_`` and ``text_anchor`` become
    ``class`` and ``text-anchor``.
    """
    written = "".join(
        f' {_attribute(key)}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str, /, **attributes: object) -> str:
    """Return a line of text, escaped."""
    return tag("text", escape(words), **attributes)


def title(words: str) -> str:
    """Return what a pointer shows when it rests on a shape."""
    return tag("title", escape(words))


def share(part: float) -> str:
    """Return a fraction of the width as percent."""
    return f"{_plain(100 * part)}%"


def shorten(words: str, width: float) -> str:
    """Cut a label to what fits into `width` pixels."""
    fits = max(3, int(width / CHARACTER))
    return words if len(words) <= fits else f"{words[: fits - 1].rstrip()}…"


def stretched(inside: str, *, height: float) -> str:
    """Wrap paths drawn for a width of 1000 so that they fill the place."""
    return tag(
        "svg",
        inside,
        viewBox=f"0 0 1000 {_plain(height)}",
        preserveAspectRatio="none",
        width="100%",
        height=height,
        overflow="visible",
        class_="stretched",
    )


def both_widths(
    label: str, *, wide: str, narrow: str, heights: tuple[int, int], kind: str
) -> str:
    """Return a picture drawn twice; the stylesheet shows the one that fits.

    Around the kind ``plot`` the stylesheet leaves room for the axes' words.
    """
    pictures = "".join(
        tag(
            "svg",
            inside,
            class_=f"{name} {kind}",
            role="img",
            aria_label=label,
            width="100%",
            height=height,
        )
        for name, inside, height in [
            ("wide-chart", wide, heights[0]),
            ("narrow-chart", narrow, heights[1]),
        ]
    )
    return tag("div", pictures, class_="chart")


@cache
def _attribute(key: str) -> str:
    if key in {"viewBox", "preserveAspectRatio"}:
        return key
    return key.rstrip("_").replace("_", "-")


def _plain(value: object) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else str(value)
