"""A row of the table: what was measured, how it came out, and what was promised."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure against its bar; no bar means that it is told, not judged."""

    key: str
    what: str
    figure: float
    unit: str
    bar: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Return whether it keeps the promise."""
        return None if self.bar is None else self.figure <= self.bar

    def as_json(self) -> dict[str, Any]:
        """Return what is written to disk."""
        return {**asdict(self), "holds": self.holds}


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 % of all do not exceed.

    >>> p95([float(n) for n in range(1, 101)])
    95.0
    """
    ordered = sorted(values)
    return ordered[max(ceil(0.95 * len(ordered)) - 1, 0)]


def median(values: Sequence[float]) -> float:
    """Return the one in the middle."""
    return sorted(values)[len(values) // 2]


def table(rows: Sequence[Row]) -> str:
    """Return rows as lines of text."""
    lines = [("row", "figure", "bar", "holds", "")]
    for row in rows:
        words = {None: "–", True: "yes", False: "NO"}[row.holds]
        bar = "–" if row.bar is None else number(row.bar, row.unit)
        lines.append((row.what, number(row.figure, row.unit), bar, words, row.note))
    widths = [max(len(line[n]) for line in lines) for n in range(4)]
    return "\n".join(
        "  ".join(
            [*(cell.ljust(w) for cell, w in zip(line, widths, strict=False)), line[4]]
        ).rstrip()
        for line in lines
    )


def number(figure: float, unit: str) -> str:
    """Return a figure as people read it.

    >>> number(1234.5, "ms"), number(7.25, "ms"), number(25, "")
    ('1,234 ms', '7.2 ms', '25')
    """
    digits = 0 if figure >= 100 or figure == int(figure) else 1
    return f"{figure:,.{digits}f} {unit}".rstrip()
