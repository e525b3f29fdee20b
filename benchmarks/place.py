"""Where a sample of a size stands: made once for a size, the code and the day."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools import postgres

ROOT = Path(__file__).parents[1]
STORE = ROOT / "var" / "bench"
# What a sample is made of: its code, and all that writes rows.
SOURCES = ("sample", "core", "people", "okrs", "projects", "bets")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took: by the clock, of the processor, and of memory at most."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder and the address of its database."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what its programs see."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("WAYPOST_")}
        address = {"WAYPOST_DATABASE_URL": self.database} if self.database else {}
        return (
            plain
            | address
            | {
                "WAYPOST_DATA_DIR": str(self.data),
                "WAYPOST_TIMING": "yes",
                "DJANGO_SETTINGS_MODULE": "waypost.config.settings",
            }
        )

    def run(self, *command: str) -> tuple[str, Cost]:
        """Run Python with a command on this place; return its words and its cost."""
        begun = time.perf_counter()
        with (self.data / "words").open("w+b") as words:
            process = subprocess.Popen(
                [sys.executable, *command],
                env=self.environment,
                cwd=ROOT,
                stdout=words,
                stderr=subprocess.STDOUT,
            )
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            words.seek(0)
            said = words.read().decode(errors="replace")
        if process.returncode:
            message = f"{' '.join(command)} ended with {process.returncode}:\n{said}"
            raise RuntimeError(message)
        seconds = time.perf_counter() - begun
        used = usage.ru_utime + usage.ru_stime
        return said, Cost(seconds, used, usage.ru_maxrss / 1024)

    def ask(self, what: str, *arguments: str) -> Any:
        """Ask the program beside the database; return what it answers as JSON."""
        said, _cost = self.run("-m", "benchmarks.inside", what, *arguments)
        return json.loads(said.splitlines()[-1])


def key_of(size: str) -> str:
    """Return what a made sample is called: it changes with the code and the day."""
    digest = hashlib.sha256()
    for name in SOURCES:
        for path in sorted((ROOT / "src" / "waypost" / name).rglob("*.py")):
            if "tests" not in path.parts:
                digest.update(path.read_bytes())
    day = datetime.now(UTC).date().isoformat()
    return f"{size}-{day}-{digest.hexdigest()[:12]}"


@contextmanager
def sqlite(size: str) -> Iterator[tuple[Place, Cost]]:
    """Yield a copy of the sample in SQLite, and what making it took."""
    made = STORE / key_of(size)
    kept = made / "sqlite"
    if not (made / "sqlite.json").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        _keep_cost(made / "sqlite.json", _load(Place(kept), size))
    with _scratch(kept) as data:
        yield Place(data), _cost(made / "sqlite.json")


@contextmanager
def postgresql(size: str) -> Iterator[tuple[Place, Cost]]:
    """Yield the sample in a throw-away PostgreSQL, and what making it took."""
    made = STORE / key_of(size)
    dump, cost = made / "postgres.dump", made / "postgres.json"
    with postgres.database() as address:
        empty = made / "postgres"
        empty.mkdir(parents=True, exist_ok=True)
        if cost.exists():
            _tool("pg_restore", address, "--dbname", "--no-owner", str(dump))
        else:
            spent = _load(Place(empty, address), size)
            _tool("pg_dump", address, "--dbname", "-Fc", f"--file={dump}")
            _keep_cost(cost, spent)
        _tool("psql", address, "--dbname", "--quiet", "--command=VACUUM ANALYZE")
        with _scratch(empty) as data:
            yield Place(data, address), _cost(cost)


def _load(place: Place, size: str) -> Cost:
    place.run("-m", "waypost.config.cli", "init")
    _said, cost = place.run("-m", "waypost.config.cli", "sample", "--size", size)
    return cost


def _tool(name: str, address: str, option: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools, from where its server was found."""
    found = [each.folder / name for each in postgres.candidates()]
    there = next((path for path in found if path.exists()), None)
    program = str(there) if there else shutil.which(name)
    if program is None:
        message = f"{name} is needed beside the server, and was not found"
        raise RuntimeError(message)
    target = address.replace("postgres://", "postgresql://", 1)
    subprocess.run([program, f"{option}={target}", *arguments], check=True)


@contextmanager
def _scratch(kept: Path) -> Iterator[Path]:
    """Yield a copy that may be written to."""
    data = STORE / f"scratch-{os.getpid()}"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(kept, data)
    try:
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _keep_cost(path: Path, cost: Cost) -> None:
    numbers = [cost.seconds, cost.processor, cost.megabytes]
    path.write_text(json.dumps(numbers), encoding="utf-8")


def _cost(path: Path) -> Cost:
    return Cost(*json.loads(path.read_text(encoding="utf-8")))
