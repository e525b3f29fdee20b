"""Bars that stand in a row of a table: coverage, and plain progress."""

from dataclasses import dataclass
from functools import lru_cache

from waypost.charts._svg import share, tag


@dataclass(frozen=True, slots=True)
class CoverageBar:
    """Measured, bets and gap on one track from baseline to target, as shares of it.

    `measured` below 0 is a loss, None is unknown; more than 1 in all fills the track.
    """

    measured: float | None
    bets: float
    pace: float | None
    label: str
    height: int = 8


# A list draws the same bars each time it is asked for.
@lru_cache(maxsize=4096)
def coverage_bar(bar: CoverageBar) -> str:
    """Draw a coverage bar as wide as its place."""
    measured = _clamp(bar.measured or 0)
    reached = _clamp((bar.measured or 0) + max(0.0, bar.bets))
    lost = _clamp(-(bar.measured or 0))
    parts = [_part("rest", 0, 1, bar.height)]
    if measured:
        parts.append(
            _part("measured", 0, min(measured, reached or measured), bar.height)
        )
    if reached > measured:
        parts.append(_part("bets", measured, reached, bar.height))
    if max(reached, measured) < 1:
        parts.append(_part("gap", max(reached, measured), 1, bar.height))
    if lost:
        parts.append(_part("lost", 0, max(0.015, lost / 8), bar.height))
    track = tag("g", "".join(parts), class_="track")
    return tag(
        "svg",
        track + _pace(bar.pace, bar.height),
        class_="coverage",
        width="100%",
        height=bar.height,
        role="img",
        aria_label=bar.label,
    )


@dataclass(frozen=True, slots=True)
class Meter:
    """A share of a whole, with a mark where pace would be."""

    value: float | None
    pace: float | None = None
    label: str = ""
    width: int | None = None
    height: int = 6


@lru_cache(maxsize=4096)
def meter(bar: Meter) -> str:
    """Draw a thin bar; without a label it is decoration beside a number."""
    value = _clamp(bar.value or 0)
    filled = tag("rect", width=share(value), height=bar.height, rx=bar.height / 2)
    rest = tag(
        "rect", width="100%", height=bar.height, rx=bar.height / 2, class_="rest"
    )
    return tag(
        "svg",
        rest + (filled if value else "") + _pace(bar.pace, bar.height),
        width=bar.width or "100%",
        height=bar.height,
        role="img" if bar.label else None,
        aria_label=bar.label or None,
        aria_hidden=None if bar.label else "true",
    )


def _part(name: str, start: float, end: float, height: int) -> str:
    return tag(
        "rect", class_=name, x=share(start), width=share(end - start), height=height
    )


def _pace(pace: float | None, height: int) -> str:
    if pace is None:
        return ""
    at = share(min(0.995, max(0.005, pace)))
    return tag("line", class_="pace", x1=at, x2=at, y1=-2, y2=height + 2)


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))
