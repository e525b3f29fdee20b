"""Draws how each row grows from S over M to L: one picture, both databases."""

import json
from dataclasses import dataclass
from html import escape
from math import log10
from pathlib import Path
from typing import Any

from benchmarks.place import ROOT

PICTURE = ROOT / "docs" / "operate" / "images" / "growth.svg"
SIZES = ("S", "M", "L")
DATABASES = ("sqlite", "postgresql")
ROWS = (
    "week",
    "objective",
    "key_result",
    "project",
    "plan",
    "board",
    "task",
    "task_table",
    "project_table",
    "metric_table",
    "people_table",
    "objectives",
    "map",
    "map_wide",
    "load",
    "check_in",
)
TOP, LOW = 4.0, 0.0  # powers of ten: 10 s and 1 ms
WIDTH, HEIGHT, LEFT, RIGHT, HEAD, FOOT = 470, 460, 46, 190, 44, 34
LINE = 14  # pixels between two labels
COLORS = ("#0b6e99", "#b3541e", "#3f7d3a", "#7a4ea3", "#8a6d00", "#a33b5b", "#4a5568")


@dataclass(frozen=True, slots=True)
class Course:
    """A row over the sizes that were measured."""

    words: str
    bar: float | None
    values: dict[str, float]

    @property
    def last(self) -> float:
        """Return the value at the largest size."""
        return self.values[[size for size in SIZES if size in self.values][-1]]


def draw(store: Path) -> None:
    """Draw what the files of `store` hold, if they hold anything."""
    found = {name: _courses(store, name) for name in DATABASES}
    if not any(found.values()):
        return
    width = WIDTH * len(DATABASES)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}"'
        f' width="{width}" height="{HEIGHT}" font-family="sans-serif" font-size="11"'
        ' role="img" aria-label="Milliseconds of each row at S, M and L">',
        f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for place, (name, courses) in enumerate(found.items()):
        parts += [f'<g transform="translate({place * WIDTH} 0)">']
        parts += [*_frame(name), *_lines(courses), "</g>"]
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _courses(store: Path, database: str) -> list[Course]:
    found: dict[str, dict[str, Any]] = {}
    for size in SIZES:
        path = store / f"{database}-{size}.json"
        if path.exists():
            rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
            for row in rows:
                if row["key"] in ROWS and row["figure"]:
                    kept = found.setdefault(row["key"], {"row": row, "values": {}})
                    kept["values"][size] = row["figure"]
    return [
        Course(each["row"]["what"], each["row"]["bar"], each["values"])
        for key in ROWS
        if (each := found.get(key))
    ]


def _x(size: str) -> float:
    return LEFT + 24 + SIZES.index(size) * (WIDTH - LEFT - RIGHT - 48) / 2


def _y(value: float) -> float:
    share = (min(max(log10(max(value, 1.0)), LOW), TOP) - LOW) / (TOP - LOW)
    return HEIGHT - FOOT - share * (HEIGHT - HEAD - FOOT)


def _frame(name: str) -> list[str]:
    end = WIDTH - RIGHT
    parts = [f'<text x="{LEFT}" y="22" font-size="14" fill="#1a202c">{name}</text>']
    for power, words in enumerate(("1 ms", "10 ms", "100 ms", "1 s", "10 s")):
        y = _y(10.0**power)
        color = "#c53030" if power == 2 else "#e2e8f0"
        parts.append(f'<path d="M{LEFT} {y:.1f}H{end}" stroke="{color}"/>')
        parts.append(
            f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end" fill="#4a5568">'
            f"{words}</text>"
        )
    parts += [
        f'<text x="{_x(size):.1f}" y="{HEIGHT - 12}" text-anchor="middle"'
        f' fill="#1a202c">{size}</text>'
        for size in SIZES
    ]
    return parts


def _lines(courses: list[Course]) -> list[str]:
    parts, free = [], HEIGHT - FOOT + LINE / 2
    # The lowest first, so that each label may stand above the one before.
    for place, course in enumerate(sorted(courses, key=lambda each: each.last)):
        color = COLORS[place % len(COLORS)]
        points = [(_x(size), _y(value)) for size, value in course.values.items()]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(
            f'<polyline points="{way}" fill="none" stroke="{color}"'
            ' stroke-width="1.5"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{color}"/>'
            for x, y in points
        ]
        x, y = points[-1]
        free = min(y, free - LINE)
        label = f"{course.words} {course.last:,.0f} ms"
        parts.append(
            f'<path d="M{x + 3:.1f} {y:.1f}L{WIDTH - RIGHT + 4} {free:.1f}"'
            f' stroke="{color}" stroke-width="0.5"/>'
            f'<text x="{WIDTH - RIGHT + 7}" y="{free + 4:.1f}" fill="{color}">'
            f"{escape(label)}</text>"
        )
    return parts
