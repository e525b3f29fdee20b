"""Prove that the built wheel is whole: it runs in an empty place, without Node.

A new environment gets the locked runtime and the wheel, nothing else. ``waypost demo``
then runs in an empty folder with an empty home and a PATH that holds no program, and
its pages and files are asked for.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUST_HOLD = [
    r"waypost/web/collected/staticfiles\.json",
    r"waypost/web/fonts/Inter_400Regular\.ttf",
    r"waypost/web/collected/app\.[0-9a-f]{12}\.css",
    r"waypost/web/collected/app\.[0-9a-f]{12}\.js",
    r"waypost/web/templates/components/.+\.html",
    r"waypost/core/migrations/0001_.+\.py",
    r"waypost_engine/__init__\.py",
    r"waypost-[^/]+\.dist-info/licenses/LICENSE",
]
MUST_NOT_HOLD = r"node_modules|/tests/|\.sqlite3|secret-key|__pycache__"
SECONDS_TO_START = 120


class Incomplete(Exception):
    """What is wrong with the wheel."""


def main() -> int:
    """Prove the one wheel in ``dist``."""
    wheels = sorted((ROOT / "dist").glob("*.whl"))
    try:
        if len(wheels) != 1:
            raise Incomplete(f"dist holds {len(wheels)} wheels, one is expected.")
        look_inside(wheels[0])
        with tempfile.TemporaryDirectory(prefix="waypost-wheel-") as name:
            place = Path(name)
            install(wheels[0], place / "venv")
            run(place)
    except (Incomplete, OSError, subprocess.SubprocessError) as error:
        print(f"The wheel is not whole: {error}", file=sys.stderr)
        return 1
    print(f"{wheels[0].relative_to(ROOT)} is whole: its demo runs without Node.")
    return 0


def look_inside(wheel: Path) -> None:
    """Check the list of files, which costs nothing."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    missing = [p for p in MUST_HOLD if not any(re.fullmatch(p, n) for n in names)]
    if missing:
        raise Incomplete(f"it lacks {', '.join(missing)}")
    stray = [name for name in names if re.search(MUST_NOT_HOLD, name)]
    if stray:
        raise Incomplete(f"it holds {stray[0]} and {len(stray) - 1} more of the kind")


def install(wheel: Path, environment: Path) -> None:
    """Make an environment with the runtime's lock and the wheel."""
    venv.create(environment, with_pip=False)
    uv = Path(sys.executable).parent / "uv"
    settings = {"UV_SYSTEM_CERTS": "1", **os.environ}
    into = [str(uv), "pip", "install", "--quiet", f"--python={environment}/bin/python"]
    locked = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    for packages in (locked, ["--no-deps", str(wheel)]):
        subprocess.run([*into, *packages], env=settings, check=True)


def run(place: Path) -> None:
    """Run the demo and ask for a page and what the page needs."""
    (place / "home").mkdir()
    (place / "bin").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = place / "log"
    environment = {"HOME": str(place / "home"), "PATH": str(place / "bin")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [place / "venv/bin/waypost", "demo", "--port", str(port)],
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_ready(process, log)
        ask(f"http://127.0.0.1:{port}")
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
    if code:
        raise Incomplete(f"waypost demo ended with {code}:\n{log.read_text()}")


def wait_until_ready(process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for the words that the demo says once it answers."""
    deadline = time.monotonic() + SECONDS_TO_START
    while "Ctrl-C" not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Incomplete(f"waypost demo did not start:\n{log.read_text()}")
        time.sleep(0.1)


def ask(url: str) -> None:
    """Fetch the first page, and every file of ours that it names."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        page = answer.read().decode()
    if 'name="password"' not in page:
        raise Incomplete("the first page is not the one to sign in on")
    files = set(re.findall(r"(?:href|src)=\"(/static/[^\"#]+)", page))
    if not any(".css" in name for name in files):
        raise Incomplete("the first page names no stylesheet")
    for name in files:
        with urllib.request.urlopen(url + name, timeout=20) as answer:
            if not answer.read():
                raise Incomplete(f"{name} is empty")


if __name__ == "__main__":
    sys.exit(main())
