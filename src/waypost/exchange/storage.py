"""Uploaded files on disk, and how far the work on each is.

Each file lies in a folder of its own below ``UPLOADS_DIR``. How far work has come is a
small file beside it and no row: whoever writes a whole plan holds the only write lock
of SQLite. As long as that file is touched, the work is alive.
"""

import shutil
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_OF_A_NAME = 120
BEAT_SECONDS = 2.0
TOLD_SECONDS = 0.2
PROGRESS = ".progress"


class TooLarge(ValidationError):
    """The file is larger than this installation takes."""

    def __init__(self) -> None:
        most = settings.UPLOAD_MAX_MEGABYTES
        message = _("The file is larger than %(most)s MB. Export it in parts.")
        super().__init__({"file": message % {"most": most}})


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it lies on disk, by its place below the folder of uploads."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far work is, and how many seconds ago it last gave a sign of life."""

    phase: str
    done: int
    total: int
    age: float


def clean_name(name: str) -> str:
    """Return a name that is safe in every folder and still tells what the file is.

    >>> clean_name("../../etc/passwd")
    'passwd'
    >>> clean_name("C:/plans/.hidden plan.xml")
    'hidden plan.xml'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = (c for c in last if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    plain = " ".join("".join(kept).split()).lstrip(".") or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 8:
        return _short(plain, MOST_OF_A_NAME)
    return f"{_short(stem, MOST_OF_A_NAME - 9)}.{ending}"


def _short(text: str, most: int) -> str:
    """Cut a text to so many bytes, as file systems count."""
    return text.encode()[:most].decode(errors="ignore") or "file"


def keep(*, key: int, name: str, chunks: Iterable[bytes]) -> Stored:
    """Write a file piece by piece; one that is too large leaves nothing behind.

    Raises
    ------
    TooLarge
        If it is larger than ``UPLOAD_MAX_MEGABYTES``.
    """
    stored = f"{key:016x}/{clean_name(name)}"
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    most = settings.UPLOAD_MAX_MEGABYTES * 1024 * 1024
    size = 0
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise TooLarge
                file.write(chunk)
    except BaseException:
        remove(stored)
        raise
    return Stored(stored, size)


def path_of(stored: str) -> Path:
    """Return where a stored file lies."""
    return Path(settings.UPLOADS_DIR) / stored


def exists(stored: str) -> bool:
    """Whether the file is still there."""
    return bool(stored) and path_of(stored).is_file()


def remove(stored: str) -> None:
    """Remove a file with all that lies beside it."""
    if stored:
        shutil.rmtree(path_of(stored).parent, ignore_errors=True)


def sweep(*, older_than: float, kept: set[str]) -> None:
    """Remove folders that no import names any more and that are old enough."""
    folder = Path(settings.UPLOADS_DIR)
    if not folder.is_dir():
        return
    for found in folder.iterdir():
        with suppress(OSError):
            if found.name not in kept and found.stat().st_mtime < older_than:
                shutil.rmtree(found, ignore_errors=True)


def progress_of(stored: str, *, at: float) -> Progress | None:
    """Return how far work is at an instant; None if none was begun."""
    path = path_of(stored).parent / PROGRESS
    try:
        phase, done, total = path.read_text(encoding="ascii").split()
        age = at - path.stat().st_mtime
        return Progress(phase, int(done), int(total), age)
    except (OSError, ValueError):
        return None


@dataclass(slots=True)
class Teller:
    """Writes how far work is, and touches it while the process lives."""

    stored: str
    phase: str = "reading"
    told_at: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Teller":
        self.begin(self.phase)
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=BEAT_SECONDS)
        with suppress(OSError):
            self._path.unlink()

    @property
    def _path(self) -> Path:
        return path_of(self.stored).parent / PROGRESS

    def begin(self, phase: str) -> None:
        """Say that another part of the work begins."""
        self.phase = phase
        self._write(0, 0)

    def __call__(self, done: int, total: int) -> None:
        """Say how much of this part is done, a few times a second at most."""
        if time.monotonic() - self.told_at > TOLD_SECONDS:
            self._write(done, total)

    def _write(self, done: int, total: int) -> None:
        self.told_at = time.monotonic()
        fresh = self._path.with_name(f"{PROGRESS}-new")
        with suppress(OSError):
            fresh.write_text(f"{self.phase} {done} {total}", encoding="ascii")
            fresh.replace(self._path)

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            with suppress(OSError):
                self._path.touch()


@contextmanager
def told(stored: str) -> Iterator[Teller]:
    """Tell how far the work in this block is."""
    with Teller(stored) as teller:
        yield teller
