"""The document as a file: whole or not at all, readable by its owner only."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from django.utils.text import slugify

from waypost.exchange.whole.writing import Tell, lines

PACKING = 6


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many rows, and how many bytes the file has."""

    rows: int
    size: int


def file_name(organisation: str, day: date) -> str:
    """Return what the file of an organisation is called.

    >>> file_name("Ottersund Ferries", date(2026, 3, 31))
    'ottersund-ferries-2026-03-31.json.gz'
    """
    return f"{slugify(organisation) or 'waypost'}-{day.isoformat()}.json.gz"


def save(
    path: Path,
    *,
    is_packed: bool,
    with_passwords: bool = False,
    tell: Tell | None = None,
) -> Written:
    """Write the whole organisation into a new file.

    It appears under its name only when it is whole.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("wb") as file:
            rows = write(
                file, is_packed=is_packed, with_passwords=with_passwords, tell=tell
            )
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Written(rows, path.stat().st_size)


def write(
    file: IO[bytes],
    *,
    is_packed: bool,
    with_passwords: bool = False,
    tell: Tell | None = None,
) -> int:
    """Write the whole organisation into an open file; return how many rows it has."""
    rows = 0
    with _text(file, is_packed=is_packed) as text:
        for line in lines(with_passwords=with_passwords, tell=tell):
            text.write(line)
            text.write("\n")
            rows += line.startswith('{"')
    return rows


@contextmanager
def _text(file: IO[bytes], *, is_packed: bool) -> Iterator[IO[str]]:
    """Yield a text stream over a file that stays open; the same text packs alike."""
    packed = (
        gzip.GzipFile("", "wb", PACKING, fileobj=file, mtime=0) if is_packed else None
    )
    text = io.TextIOWrapper(packed or file, encoding="utf-8", newline="\n")
    try:
        yield text
        text.flush()
    finally:
        text.detach()
        if packed is not None:
            packed.close()
