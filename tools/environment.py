"""Make ``.venv`` hold exactly what the lock files say; quick when it already does.

Usage: ``python tools/environment.py demo`` for what running takes, ``dev`` for what
working on the code takes. Runs on the bare interpreter: standard library only.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
LOCKS = {"demo": "requirements-demo.lock", "dev": "requirements-dev.lock"}
# A later kind holds all of an earlier one, so it also counts as it.
ENOUGH = {"demo": ("demo", "dev"), "dev": ("dev",)}
# What uv and pip say when the package index cannot be reached.
NO_NETWORK = ["client error (Connect)", "error sending request", "Retrying (Retry"]


class SetupFailed(Exception):
    """What stopped the set-up, in one line that says what to do."""


def fingerprint(kind: str) -> str:
    """Return what the environment depends on: locks, interpreter and place."""
    parts = [str(ROOT), sys.version, platform.machine()]
    for name in ("requirements-uv.lock", LOCKS[kind], "pyproject.toml"):
        parts.append((ROOT / name).read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def stamp(kind: str) -> Path:
    """Return the file that says which lock was installed."""
    return VENV / f".{kind}-installed"


def is_ready(kind: str) -> bool:
    """Tell whether nothing needs to be installed."""
    if not runs():
        return False
    return any(
        stamp(name).is_file()
        and stamp(name).read_text(encoding="ascii") == fingerprint(name)
        for name in ENOUGH[kind]
    )


def runs() -> bool:
    """Tell whether the environment's interpreter starts and is this one's version."""
    if not PYTHON.exists():
        return False
    question = "import sys; print(sys.version)"
    answer = subprocess.run(
        [PYTHON, "-c", question], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def create() -> None:
    """Make the virtual environment anew unless it runs."""
    if runs():
        return
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        version = "{}.{}".format(*sys.version_info)
        message = (
            f"The environment {VENV} could not be made ({error}): check that the"
            f" folder can be written and that venv is installed"
            f" (Debian: apt-get install python{version}-venv)."
        )
        raise SetupFailed(message) from error


def run(*command: str | Path) -> bool:
    """Run a step, its words into the log; tell whether it went well."""
    settings = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "UV_SYSTEM_CERTS": "1"}
    # Our own environment is meant, whichever one happens to be active.
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n")
        log.flush()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**settings, **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    return done.returncode == 0


def install(kind: str) -> None:
    """Install the locked packages, then the checkout itself, editable."""
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes")
    if not run(*pip, "-r", "requirements-uv.lock"):
        raise SetupFailed(trouble())
    uv = (VENV / "bin" / "uv", "pip", "install", "--python", PYTHON)
    lock = LOCKS[kind]
    # uv takes seconds; pip takes a minute, and runs wherever Python does.
    if not run(*uv, "--require-hashes", "-r", lock) and not run(*pip, "-r", lock):
        raise SetupFailed(trouble())
    itself = ("--no-build-isolation", "--no-deps", "--editable", ".")
    if not run(*uv, *itself) and not run(*pip[:-1], *itself):
        raise SetupFailed(trouble())


def trouble() -> str:
    """Return what most likely went wrong with the installation."""
    words = LOG.read_text(encoding="utf-8", errors="replace")
    if "No space left" in words:
        return f"The disk is full: make room for {VENV} (about 800 MB), run make again."
    if any(sign in words for sign in NO_NETWORK):
        return (
            "The packages could not be fetched: connect this machine to a Python"
            f" package index, or name one in PIP_INDEX_URL and UV_INDEX_URL; see {LOG}."
        )
    return f"The packages could not be installed: the end of {LOG} says why."


def main() -> int:
    """Bring the environment up to date; return the exit code."""
    kind = sys.argv[1]
    if is_ready(kind):
        return 0
    if stamp("dev").exists():  # what develops here goes on developing
        kind = "dev"
    print(f"Setting up .venv from {LOCKS[kind]} ...", file=sys.stderr)
    try:
        create()
        LOG.unlink(missing_ok=True)
        install(kind)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    stamp(kind).write_text(fingerprint(kind), encoding="ascii")
    return 0


if __name__ == "__main__":
    if shutil.which("true") is None:  # a POSIX system is assumed throughout
        sys.exit("Waypost's Makefile needs a POSIX system; on Windows use WSL.")
    sys.exit(main())
