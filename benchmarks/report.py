"""Writes what was measured into the operator's page on scale, as one table."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.growth import DATABASES, SIZES
from benchmarks.place import ROOT
from benchmarks.rows import number

PAGE = ROOT / "docs" / "operate" / "scale.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

Run = dict[str, Any]
Runs = dict[tuple[str, str], Run]


def write(store: Path) -> None:
    """Put the table of all runs that `store` holds in its place on the page."""
    runs = _runs(store)
    if not runs:
        return
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    found = "\n\n".join([BEGIN, _heading(runs), _table(runs), _queries(runs), END])
    PAGE.write_text(before + found + after, encoding="utf-8")


def _runs(store: Path) -> Runs:
    wanted = [(database, size) for database in DATABASES for size in SIZES]
    files = {each: store / f"{each[0]}-{each[1]}.json" for each in wanted}
    return {
        each: json.loads(path.read_text(encoding="utf-8"))
        for each, path in files.items()
        if path.exists()
    }


def _heading(runs: Runs) -> str:
    """Say when and on what it was measured, and how busy that was."""
    days = sorted({run["at"][:10] for run in runs.values()})
    machine = next(iter(runs.values()))["machine"]
    busiest = max(run["machine"]["load"][0] for run in runs.values())
    return (
        f"Measured on {' and '.join(days)}: {machine['cpu']}, {machine['cores']} cores,"
        f" {machine['memory_gb']:.0f} GB, Python {machine['python']}, SQLite"
        f" {machine['sqlite']}, Django {machine['django']}; the machine's load after"
        f" a run was {busiest:.1f} at most. ✗ is what falls short of the promise,"
        " – what a run does not measure."
    )


def _table(runs: Runs) -> str:
    heads = [f"{NAMES[database]} {size}" for database, size in runs]
    lines = [
        f"| row | {' | '.join(heads)} | promised |",
        f"|---|{'--:|' * (len(heads) + 1)}",
    ]
    for key, row in _rows(runs.values()).items():
        cells = [_cell(run, key) for run in runs.values()]
        bar = "–" if row["bar"] is None else number(row["bar"], row["unit"])
        lines.append(f"| {row['what']} | {' | '.join(cells)} | {bar} |")
    return "\n".join(lines)


def _rows(runs: Iterable[Run]) -> dict[str, Run]:
    """Return each row that is shown, as the largest run words it, in their order."""
    found: dict[str, Run] = {}
    for run in runs:
        for row in run["rows"]:
            if not row["key"].endswith(("_inside", "_queries")):
                found[row["key"]] = row
    return found


def _cell(run: Run, key: str) -> str:
    for row in run["rows"]:
        if row["key"] == key:
            missed = " ✗" if row["holds"] is False else ""
            return number(row["figure"], row["unit"]) + missed
    return "–"


def _queries(runs: Runs) -> str:
    """Say how many queries a page takes, and which take more than promised."""
    rows = [row for run in runs.values() for row in run["rows"]]
    counted = [row for row in rows if row["key"].endswith("_queries")]
    if not counted:
        return "Queries were not counted."
    most = max(row["figure"] for row in counted)
    over = {row["what"] for row in counted if row["holds"] is False}
    words = f" More than promised: {'; '.join(sorted(over))}." if over else ""
    return f"A page takes {most:.0f} queries at most (promised: 25).{words}"
