"""``doctor``: looks at all that Waypost needs, and says what to do about the rest."""

import os
import smtplib
import sqlite3
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection

from waypost.config import assets, database
from waypost.config.terminal import ExitCode, Terminal

Verdict = Literal["ok", "warning", "problem"]
OLDEST_SQLITE = (3, 35, 0)  # RETURNING, by which jobs are claimed


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look brought."""

    subject: str
    verdict: Verdict
    text: str
    advice: str = ""


def doctor(options: Namespace, terminal: Terminal) -> int:
    """Report on every part; refuse if one has a problem."""
    findings = [finding for look in LOOKS for finding in look()]
    for finding in findings:
        words = " ".join(part for part in (finding.text, finding.advice) if part)
        terminal.say(f"{finding.verdict:<8} {finding.subject}: {words}")
    is_well = all(finding.verdict != "problem" for finding in findings)
    rows = [asdict(finding) for finding in findings]
    terminal.result({"ok": is_well, "findings": rows})
    return ExitCode.DONE if is_well else ExitCode.REFUSED


def _data_folder() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        advice = "Give the user that runs Waypost this folder, or set WAYPOST_DATA_DIR."
        text = f"{folder} cannot be written ({error.strerror})."
        yield Finding("data folder", "problem", text, advice)
        return
    yield Finding("data folder", "ok", f"{folder} can be written.")


def _secret_key() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < 32:
        yield Finding(
            "secret key",
            "problem",
            "It is shorter than 32 characters, so sign-ins could be forged.",
            "Set WAYPOST_SECRET_KEY to a long random text, or leave it unset.",
        )
        return
    path = settings.DATA_DIR / "secret-key"
    if path.exists() and path.stat().st_mode & 0o077:
        text = f"Other users of this machine may read {path}."
        yield Finding("secret key", "warning", text, f"Run: chmod 600 {path}")
        return
    yield Finding("secret key", "ok", "It is long enough and private.")


def _database() -> Iterator[Finding]:
    name = connection.settings_dict["NAME"]
    try:
        connection.ensure_connection()
        pending = database.pending_migrations()
    except DatabaseError as error:
        text = f"{name} does not answer ({str(error).strip().splitlines()[0]})."
        yield Finding("database", "problem", text, "Check WAYPOST_DATABASE_URL.")
        return
    yield Finding("database", "ok", f"{connection.display_name} {name} answers.")
    if pending:
        text = f"{len(pending)} wait to be applied."
        yield Finding("migrations", "problem", text, "Run: waypost init")
    else:
        yield Finding("migrations", "ok", "All are applied.")


def _sqlite() -> Iterator[Finding]:
    if database.is_sqlite() and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        text = f"SQLite {sqlite3.sqlite_version} is too old."
        advice = "Use a Python that carries SQLite 3.35 or later, or PostgreSQL."
        yield Finding("SQLite", "problem", text, advice)


def _assets() -> Iterator[Finding]:
    if assets.are_built():
        yield Finding("assets", "ok", "Scripts and styles are built.")
    else:
        text = "Scripts and styles are not built."
        yield Finding("assets", "problem", text, assets.ADVICE)


def _mail() -> Iterator[Finding]:
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5):
            pass
    except (OSError, smtplib.SMTPException) as error:
        text = f"No mail server answers at {place} ({error})."
        advice = (
            "Without one Waypost sends no mail, not even to reset a password:"
            " set WAYPOST_EMAIL_HOST and WAYPOST_EMAIL_PORT."
        )
        yield Finding("mail", "warning", text, advice)
        return
    yield Finding("mail", "ok", f"{place} answers.")


def _debug() -> Iterator[Finding]:
    if settings.DEBUG:
        text = "WAYPOST_DEBUG is on: errors show the code and its values to anyone."
        yield Finding("debug", "warning", text, "Unset it where others have access.")


def _root() -> Iterator[Finding]:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        text = "Waypost runs as root, which it never needs."
        yield Finding("user", "warning", text, "Run it as a user of its own.")


LOOKS: list[Callable[[], Iterator[Finding]]] = [
    _data_folder,
    _secret_key,
    _database,
    _sqlite,
    _assets,
    _mail,
    _debug,
    _root,
]
