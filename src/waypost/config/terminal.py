"""What the command line says: plain lines for people, one JSON object for machines."""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO


class ExitCode:
    """How a command ended; ``docs/operate/command-line.md`` lists them."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    MISCONFIGURED = 3
    NO_DATABASE = 4
    UNEXPECTED = 70
    INTERRUPTED = 130


class CommandFailed(Exception):
    """A command could not do its work; the message says what to do, in one line."""

    def __init__(self, message: str, *, code: int = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Terminal:
    """The two streams, and whether a machine reads them."""

    as_json: bool = False
    out: IO[str] = field(default_factory=lambda: sys.stdout)
    err: IO[str] = field(default_factory=lambda: sys.stderr)

    def say(self, text: str = "") -> None:
        """Tell a person something; a machine gets only the result."""
        if not self.as_json:
            self._write(self.out, text)

    def result(self, facts: Mapping[str, object]) -> None:
        """Give a machine the outcome, as one line of JSON."""
        if self.as_json:
            self._write(self.out, json.dumps(facts, default=str, ensure_ascii=False))

    def warn(self, text: str) -> None:
        """Tell whoever watches the error stream something that did not end the work."""
        self._write(self.err, f"waypost: {text}")

    def failure(self, message: str, code: int) -> None:
        """Say in one line why the command ended."""
        line = " ".join(message.split())
        if self.as_json:
            self.result({"ok": False, "error": line, "exit_code": code})
        else:
            self._write(self.err, f"waypost: {line}")

    def progress(self, label: str) -> "Progress":
        """Return a bar that shows only where a person watches."""
        return Progress(
            self.err, label, is_shown=not self.as_json and _is_tty(self.err)
        )

    def _write(self, stream: IO[str], text: str) -> None:
        stream.write(f"{text}\n")
        stream.flush()


def _is_tty(stream: IO[str]) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


@dataclass(slots=True)
class Progress:
    """A bar on one line of the terminal, redrawn at most ten times a second."""

    stream: IO[str]
    label: str
    is_shown: bool
    _drawn_at: float = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are behind us."""
        now = time.monotonic()
        if not self.is_shown or (now - self._drawn_at < 0.1 and done < total):
            return
        self._drawn_at = now
        width = 30
        filled = width * done // total if total else width
        bar = "█" * filled + "░" * (width - filled)
        self.stream.write(f"\r{self.label}  {bar}  {done}/{total} ")
        self.stream.flush()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.is_shown and self._drawn_at:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
