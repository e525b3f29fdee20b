"""How long a big import takes, how much memory, and how long it keeps others out."""

import sqlite3
import threading
import time
from datetime import UTC, datetime

from benchmarks import jira
from benchmarks.place import Place
from benchmarks.rows import Row

ISSUES = 100_000
SHORT = 10_000  # in a size below L, so that one may look quickly


def measure(place: Place, size: str) -> list[Row]:
    """Import issues of Jira, and return what it took."""
    issues = ISSUES if size == "L" else SHORT
    path = place.data / "tickets.csv"
    jira.write(path, issues, today=datetime.now(UTC).date())
    watch = _Watch(place)
    with watch:
        said, cost = place.run(
            "-m", "waypost.config.cli", "import", str(path), "--as", "jira"
        )
    words = said.strip().splitlines()[-1][:60] if said.strip() else ""
    what = f"import of {issues:,} issues"
    bars = (60, 500) if size == "L" else (None, None)
    rows = [
        Row(
            "import",
            what,
            cost.seconds,
            "s",
            bars[0],
            f"processor {cost.processor:.0f} s",
        ),
        Row("import_memory", f"{what}: memory", cost.megabytes, "MB", bars[1], words),
    ]
    if watch.longest is not None:
        held = f"{what}: longest wait of another writer"
        rows.append(Row("import_lock", held, watch.longest, "s", 15))
    return rows


class _Watch:
    """Another writer, who asks for the write lock again and again."""

    def __init__(self, place: Place) -> None:
        self.longest: float | None = None
        self._file = None if place.database else place.data / "waypost.sqlite3"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> None:
        if self._file is not None:
            self.longest = 0.0
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _ask(self) -> None:
        assert self._file is not None
        connection = sqlite3.connect(self._file, timeout=300, isolation_level=None)
        while not self._over.is_set():
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            self.longest = max(self.longest or 0.0, time.perf_counter() - begun)
            time.sleep(0.02)
        connection.close()
