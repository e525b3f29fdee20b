"""A document of pixels from an SVG, in a process of its own.

The renderer holds the interpreter while it works and has no limit of time: beside the
server it can neither stop it nor take its memory along. It loads nothing that an SVG
points to.
"""

import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

SECONDS = 60
SECONDS_TO_WAIT = 20
# Beyond these, viewers refuse a picture or it takes half a gigabyte to draw.
MOST_PIXELS = 32_000_000
LONGEST_SIDE = 20_000
SHARPEST, SMALLEST = 2.0, 0.4
_PROGRAM = """
import sys
import resvg_py
zoom, *fonts = sys.argv[1:]
svg = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(bytes(resvg_py.svg_to_bytes(
    svg_string=svg, zoom=float(zoom), font_files=fonts, font_family="Inter",
    sans_serif_family="Inter", text_rendering="optimize_speed",
)))
"""
log = logging.getLogger(__name__)
_turn = BoundedSemaphore(1)


class NotDrawn(Exception):
    """There is no picture; the message says why and what to do."""


class Busy(NotDrawn):
    """Others are being drawn."""


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels before any zoom."""

    width: float
    height: float

    @property
    def zoom(self) -> float | None:
        """How much larger it is drawn, as sharp as the limits allow; None: not."""
        by_area = (MOST_PIXELS / (self.width * self.height)) ** 0.5
        by_side = LONGEST_SIDE / max(self.width, self.height)
        zoom = min(SHARPEST, by_area, by_side)
        return zoom if zoom >= SMALLEST else None


def png_of(svg: str, *, zoom: float, fonts: Sequence[Path]) -> bytes:
    """Return an SVG as PNG, its words in the given fonts, whatever is installed.

    Raises
    ------
    NotDrawn
        If the renderer fails or takes longer than a minute.
    Busy
        If another one is still being drawn.
    """
    if not _turn.acquire(timeout=SECONDS_TO_WAIT):
        raise Busy("Another picture is being drawn.")
    try:
        return _draw(svg, zoom, fonts)
    finally:
        _turn.release()


def _draw(svg: str, zoom: float, fonts: Sequence[Path]) -> bytes:
    command = [sys.executable, "-c", _PROGRAM, f"{zoom:.4f}", *map(str, fonts)]
    try:
        done = subprocess.run(
            command,
            input=svg.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotDrawn("The picture took longer than a minute to draw.") from error
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        log.error("resvg ended with %s: %s", done.returncode, done.stderr[-500:])
        raise NotDrawn("The picture could not be drawn.")
    return done.stdout
