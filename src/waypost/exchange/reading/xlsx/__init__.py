"""Workbooks (XLSX) read as a stream of rows: the first sheet, values and no formulas.

A workbook is a zip of XML. Nothing of it is believed: parts are counted while they
are unpacked and not by what the zip says of them, XML with definitions of its own is
refused, and what a formula was worth when the file was saved stands for the formula.
Only the table of shared texts and one row are held.
"""

import xml.parsers.expat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from waypost.exchange.reading.said import Refused, say
from waypost.exchange.reading.sniff import Row
from waypost.exchange.reading.xlsx.book import Workbook, notes_on, open_workbook
from waypost.exchange.reading.xlsx.cells import Cells
from waypost.exchange.reading.xlsx.parts import DAMAGED, parser, pieces
from waypost.exchange.reading.xml_records import XmlRefused

MAX_SHEET = 2 * 1024**3

__all__ = ["SheetRows", "Workbook", "notes_on", "open_workbook"]


@dataclass(slots=True)
class SheetRows:
    """The rows of the first sheet, read once from the start; empty ones are left out.

    The same to a reader as `sniff.Rows`: no quote is ever open here.
    """

    path: Path
    unclosed: int = 0
    nul_rows: int = 0
    book: Workbook | None = field(default=None, init=False)

    def __iter__(self) -> Iterator[Row]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                if self.book is None:
                    self.book = open_workbook(archive)
                yield from _rows(archive, self.book)
        except XmlRefused as error:
            raise Refused(error.reason) from error
        except (
            xml.parsers.expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            EOFError,
            OSError,
            KeyError,
            ValueError,
            RuntimeError,
        ) as error:
            raise Refused(say(DAMAGED)) from error


def _rows(archive: zipfile.ZipFile, book: Workbook) -> Iterator[Row]:
    cells = Cells(book)
    reader = parser(cells.start, cells.end, cells.data)
    for piece in pieces(archive, book.sheet, MAX_SHEET):
        reader.Parse(piece)
        yield from cells.rows
        cells.rows.clear()
    reader.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    yield from cells.rows
