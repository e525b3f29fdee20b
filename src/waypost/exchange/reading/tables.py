"""A table that was opened: a CSV file or the first sheet of a workbook."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waypost.exchange.reading.incoming import Source
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sniff import MAX_COLUMNS, Row, Rows, Shape, sniff
from waypost.exchange.reading.xlsx import SheetRows, notes_on

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
AS_WORKBOOK = Shape(encoding="", separator="")


@dataclass(frozen=True, slots=True)
class File:
    """How a table is written, and its header; its rows are read when asked for."""

    path: Path
    shape: Shape
    header: list[str]
    notes: tuple[Said, ...] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook rather than text."""
        return not self.shape.encoding

    def body(self) -> "Body":
        """Return the rows below the header, from the first."""
        rows = SheetRows(self.path) if self.is_workbook else Rows(self.path, self.shape)
        return Body(rows)

    def source(self, rows: int) -> Source:
        """Say what file it is."""
        return Source(
            name=self.path.name,
            size=self.path.stat().st_size,
            rows=rows,
            encoding=self.shape.encoding or "XLSX",
            separator=self.shape.separator,
        )


class Body:
    """The rows below the header."""

    def __init__(self, rows: Rows | SheetRows) -> None:
        self.rows = rows
        self._left = iter(rows)
        next(self._left, None)

    def __iter__(self) -> Iterator[Row]:
        return self._left

    def __next__(self) -> Row:
        return next(self._left)


def is_workbook(path: Path) -> bool:
    """Whether a file is a zip with a workbook inside."""
    with path.open("rb") as file:
        if not file.read(4).startswith(ZIPS):
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def open_table(path: Path) -> File:
    """Find out how a table is written and read its header."""
    if is_workbook(path):
        return _open_workbook(path)
    shape = sniff(path)
    header = next((row.cells for row in Rows(path, shape)), [])
    return File(path, shape, _required(header))


def _open_workbook(path: Path) -> File:
    rows = SheetRows(path)
    first = next(iter(rows), None)
    header = [str(cell) for cell in first.cells] if first else []
    notes = notes_on(rows.book) if rows.book else ()
    return File(path, AS_WORKBOOK, _required(header), notes)


def _required(header: list[str]) -> list[str]:
    if not header:
        raise Refused(say(_("The file is empty.")))
    if len(header) > MAX_COLUMNS:
        reason = _("The file has %(count)s columns; Waypost reads up to %(limit)s.")
        raise Refused(say(reason, count=len(header), limit=MAX_COLUMNS))
    return header


def text_notes(file: File, rows: Rows | SheetRows) -> list[Said]:
    """Say what was wrong with the letters of a file, once its rows were read."""
    notes: list[Said] = []
    if file.shape.is_damaged:
        notes.append(
            say(_("Some letters of the file are damaged; they are shown as �."))
        )
    if rows.nul_rows:
        text = ngettext_lazy(
            "%(count)s line held NUL bytes; they are taken out.",
            "%(count)s lines held NUL bytes; they are taken out.",
            "count",
        )
        notes.append(say(text, count=rows.nul_rows))
    return notes
