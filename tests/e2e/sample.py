"""The sample that browsers see: made once for a run, set back before each test."""

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.server import Installation, running

DATABASE = "waypost.sqlite3"
# Signed in beside the browser: by the page it takes a second, and has tests of its own.
_SIGN_IN = """
import json
from django.conf import settings
from django.test import Client
from waypost.people.models import Person
sessions = {{}}
for email in {emails}:
    client = Client()
    client.force_login(Person.objects.get(email=email))
    sessions[email] = client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps([settings.SESSION_COOKIE_NAME, sessions]))
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A data folder with the sample organisation, and who may sign in there."""

    installation: Installation
    people: list[dict[str, str]]
    cookies: dict[str, dict[str, Any]]  # of who is signed in, by role

    def of_role(self, role: str) -> dict[str, str]:
        """Return the person who has a role."""
        return next(one for one in self.people if one["role"] == role)

    def state(self, role: str) -> dict[str, Any]:
        """Return what a browser keeps in which a role's person is signed in."""
        return {"cookies": [self.cookies[role]], "origins": []}


def make_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let the first process that comes make a folder; the others wait for it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            shutil.rmtree(begun, ignore_errors=True)
            make(begun)
            begun.rename(folder)
    return folder


def make_empty(folder: Path) -> None:
    """Make an installation that nobody has used: a first start makes what it needs.

    So all who use it see data that is served again after the server was stopped.
    """
    folder.mkdir(parents=True)
    with running(Installation(folder / "data")):
        pass


def make_sample(folder: Path, empty: Path) -> None:
    """Load the sample into a copy of an empty installation, and sign people in."""
    data = Path(shutil.copytree(empty, folder / "data"))
    installation = Installation(data)
    people = installation.waypost("sample")["people"]
    emails = [person["email"] for person in people]
    name, sessions = installation.ask(_SIGN_IN.format(emails=emails))
    cookies = {
        person["role"]: {
            "name": name,
            "value": sessions[person["email"]],
            # For each port: cookies do not tell them apart.
            "domain": "127.0.0.1",
            "path": "/",
        }
        for person in people
    }
    words = json.dumps({"people": people, "cookies": cookies})
    (folder / "sample.json").write_text(words, encoding="utf-8")


def read_sample(folder: Path) -> Sample:
    """Return the sample that `make_sample` has put into a folder."""
    told = json.loads((folder / "sample.json").read_text(encoding="utf-8"))
    return Sample(Installation(folder / "data"), told["people"], told["cookies"])


def set_back(installation: Installation, sample: Sample) -> None:
    """Undo all that was done to a copy of the sample, while it is being served.

    SQLite writes its pages over in one transaction, so whoever reads meanwhile sees
    the one or the other.
    """
    source = sqlite3.connect(sample.installation.data / DATABASE)
    target = sqlite3.connect(installation.data / DATABASE, timeout=30)
    with closing(source), closing(target):
        target.execute("PRAGMA synchronous=OFF")
        source.backup(target)
    # Where attempts to sign in are counted.
    shutil.rmtree(installation.data / "cache", ignore_errors=True)
