"""Resolve the lock files again from pyproject.toml; ``--upgrade`` takes newer versions.

They hold versions and hashes and no addresses, for every platform and Python from 3.11
on. The larger locks follow the runtime's, so that tests run on what is shipped.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--universal",
    "--python-version=3.11",
]
RUNTIME = "requirements.lock"
LOCKS = {
    RUNTIME: ["pyproject.toml"],
    "requirements-demo.lock": ["pyproject.toml", "--group=demo", f"-c={RUNTIME}"],
    "requirements-dev.lock": ["pyproject.toml", "--group=dev", f"-c={RUNTIME}"],
    "requirements-uv.lock": ["--group=uv"],
}


def main() -> int:
    """Write every lock file."""
    uv = Path(sys.executable).parent / "uv"
    for lock, sources in LOCKS.items():
        options = [*OPTIONS, *sys.argv[1:], *sources, f"--output-file={lock}"]
        command = [str(uv), "pip", "compile", *options]
        settings = {"UV_SYSTEM_CERTS": "1", **os.environ}
        if subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode:
            print(f"{lock} could not be resolved; the reason stands above.")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
