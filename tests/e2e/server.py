"""A real Waypost for the browser to talk to: ``waypost serve`` with its worker."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e import asking

SECONDS_TO_START = 120
SECONDS_TO_STOP = 15


@dataclass(frozen=True, slots=True)
class Installation:
    """A data folder, and the commands that work on it."""

    data: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What its processes see: the machine's variables, none of the developer's."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("WAYPOST_")}
        return plain | {"WAYPOST_DATA_DIR": str(self.data), "PYTHONWARNINGS": ""}

    def waypost(self, *arguments: str) -> dict[str, Any]:
        """Run a command on the same data; return what it tells machines."""
        command = [sys.executable, "-m", "waypost.config.cli", *arguments, "--json"]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def ask(self, code: str) -> Any:
        """Run Python with Django on the same data; return what it prints as JSON.

        The browser's own process must not use the ORM: Playwright holds an event loop
        open there. So a test that compares a page with the engine asks beside it.
        """
        return asking.ask(code, self.data, self.environment)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the installation it serves."""

    url: str
    installation: Installation
    log: Path

    def is_of(self, address: str) -> bool:
        """Tell whether an address belongs to this server's origin."""
        return address.startswith(f"{self.url}/") or address == self.url


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(installation: Installation) -> Iterator[Server]:
    """Serve an installation; stop it as Ctrl-C would, which must go well."""
    port = free_port()
    command = [sys.executable, "-m", "waypost.config.cli", "serve", "--port", str(port)]
    log = installation.data.parent / f"{installation.data.name}-serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=installation.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(url, process, log)
            yield Server(url, installation, log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(timeout=SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert code == 0, f"waypost serve ended with {code}:\n{log.read_text()}"


def notice(server: Server, cookie: Mapping[str, str]) -> None:
    """Let a server see that another database was put in place of its own.

    It would a second later by itself, and tell the page that a test has just opened to
    ask again. A stream that resumes after long silence is told that it is behind, and
    not before the server has looked.
    """
    key = f"{cookie['name']}={cookie['value']}"
    request = urllib.request.Request(
        f"{server.url}/events?since=1", headers={"Cookie": key}
    )
    with urllib.request.urlopen(request, timeout=SECONDS_TO_STOP) as stream:
        told = any(line.startswith(b"event: behind") for line in stream)
    assert told, "the server does not say what it sees"


def _wait_until_it_answers(
    url: str, process: "subprocess.Popen[bytes]", log: Path
) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        if "Ctrl-C" in log.read_text(errors="replace"):
            _fetch(url)
            return
        time.sleep(0.05)
    message = f"waypost serve did not start:\n{log.read_text()}"
    raise AssertionError(message)


def _fetch(url: str) -> None:
    try:
        urllib.request.urlopen(url, timeout=10).close()
    except urllib.error.HTTPError as answer:
        # A page that refuses strangers is an answer too.
        answer.close()
