"""How a text file is written: encoding, separator, quotes; and its rows, streamed.

Nothing here holds more of a file than one row. Bounds: a field of 4 million
characters, a line of 16 million, 3,000 columns, 1,000,000 rows.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Refused, say

MAX_ROWS = 1_000_000
MAX_COLUMNS = 3_000
MAX_FIELD = 4_000_000
MAX_LINE = 16_000_000
SAMPLE = 64 * 1024
SEPARATORS = (",", ";", "\t", "|")

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file of separated values is written."""

    encoding: str
    separator: str
    quote: str = '"'
    skip_lines: int = 0
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `number` counts records from 1, the header included."""

    number: int
    cells: list[str]


@dataclass(slots=True)
class Rows:
    """The records of a file, read once from the start; empty ones are passed over.

    After the last one, `unclosed` is the row whose quote never closed and
    `nul_rows` counts lines that held NUL bytes, which are taken out.
    """

    path: Path
    shape: Shape
    unclosed: int = 0
    nul_rows: int = 0
    _quotes: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Row]:
        # Five bytes mean nothing in cp1252; one such byte is no reason to stop.
        with self.path.open(
            encoding=self.shape.encoding, errors="replace", newline=""
        ) as text:
            yield from self._records(text)

    def _records(self, text: TextIO) -> Iterator[Row]:
        csv.field_size_limit(MAX_FIELD)
        number = line = height = 0
        reader = csv.reader(
            self._lines(text),
            delimiter=self.shape.separator,
            quotechar=self.shape.quote,
        )
        try:
            for number, cells in enumerate(reader, 1):
                if number > MAX_ROWS:
                    reason = _("The file has more than %(rows)s rows: split it.")
                    raise Refused(say(reason, rows=f"{MAX_ROWS:,}"))
                height, line = reader.line_num - line, reader.line_num
                if any(cells):
                    yield Row(number, cells)
        except csv.Error as error:
            reason = _(
                "Row %(row)s cannot be read (%(error)s): a quote is opened there and"
                " not closed. Export the file again."
            )
            raise Refused(say(reason, row=number + 1, error=error)) from error
        # A lone quote inside a cell is an inch; one that swallows lines is not.
        if self._quotes % 2 and height > 1:
            self.unclosed = number

    def _lines(self, text: TextIO) -> Iterator[str]:
        for _skipped in range(self.shape.skip_lines):
            text.readline(MAX_LINE)
        while line := text.readline(MAX_LINE):
            if len(line) >= MAX_LINE:
                reason = _(
                    "A line is longer than %(limit)s characters: this is not a table."
                )
                raise Refused(say(reason, limit=f"{MAX_LINE:,}"))
            if "\x00" in line:
                self.nul_rows += 1
                line = line.replace("\x00", "")
            self._quotes += line.count(self.shape.quote)
            yield line


def sniff(path: Path) -> Shape:
    """Say how the file is written, from its bytes and its first lines."""
    encoding, is_damaged = sniff_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        sample = text.read(SAMPLE)
    first, _newline, _rest = sample.partition("\n")
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        # A hint that some tools write for Excel.
        return Shape(encoding, first.strip()[4], skip_lines=1, is_damaged=is_damaged)
    separator, quote = _dialect(sample)
    return Shape(encoding, separator, quote, is_damaged=is_damaged)


def sniff_encoding(path: Path) -> tuple[str, bool]:
    """Give the encoding, and whether some bytes do not fit it."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, name in BOMS:
        if head.startswith(bom):
            return name, False
    if wide := _wide(head):
        return wide, False
    if _is_utf8(path):
        return "utf-8", False
    broken, whole = _utf8_balance(path)
    # Some broken letters among many right ones: damaged, but still UTF-8.
    if whole > 10 * broken:
        return "utf-8", True
    return "cp1252", False


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    """Whether all of a file is UTF-8, as most are; in pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf8_balance(path: Path) -> tuple[int, int]:
    """Count what is not UTF-8 and what is, beyond ASCII; in pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if piece.isascii():
                decoder.decode(piece)
                continue
            text = decoder.decode(piece)
            bad = text.count("\ufffd")
            broken += bad
            whole += sum(map(len, text.split())) - bad - _ascii_letters(text)
    broken += decoder.decode(b"", final=True).count("\ufffd")
    return broken, whole


def _ascii_letters(text: str) -> int:
    plain = text.encode("ascii", "ignore").split()
    return sum(map(len, plain))


def _dialect(sample: str) -> tuple[str, str]:
    """Choose what cuts the first lines into the most columns, evenly."""
    quote = "'" if sample.startswith("'") and sample.count("'") > 3 else '"'
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        score = _score(sample, separator, quote)
        if score > best_score:
            best, best_score = separator, score
    return best, quote


def _score(sample: str, separator: str, quote: str) -> float:
    csv.field_size_limit(MAX_FIELD)
    lines = iter(sample.splitlines(keepends=True))
    reader = csv.reader(lines, delimiter=separator, quotechar=quote)
    widths: list[int] = []
    try:
        for cells in reader:
            if cells:
                widths.append(len(cells))
            if len(widths) == 50:
                break
    except csv.Error:
        return 0.0
    if not widths or widths[0] < 2:
        return 0.0
    # The sample may end inside a row.
    whole = widths[:-1] if len(widths) > 2 else widths
    even = sum(width == widths[0] for width in whole) / len(whole)
    return widths[0] * (0.1 + even)
