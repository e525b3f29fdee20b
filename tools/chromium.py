"""Print the path of a Chromium for the browser tests, installing one if that is all.

In this order: ``WAYPOST_CHROMIUM``; one on the PATH; Playwright's own; Debian's
package, where this user may install it. Never skipped in silence.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# First the same engine without the window around it: it takes two thirds of the time.
NAMES = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
]
PACKAGES = ["chromium-headless-shell", "chromium"]
ADVICE = (
    "The browser tests need Chromium: install it (Debian: apt-get install chromium), or"
    " run `.venv/bin/playwright install chromium`, or set WAYPOST_CHROMIUM to its path."
)


class NoBrowser(Exception):
    """There is none; the message says what to do."""


def find() -> str:
    """Return the path of a Chromium on this machine, installed at need."""
    chosen = os.environ.get("WAYPOST_CHROMIUM")
    if chosen:
        return _given(chosen)
    found = _on_path() or _playwrights_own()
    if found:
        return found
    # Two test processes may come here together; apt allows one.
    with (Path(tempfile.gettempdir()) / "waypost-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _on_path() or _from_debian()


def _given(chosen: str) -> str:
    if not os.access(chosen, os.X_OK):
        raise NoBrowser(f"WAYPOST_CHROMIUM is {chosen}, which cannot be run.")
    return chosen


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def _from_debian() -> str:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoBrowser(ADVICE)
    print("Installing Debian's chromium ...", file=sys.stderr)
    failure = _apt_get("update", "-qq")
    for package in PACKAGES if not failure else ():
        failure = _apt_get("install", "-y", "-qq", "--no-install-recommends", package)
        found = _on_path()
        if found is not None:
            return found
    raise NoBrowser(f"{ADVICE} ({failure or 'the package brought no browser'})")


def _apt_get(*step: str) -> str:
    """Run a step of apt; return why it failed, nothing if it went well."""
    done = subprocess.run(
        ["apt-get", *step],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    last = (done.stderr.strip() or "no reason given").splitlines()[-1]
    return f"apt-get {step[0]} failed: {last}"


if __name__ == "__main__":
    try:
        print(find())
    except NoBrowser as error:
        sys.exit(str(error))
