"""``python -m benchmarks --size S``: measure, print a table, draw the growth."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from benchmarks import dragging, growth, importing, machine, pages, place, report
from benchmarks.place import STORE, Cost, Place
from benchmarks.rows import Row, median, p95, table
from benchmarks.serving import serving

Maker = Callable[[str], AbstractContextManager[tuple[Place, Cost]]]
DATABASES: dict[str, Maker] = {
    "sqlite": place.sqlite,
    "postgresql": place.postgresql,
}
OTHERS = ("plan", "check_in", "drag", "client", "import")
LOAD_SECONDS = {"S": 10.0, "M": 60.0, "L": 600.0}


def main() -> int:
    """Measure one size on one database or both; return 0 whatever holds."""
    options = _parser().parse_args()
    STORE.mkdir(parents=True, exist_ok=True)
    if options.chart:
        _tell()
        return 0
    for name in options.database or list(DATABASES):
        print(f"\nSize {options.size} on {name}: {machine.words(machine.facts())}")
        rows: list[Row] = []
        kept = _kept(options.size, name) if options.row else []
        with DATABASES[name](options.size) as (found, cost):
            # Kept after each part, so that an interrupted run has told something.
            for more in _measure(found, cost, options):
                rows += more
                _keep(options.size, name, rows, kept)
        print(table(rows))
        short = [row for row in rows if row.holds is False]
        print(f"{len(short)} of {len(rows)} rows fall short")
    _tell()
    return 0


def _tell() -> None:
    """Draw the growth, and write the table into the operator's page."""
    growth.draw(STORE)
    report.write(STORE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L"], default="S")
    parser.add_argument(
        "--database", action="append", choices=list(DATABASES), help="both if missing"
    )
    parser.add_argument(
        "--without-import", action="store_true", help="leave the big import out"
    )
    parser.add_argument(
        "--row",
        action="append",
        choices=[*pages.DAILY, *pages.MAPS, *OTHERS],
        help="measure this alone and keep the other figures; may be given again",
    )
    parser.add_argument(
        "--chart", action="store_true", help="draw and write anew what was measured"
    )
    return parser


def _measure(
    found: Place, cost: Cost, options: argparse.Namespace
) -> Iterator[list[Row]]:
    """Yield the rows, part by part."""

    def wanted(*keys: str) -> set[str]:
        return set(keys) & set(options.row or keys)

    if not options.row:
        yield _sample(options.size, cost)
    if wanted("plan"):
        yield _plan(found.ask("plan"))
    shown = wanted(*pages.DAILY, *pages.MAPS)
    if shown or wanted("check_in", "drag"):
        facts = found.ask("facts")
        with serving(found) as url:
            yield from pages.measure(found, url, facts, only=shown)
            if wanted("drag"):
                yield dragging.measure(url, facts)
            if wanted("check_in"):
                yield pages.check_in(found, url, facts)
    if wanted("client"):
        yield _inside(found.ask("client"))
    if wanted("import") and not options.without_import:
        yield importing.measure(found, options.size)


def _sample(size: str, cost: Cost) -> list[Row]:
    note = f"by the clock {cost.seconds:.0f} s"
    bar = LOAD_SECONDS[size]
    return [
        Row("sample", "load the sample, processor", cost.processor, "s", bar, note),
        Row("sample_memory", "load the sample: memory", cost.megabytes, "MB", 2000),
    ]


def _plan(found: dict[str, Any]) -> list[Row]:
    """Return the rows of the plan and the engine: the median of some runs."""

    def row(key: str, what: str, bar: float | None = None, note: str = "") -> Row:
        return Row(key, what, median(found[key]), "ms", bar, note)

    what = "{key_results:,} key results, {bets:,} bets, {projects:,} projects"
    whole = f"{found['whole']:,} key results"
    return [
        row("load", "load the live plan", 500, what.format(**found)),
        row("load_again", "load it after one write", 500),
        row("progress", "progress of the live plan"),
        row("coverage", "coverage of the live plan"),
        row("whole_progress", f"progress, {whole}", 150),
        row("whole_coverage", f"coverage, {whole}"),
    ]


def _inside(found: dict[str, list[float]]) -> list[Row]:
    """Return the same pages asked in one process: a check of the server's own words."""
    names = {**pages.DAILY, **pages.MAPS}
    return [
        Row(f"{key}_inside", f"{names[key]}: in one process", p95(times), "ms")
        for key, times in found.items()
        if times
    ]


def _kept(size: str, database: str) -> list[dict[str, Any]]:
    """Return the rows of an earlier run."""
    path = STORE / f"{database}-{size}.json"
    if not path.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return rows


def _keep(
    size: str, database: str, rows: list[Row], before: list[dict[str, Any]]
) -> None:
    fresh = {row.key for row in rows}
    found = {
        "size": size,
        "database": database,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.facts(),
        "rows": [row for row in before if row["key"] not in fresh]
        + [row.as_json() for row in rows],
    }
    path = STORE / f"{database}-{size}.json"
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
