"""A metric over time against its expected path and its target."""

from dataclasses import dataclass
from datetime import date

from waypost.charts._scale import Scale, date_ticks, nice_ticks, padded
from waypost.charts._svg import (
    CHARACTER,
    Words,
    both_widths,
    share,
    shorten,
    stretched,
    tag,
    text,
    title,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Landing:
    """The day from which a bet is expected to show."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Fan:
    """What is likely on a day: the median and the 50 % and 80 % bands."""

    day: date
    low80: float
    low50: float
    median: float
    high50: float
    high80: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What a value should come to between two days; `high` makes it a range."""

    first: date
    last: date
    value: float
    label: str
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """What a trend chart shows. `target_high` makes the target a range.

    `goals` are targets of a part of the time each, where one does not hold throughout.
    """

    first: date
    last: date
    today: date
    readings: tuple[Point, ...]
    label: str = ""
    expected: tuple[Point, ...] = ()
    target: float | None = None
    target_high: float | None = None
    landings: tuple[Landing, ...] = ()
    fan: tuple[Fan, ...] = ()
    goals: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things stand for one width: x as a share of it, y in pixels."""

    width: int
    height: int
    x: Scale
    y: Scale
    words: Words

    def at(self, day: date) -> float:
        return self.x(day.toordinal())

    def path(self, points: list[tuple[date, float]]) -> str:
        return "M" + "L".join(
            f"{1000 * self.at(day):.1f} {self.y(value):.1f}" for day, value in points
        )


# Width and height of what lies inside the axes; words of the axes stand around it.
WIDE, NARROW = (580, 254), (250, 204)


def trend_chart(data: Trend, words: Words) -> str:
    """Draw the chart for a wide and a narrow place."""
    return both_widths(
        data.label,
        wide=_draw(data, words, WIDE),
        narrow=_draw(data, words, NARROW),
        heights=(WIDE[1], NARROW[1]),
        kind="plot",
    )


def _draw(data: Trend, words: Words, size: tuple[int, int]) -> str:
    width, height = size
    rows = _landing_rows(data.landings, data, width)
    room = 16 * max(rows.values(), default=-1) + (30 if rows else 0)
    place = _Place(
        width=width,
        height=height,
        x=Scale(data.first.toordinal(), data.last.toordinal(), 0, 1),
        y=Scale(*padded(_values(data)), height - room, 0),
        words=words,
    )
    return (
        _axes(data, place)
        + _target(data, place)
        + _goals(data, place)
        + stretched(_lines(data, place), height=height)
        + _labels(data, place)
        + _landings(data, place, rows)
    )


def _values(data: Trend) -> list[float]:
    values = [p.value for p in (*data.readings, *data.expected)]
    values += [v for v in (data.target, data.target_high) if v is not None]
    values += [v for g in data.goals for v in (g.value, g.high) if v is not None]
    values += [v for f in data.fan for v in (f.low80, f.high80)]
    return values or [0.0, 1.0]


def _axes(data: Trend, place: _Place) -> str:
    is_wide = place.width > 400
    drawn = ""
    for value in nice_ticks(place.y.low, place.y.high, most=5 if is_wide else 4):
        y = place.y(value)
        drawn += tag("line", class_="grid", x1=0, x2="100%", y1=y, y2=y)
        drawn += text(place.words.value(value), x=-8, y=y + 4, text_anchor="end")
    room = (0.125, 0.2) if is_wide else (0.26, 0.38)
    for day in date_ticks(data.first, data.last, most=6 if is_wide else 4, room=room):
        at = place.at(day)
        anchor = "start" if at < 0.03 else "end" if at > 0.97 else "middle"
        drawn += text(
            place.words.day(day), x=share(at), y=place.height + 20, text_anchor=anchor
        )
    if data.first <= data.today <= data.last:
        at = place.at(data.today)
        x = share(at)
        drawn += tag("line", class_="today", x1=x, x2=x, y1=-8, y2=place.height)
        left = at > 0.85
        drawn += text(
            place.words.today, x=x, dx=-5 if left else 5, y=-8,
            text_anchor="end" if left else "start",
        )  # fmt: skip
    return drawn


def _target(data: Trend, place: _Place) -> str:
    if data.target is None:
        return ""
    low = place.y(data.target)
    drawn = tag("line", class_="target", x1=0, x2="100%", y1=low, y2=low)
    words = f"{place.words.target} {place.words.value(data.target)}"
    if data.target_high is not None:
        high = place.y(data.target_high)
        band = tag(
            "rect", class_="target-band", width="100%", y=high, height=low - high
        )
        edge = tag("line", class_="target", x1=0, x2="100%", y1=high, y2=high)
        drawn = band + drawn + edge
        words = f"{words} – {place.words.value(data.target_high)}"
    y = low - 6 if low > 18 else low + 15
    return drawn + text(words, class_="t-goal", x=4, y=y)


def _goals(data: Trend, place: _Place) -> str:
    """Draw each goal over its own time, named at its end."""
    drawn = ""
    for goal in data.goals:
        first, last = max(goal.first, data.first), min(goal.last, data.last)
        if first >= last:
            continue
        left, right = place.at(first), place.at(last)
        y = place.y(goal.value)
        if goal.high is not None:
            top = place.y(goal.high)
            drawn += tag(
                "rect", class_="target-band", x=share(left), y=top,
                width=share(right - left), height=y - top,
            )  # fmt: skip
        drawn += tag(
            "line", class_="target", x1=share(left), x2=share(right), y1=y, y2=y
        )
        says = f"{goal.label} {place.words.value(goal.value)}"
        near_start = right * place.width < len(says) * CHARACTER
        drawn += text(
            says, class_="t-goal", x=share(left if near_start else right),
            y=y - 6 if y > 18 else y + 15,
            text_anchor="start" if near_start else "end",
        )  # fmt: skip
    return drawn


def _lines(data: Trend, place: _Place) -> str:
    drawn = ""
    if data.fan:
        for low, high in (("low80", "high80"), ("low50", "high50")):
            upper = [(f.day, getattr(f, high)) for f in data.fan]
            lower = [(f.day, getattr(f, low)) for f in reversed(data.fan)]
            drawn += tag("path", class_="band", d=place.path(upper + lower) + "Z")
        drawn += tag(
            "path", class_="median", d=place.path([(f.day, f.median) for f in data.fan])
        )
    if len(data.expected) > 1:
        points = [(p.day, p.value) for p in data.expected]
        drawn += tag("path", class_="expected", d=place.path(points))
    if len(data.readings) > 1:
        points = [(p.day, p.value) for p in data.readings]
        drawn += tag("path", class_="line", d=place.path(points))
    return drawn


def _labels(data: Trend, place: _Place) -> str:
    drawn = _expected_label(data, place)
    for point in data.readings:
        says = f"{place.words.value(point.value)}, {place.words.day(point.day)}"
        drawn += tag(
            "circle",
            title(says),
            class_="dot",
            cx=share(place.at(point.day)),
            cy=place.y(point.value),
            r=3.5 if len(data.readings) < 40 else 2,
        )
    if data.readings:
        drawn += _last_label(data, place)
    if data.fan:
        end = data.fan[-1]
        drawn += text(
            place.words.value(end.median), class_="t-forecast",
            x=share(place.at(end.day)), y=place.y(end.median) - 8, text_anchor="end",
        )  # fmt: skip
    return drawn


def _last_label(data: Trend, place: _Place) -> str:
    """Name the last reading on the side that the line leaves free."""
    last = data.readings[-1]
    before = data.readings[-2] if len(data.readings) > 1 else last
    at = place.at(last.day)
    is_falling = place.y(last.value) > place.y(before.value)
    near_start = at < 0.2
    return text(
        place.words.value(last.value), class_="t-measured", x=share(at),
        dx=8 if near_start else -6,
        y=place.y(last.value) + (18 if is_falling and not near_start else -9),
        text_anchor="start" if near_start else "end",
    )  # fmt: skip


def _expected_label(data: Trend, place: _Place) -> str:
    """Name the expected path late on it, where readings rarely are."""
    if len(data.expected) < 2:
        return ""
    start, end = data.expected[0], data.expected[-1]
    at = place.at(start.day) + 0.62 * (place.at(end.day) - place.at(start.day))
    value = start.value + 0.62 * (end.value - start.value)
    rises = place.y(end.value) < place.y(start.value)
    return text(
        place.words.expected,
        x=share(at),
        dx=8,
        y=place.y(value) + (14 if rises else -4),
    )


def _landing_rows(
    landings: tuple[Landing, ...], data: Trend, width: int
) -> dict[Landing, int]:
    """Give each landing inside the picture the lowest row where its label is free."""
    span = max(1, (data.last - data.first).days)
    free: list[float] = []
    rows: dict[Landing, int] = {}
    for landing in sorted(set(landings), key=lambda one: one.day):
        if not data.first <= landing.day <= data.last:
            continue
        middle = (landing.day - data.first).days / span * width
        half = min(len(landing.label) * CHARACTER, 110) / 2 + 4
        row = next((r for r, end in enumerate(free) if end <= middle - half), len(free))
        if row == len(free):
            free.append(0.0)
        free[row] = middle + half
        rows[landing] = min(row, 3)
    return rows


def _landings(data: Trend, place: _Place, rows: dict[Landing, int]) -> str:
    drawn = ""
    for landing, row in rows.items():
        at = place.at(landing.day)
        label = shorten(landing.label, 110)
        half = len(label) * CHARACTER / 2
        near_start = at * place.width < half
        near_end = (1 - at) * place.width < half
        anchor = "start" if near_start else "end" if near_end else "middle"
        says = title(f"{landing.label}, {place.words.day(landing.day)}")
        mark = tag("path", says, class_="landing", d="M0 -9l5 8h-10z")
        drawn += tag(
            "svg",
            mark,
            x=share(at),
            y=place.height,
            overflow="visible",
            width=1,
            height=1,
        )
        drawn += text(
            label,
            class_="t-bet",
            x=share(at),
            y=place.height - 14 - 16 * row,
            text_anchor=anchor,
        )
    return drawn
