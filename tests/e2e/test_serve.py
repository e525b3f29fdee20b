"""Starting and stopping the real thing."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.e2e.server import Installation, Server, free_port

ENTRANCE = "/accounts/login/"
WAYPOST = [sys.executable, "-m", "waypost.config.cli"]


@contextmanager
def started(data: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """Start the server by hand and wait until it says that it is ready."""
    process = subprocess.Popen(
        [*WAYPOST, "serve", "--json", "--port", str(port)],
        env=Installation(data).environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert '"ready"' in process.stdout.readline()
        yield process
    finally:
        process.terminate()
        process.wait(timeout=15)
        process.stdout.close()


def using(data: Path) -> set[int]:
    """Return the processes whose environment names the data folder."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"WAYPOST_DATA_DIR={data}\0" in (folder / "environ").read_text():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def wait_until_none_uses(data: Path, seconds: float) -> set[int]:
    """Give processes time to end; return those that have not."""
    deadline = time.monotonic() + seconds
    while using(data) and time.monotonic() < deadline:
        time.sleep(0.1)
    return using(data)


def test_survives_what_kills_it_and_stops_when_asked(empty_data: Path) -> None:
    with started(empty_data, free_port()) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert not wait_until_none_uses(empty_data, 15), "something outlives it"

    port = free_port()
    with started(empty_data, port) as process:
        assert _get(f"http://127.0.0.1:{port}{ENTRANCE}").status == 200
        assert len(using(empty_data)) >= 4  # supervisor, web, its process, worker
        first = _worker_after(0, empty_data)
        assert first
        os.kill(first, signal.SIGKILL)
        assert _worker_after(first, empty_data), "the worker is not started again"

        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=15)

        assert code == 0
        assert time.monotonic() - began < 8
        assert not wait_until_none_uses(empty_data, 2)


def test_a_taken_port_gets_one_line(empty_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*WAYPOST, "serve", "--port", port],
            env=Installation(empty_data).environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.startswith(f"waypost: Port {port} is taken")
    assert len(done.stderr.splitlines()) == 1


def test_files_come_compressed_and_may_be_kept_for_ever(server: Server) -> None:
    answer = _get(f"{server.url}{ENTRANCE}")
    assert answer.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.read()).decode()
    path = page.split('rel="stylesheet"')[1].split('href="')[1].split('"')[0]

    answer = _get(f"{server.url}{path}")

    assert answer.headers["Content-Encoding"] in {"br", "gzip"}
    assert "immutable" in answer.headers["Cache-Control"]


def _get(url: str):  # type: ignore[no-untyped-def]  # urllib's own answer
    headers = {"Accept-Encoding": "br, gzip", "Accept": "text/html"}
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers))


def _worker(data: Path) -> int:
    """Return the process that runs the worker, 0 while there is none."""
    for pid in using(data):
        with suppress(OSError):  # it has ended meanwhile
            command = Path(f"/proc/{pid}/cmdline").read_text()
            if "worker\0--follow" in command:
                return pid
    return 0


def _worker_after(first: int, data: Path) -> int:
    """Wait for another worker than the first; return its process, 0 if none comes."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found = _worker(data)
        if found not in {0, first}:
            return found
        time.sleep(0.1)
    return 0
