"""The real server, started as `waypost serve` starts it."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.place import ROOT, Place

SECONDS_TO_START = 120


@contextmanager
def serving(place: Place) -> Iterator[str]:
    """Serve a place; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = place.data / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "waypost.config.cli", "serve", "--port", str(port)],
            env=dict(place.environment),
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + SECONDS_TO_START
            while "Ctrl-C" not in log.read_text(errors="replace"):
                if process.poll() is not None or time.monotonic() > deadline:
                    message = f"the server did not start:\n{log.read_text()}"
                    raise RuntimeError(message)
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
