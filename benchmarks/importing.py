"""How long a big import takes, how much memory, and how long it keeps others out."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import psycopg

from benchmarks import jira
from benchmarks.place import Place
from benchmarks.rows import Row

ISSUES = 100_000
SHORT = 10_000  # in a size below L, so that one may look quickly
# What another writer asks for, on SQLite and on PostgreSQL; it writes nothing.
ASKING = (
    ("BEGIN IMMEDIATE", "ROLLBACK"),
    (
        "BEGIN",
        "INSERT INTO core_guard (name, turns) VALUES ('dependencies', 0)"
        " ON CONFLICT (name) DO UPDATE SET turns = core_guard.turns",
        "SELECT id FROM projects_taskstatus FOR NO KEY UPDATE",
        "SELECT id FROM people_person FOR NO KEY UPDATE",
        "ROLLBACK",
    ),
)


def measure(place: Place, size: str) -> list[Row]:
    """Import issues of Jira, and return what it took."""
    issues, key = (ISSUES, "import") if size == "L" else (SHORT, "import_short")
    path = place.data / "tickets.csv"
    jira.write(path, issues, today=datetime.now(UTC).date())
    watch = _Watch(place)
    with watch:
        _said, cost = place.run(
            "-m", "waypost.config.cli", "import", str(path), "--as", "jira"
        )
    what = f"import of {issues:,} issues"
    own = f"processor {cost.processor:.0f} s"
    bars = (60, 500) if size == "L" else (None, None)
    rows = [
        Row(key, what, cost.seconds, "s", bars[0], own),
        Row(f"{key}_memory", f"{what}: memory", cost.megabytes, "MB", bars[1]),
    ]
    held = f"{what}: longest wait of another writer"
    rows.append(Row(f"{key}_lock", held, watch.longest, "s", 15))
    return rows


class _Watch:
    """Another writer, who asks again and again for what the import holds.

    On SQLite that is the only lock of the file. On PostgreSQL others write on; asked
    for is what the tasks point at, and the row that guards the graph of their links.
    """

    def __init__(self, place: Place) -> None:
        self.longest = 0.0
        self._place = place
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        ask = self._of_postgresql if self._place.database else self._of_sqlite
        with ask() as execute:
            while not self._over.is_set():
                begun = time.perf_counter()
                for statement in ASKING[bool(self._place.database)]:
                    execute(statement)
                self.longest = max(self.longest, time.perf_counter() - begun)
                time.sleep(0.02)

    @contextmanager
    def _of_sqlite(self) -> Iterator[Callable[[str], object]]:
        file = self._place.data / "waypost.sqlite3"
        connection = sqlite3.connect(file, timeout=300, isolation_level=None)
        with closing(connection):
            yield connection.execute

    @contextmanager
    def _of_postgresql(self) -> Iterator[Callable[[str], object]]:
        address = self._place.database
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection.execute
