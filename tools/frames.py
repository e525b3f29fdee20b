"""How long the frames of a map take while somebody drags it, in a real browser."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_WATCH = """() => {
  const seen = window.seenFrames = [];
  const next = (at) => {
    seen.push(at);
    window.watching = requestAnimationFrame(next);
  };
  window.watching = requestAnimationFrame(next);
}"""
_STOP = """() => {
  cancelAnimationFrame(window.watching);
  return window.seenFrames;
}"""
STEPS = 120


@dataclass(frozen=True, slots=True)
class Frames:
    """Milliseconds between frames: the one in the middle, and what 95 % stay under."""

    median: float
    p95: float
    count: int


def drag(page: Any) -> Frames:
    """Drag the ground of the map that a page shows, there and back; time the frames."""
    box = page.locator(".map-frame").bounding_box()
    x, y = _ground(page, box)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_WATCH)
    page.mouse.move(x - 500, y - 900, steps=STEPS // 2)
    page.mouse.move(x, y, steps=STEPS // 2)
    times = page.evaluate(_STOP)
    page.mouse.up()
    between = sorted(b - a for a, b in pairwise(times))
    count = len(between)
    return Frames(between[count // 2], between[int(count * 0.95)], count)


def _ground(page: Any, box: Any) -> tuple[float, float]:
    """Return a place of the frame where no node is."""
    found = page.evaluate(
        """({x, y, width, height}) => {
          for (let down = y + height - 30; down > y + 60; down -= 9)
            for (let right = x + 10; right < x + width - 30; right += 9)
              if (document.elementFromPoint(right, down)?.closest(".map-frame")
                  && !document.elementFromPoint(right, down).closest("[data-name]"))
                return [right, down];
        }""",
        box,
    )
    return found[0], found[1]
