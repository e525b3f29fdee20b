"""An import whose worker is killed in the middle: all of it or nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.server import Installation

ROWS = 8_000
SECONDS = 120
BEGIN = """
import json, pathlib
from django.utils import timezone
from waypost.exchange import actions
from waypost.people.models import Person
who = Person.objects.create_user("ada@example.org", name="Ada", role="admin")
path = pathlib.Path({path!r})
run = actions.upload(
    actor=who, now=timezone.now(), name=path.name, chunks=[path.read_bytes()]
)
actions.start_import(actor=who, now=timezone.now(), run=run)
print(json.dumps(run.stored_as))
"""
STATE = """
import json
from django.utils import timezone
from waypost.core.models import Change, ChangeSet
from waypost.exchange import queries
from waypost.exchange.models import ImportRun
from waypost.projects.models import Project, Task
run = ImportRun.objects.select_related("person").get()
row = queries.run_page(viewer=run.person, pk=run.pk, now=timezone.now()).row
imports = ChangeSet.objects.filter(verb="exchange.import_file").count()
print(json.dumps({"shown": row.state, "error": row.error, "tasks": Task.objects.count(),
    "projects": Project.objects.count(), "imports": imports,
    "changes": Change.objects.filter(model="projects.task").count()}))
"""
AGAIN = """
from django.utils import timezone
from waypost.exchange import actions
from waypost.exchange.models import ImportRun
run = ImportRun.objects.select_related("person").get()
actions.start_import(actor=run.person, now=timezone.now(), run=run)
print("null")
"""
NOTHING = {"tasks": 0, "projects": 0, "imports": 0, "changes": 0}
ALL = {"tasks": ROWS, "projects": 1, "imports": 1, "changes": ROWS}


def issues(folder: Path) -> Path:
    """Write an export that takes the worker a while."""
    path = folder / "issues.csv"
    lines = (f"Do {n},WEB-{n},{n},Task,To Do,WEB" for n in range(1, ROWS + 1))
    head = "Summary,Issue key,Issue id,Issue Type,Status,Project key"
    path.write_text("\n".join((head, *lines)), encoding="utf-8")
    return path


@contextmanager
def worker(installation: Installation) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker; whatever the test does with it, it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "waypost.config.cli", "worker"],
        env=installation.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_writing(progress: Path) -> bool:
    """Say whether rows are being written in the open transaction."""
    try:
        phase, done, _total = progress.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False
    return phase == "writing" and int(done) > 0


def wait_until_writing(progress: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_writing(progress):
        assert time.monotonic() < deadline, "the worker never began to write"
        time.sleep(0.002)


def wait_until_shown(installation: Installation, state: str) -> dict[str, Any]:
    deadline = time.monotonic() + SECONDS
    while (found := installation.ask(STATE))["shown"] != state:
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return dict(found)


def test_leaves_nothing_says_so_and_is_taken_up_once(
    empty_data: Path, tmp_path: Path
) -> None:
    installation = Installation(empty_data)
    code = BEGIN.format(path=str(issues(tmp_path)))
    progress = empty_data / "uploads" / Path(installation.ask(code)).parent
    progress /= ".progress"

    with worker(installation) as killed:
        wait_until_writing(progress)
        killed.kill()
        killed.wait()
    at_once = installation.ask(STATE)
    with worker(installation):
        time.sleep(2)
        # Silence for so long that it counts as gone, without waiting for it.
        os.utime(progress, (time.time() - 180, time.time() - 180))
        broken = wait_until_shown(installation, "failed")
        installation.ask(AGAIN)
        done = wait_until_shown(installation, "done")

    assert at_once.items() >= NOTHING.items()
    assert broken.items() >= NOTHING.items()
    assert "nothing was written. Try again" in broken["error"]
    assert done.items() >= ALL.items()
