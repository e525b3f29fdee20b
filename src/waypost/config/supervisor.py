"""Keeps the web process and the worker running, and stops them together."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from waypost.config.terminal import CommandFailed

SECONDS_TO_START = 60
SECONDS_TO_STOP = 8
# A worker that ends is started again, ever more slowly while it keeps failing.
FIRST_PAUSE, LONGEST_PAUSE, LONG_LIFE = 1.0, 60.0, 60.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Child:
    """One process that is kept running."""

    name: str
    command: Sequence[str]
    is_essential: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        """Start the process, out of reach of the terminal's own Ctrl-C."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", *self.command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        """Tell whether the process is gone."""
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """Send a signal to the process and all that it started."""
        if self.process is not None and self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


@dataclass(slots=True)
class Supervisor:
    """Runs its children until a signal comes or an essential one ends."""

    children: Sequence[Child]
    on_warning: Callable[[str], None]
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(
        self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None]
    ) -> None:
        """Start everything, call `on_ready` once it answers, return when told to stop.

        Raises
        ------
        CommandFailed
            If the web process ends by itself, or does not answer in time.
        """
        before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        try:
            for child in self.children:
                child.start()
            self._wait_until(is_ready)
            if not self._stop.is_set():
                on_ready()
            self._watch()
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, *_: object) -> None:
        if self._stop.is_set():  # a second Ctrl-C does not wait
            for child in self.children:
                child.signal(signal.SIGKILL)
        self._stop.set()

    def _wait_until(self, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._stop.is_set() and not is_ready():
            self._look_after_children()
            if time.monotonic() > deadline:
                message = "The server did not answer within a minute; see above."
                raise CommandFailed(message)
            self._stop.wait(0.05)

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._look_after_children()
            self._stop.wait(0.2)

    def _look_after_children(self) -> None:
        for child in self.children:
            if child.has_ended():
                self._revive(child)

    def _revive(self, child: Child) -> None:
        if child.is_essential:
            message = f"The {child.name} ended by itself; its last words stand above."
            raise CommandFailed(message)
        lived = time.monotonic() - child.started_at
        if lived > LONG_LIFE:
            child.pause = FIRST_PAUSE
        if lived < child.pause:
            return
        self.on_warning(f"The {child.name} ended by itself and is started again.")
        child.pause = min(2 * child.pause, LONGEST_PAUSE)
        child.start()

    def _stop_all(self) -> None:
        for child in self.children:
            if child.process is not None:
                with suppress(ProcessLookupError):
                    child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children:
            _wait(child, deadline)


def _wait(child: Child, deadline: float) -> None:
    if child.process is None:
        return
    try:
        child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.signal(signal.SIGKILL)
        child.process.wait()


def answers(host: str, port: int) -> bool:
    """Tell whether a web server answers at the address, with whatever status."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
