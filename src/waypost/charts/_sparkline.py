"""A line as small as a word."""

from dataclasses import dataclass

from waypost.charts._scale import Scale, padded
from waypost.charts._svg import tag


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where a line is heading: a value at the end, with a range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Readings as (day number, value), with the target and the days shown."""

    points: tuple[tuple[float, float], ...]
    label: str
    target: float | None = None
    first: float | None = None
    last: float | None = None
    ahead: Ahead | None = None
    width: int = 88
    height: int = 28


def sparkline(line: Sparkline) -> str:
    """Draw readings, target and what lies ahead; without readings only a rule."""
    points = sorted(line.points)
    days = [x for x, _ in points] + [
        d for d in (line.first, line.last) if d is not None
    ]
    values = [y for _, y in points]
    values += [line.target] if line.target is not None else []
    if line.ahead:
        values += [line.ahead.low, line.ahead.high]
    if not days or not values:
        return _frame(
            line, tag("path", class_="aim", d=f"M0 {line.height / 2}H{line.width}")
        )
    x = Scale(min(days), max(days), 2.5, line.width - 2.5)
    y = Scale(*padded(values, 0.02), line.height - 3.0, 3.0)
    inside = ""
    if line.target is not None:
        inside += tag("path", class_="aim", d=f"M0 {y(line.target):.1f}H{line.width}")
    if points:
        inside += _line(line, points, x, y)
    return _frame(line, inside)


def _line(
    line: Sparkline, points: list[tuple[float, float]], x: Scale, y: Scale
) -> str:
    places = [(x(day), y(value)) for day, value in points]
    left, top = places[-1]
    end = line.width - 2.5
    drawn = ""
    if line.ahead and left < end - 3:
        low, high = y(line.ahead.low), y(line.ahead.high)
        fan = f"{left:.1f} {top:.1f} {end:.1f} {low:.1f} {end:.1f} {high:.1f}"
        drawn += tag("polygon", class_="fan", points=fan)
        path = f"M{left:.1f} {top:.1f}L{end:.1f} {y(line.ahead.value):.1f}"
        drawn += tag("path", class_="ahead", d=path)
    if len(places) > 1:
        drawn += tag("path", d="M" + " ".join(f"{a:.1f} {b:.1f}" for a, b in places))
    return drawn + tag("circle", cx=round(left, 1), cy=round(top, 1), r=2.5)


def _frame(line: Sparkline, inside: str) -> str:
    return tag(
        "svg",
        inside,
        class_="spark",
        width=line.width,
        height=line.height,
        viewBox=f"0 0 {line.width} {line.height}",
        role="img",
        aria_label=line.label,
    )
