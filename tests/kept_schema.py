"""The empty database that the migrations make: kept, and copied while they stay.

To carry them all out takes seconds in each process of each run. PostgreSQL is made
anew every time, so what an operator's upgrade does is done in every `make test`.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var/schema"
# The migrations, what they import, and what the rows come from that they leave.
SOURCES = (
    "requirements.lock",
    "src/waypost/config/settings.py",
    "src/waypost/core/keys.py",
    "src/waypost/search/jobs.py",
    "src/waypost/*/migrations/*.py",
    "src/waypost/*/models.py",
    "src/waypost/*/models/*.py",
)


def take_kept_schema() -> None:
    """Let the one who sets up the database of this process find it made already."""
    patch = pytest.MonkeyPatch()

    def command(name: str, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if name != "migrate" or connection.vendor != "sqlite":
            call_command(name, *args, **options)
            return
        patch.undo()
        connection.ensure_connection()
        with _one_process():
            if not _copy(connection.connection):
                call_command(name, *args, **options)
                _keep(connection.connection)

    patch.setattr("django.core.management.call_command", command)


def _copy(made: sqlite3.Connection) -> bool:
    path = _kept()
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as kept:
        kept.backup(made)
    return True


def _keep(made: sqlite3.Connection) -> None:
    path = _kept()
    for former in FOLDER.glob("*.sqlite3*"):
        former.unlink()
    begun = path.with_suffix(".begun")
    begun.unlink(missing_ok=True)
    with closing(sqlite3.connect(begun)) as kept:
        made.backup(kept)
    begun.rename(path)


@contextmanager
def _one_process() -> Iterator[None]:
    """Let the others wait while the first one makes it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept() -> Path:
    """Return where it is kept, which changes with any file that it comes from."""
    print_ = hashlib.sha256(sqlite3.sqlite_version.encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if "tests" not in path.parts:
                print_.update(str(path.relative_to(ROOT)).encode())
                print_.update(path.read_bytes())
    return FOLDER / f"{print_.hexdigest()[:20]}.sqlite3"
