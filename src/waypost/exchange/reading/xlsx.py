"""Workbooks (XLSX) read as a stream of rows: the first sheet, values and no formulas.

A workbook is a zip of XML. Nothing of it is believed: parts are counted while they
are unpacked and not by what the zip says of them, XML with definitions of its own is
refused, and what a formula was worth when the file was saved stands for the formula.
Only the table of shared texts and one row are held.
"""

import re
import xml.parsers.expat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sniff import MAX_COLUMNS, MAX_FIELD, MAX_ROWS, Row
from waypost.exchange.reading.texts import Exact
from waypost.exchange.reading.xml_records import XmlRefused, harden

PIECE = 1 << 18
MAX_PARTS = 10_000
MAX_SMALL_PART = 16 * 1024**2  # of the list of sheets, of styles
MAX_TEXTS = 128 * 1024**2  # of shared texts, which are held
MAX_SHEET = 2 * 1024**3
# A table packs ten- to thirtyfold; a bomb a thousandfold.
MAX_RATIO = 300
FREE_OF_RATIO = 32 * 1024**2
WORKBOOK, STYLES, TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
LINKS = "xl/_rels/workbook.xml.rels"
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
# Formats that every workbook has without naming them, and that show a day or time.
BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
BUILT_IN_PERCENT = {9, 10}
NO_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
# Cells know no zone: what they count is days since these.
FIRST_1900 = datetime.combine(date(1899, 12, 30), time())
FIRST_1904 = datetime.combine(date(1904, 1, 1), time())
DAMAGED = _(
    "This Excel workbook is damaged: open it, save it again and bring it once more."
)
TOO_MUCH = _(
    "This workbook unpacks to far more than a table holds: nothing was read. Save the"
    " sheet as CSV."
)


@dataclass(slots=True)
class Workbook:
    """What is known of a workbook before its rows are read."""

    sheet: str
    name: str
    others: int
    is_1904: bool
    texts: list[str]
    days: set[int]
    percents: set[int]


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


def open_workbook(archive: zipfile.ZipFile) -> Workbook:
    """Read the parts of a workbook that its rows need."""
    names = archive.namelist()
    if len(names) > MAX_PARTS:
        raise Refused(say(TOO_MUCH))
    sheets = _Sheets()
    _parse(archive, WORKBOOK, sheets.start, most=MAX_SMALL_PART)
    links = _Links()
    if LINKS in names:
        _parse(archive, LINKS, links.start, most=MAX_SMALL_PART)
    shown = [each for each in sheets.found if each[2] == "visible"] or sheets.found
    if not shown:
        raise Refused(say(_("This workbook has no sheet.")))
    name, link, _state = shown[0]
    sheet = links.targets.get(link, "xl/worksheets/sheet1.xml")
    if sheet not in names:
        raise Refused(say(DAMAGED))
    styles = _Styles()
    if STYLES in names:
        _parse(archive, STYLES, styles.start, most=MAX_SMALL_PART)
    texts = _Texts()
    if TEXTS in names:
        handlers = (texts.start, texts.end, texts.data)
        _parse(archive, TEXTS, *handlers, most=MAX_TEXTS)
    return Workbook(
        sheet=sheet,
        name=name,
        others=len(shown) - 1,
        is_1904=sheets.is_1904,
        texts=texts.found,
        days=styles.with_days(),
        percents=styles.with_percents(),
    )


def notes_on(book: Workbook) -> tuple[Said, ...]:
    """Say what of a workbook is not read."""
    if not book.others:
        return ()
    text = _("Of this workbook's sheets only the first, “%(name)s”, is read.")
    return (say(text, name=book.name),)


Start = Callable[[str, dict[str, str]], None]


def _pieces(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    """Unpack a part piece by piece; stop where no table goes on."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise Refused(say(_("This workbook is protected by a password.")))
    size = 0
    with archive.open(info) as part:
        while piece := part.read(PIECE):
            size += len(piece)
            packed = max(1, info.compress_size)
            if size > most or (size > FREE_OF_RATIO and size / packed > MAX_RATIO):
                raise Refused(say(TOO_MUCH))
            yield piece


def _parse(
    archive: zipfile.ZipFile,
    name: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
    *,
    most: int,
) -> None:
    parser = _parser(start, end, data)
    for piece in _pieces(archive, name, most):
        parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword


def _parser(
    start: Start,
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> Any:
    parser = xml.parsers.expat.ParserCreate()
    harden(parser)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Sheets:
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            state = attributes.get("state", "visible")
            self.found.append((attributes.get("name", "")[:200], link, state))
        elif _local(name) == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in {"1", "true"}


class _Links:
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = path


class _Styles:
    """Which formats of cells show days, and which show percents."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.formats: list[int] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt":
            number = _whole(attributes.get("numFmtId", ""))
            self.codes[number] = attributes.get("formatCode", "")[:500]
        elif local in {"cellXfs", "cellStyleXfs", "dxfs"}:
            self._inside = local == "cellXfs"
        elif local == "xf" and self._inside and len(self.formats) < 100_000:
            self.formats.append(_whole(attributes.get("numFmtId", "")))

    def with_days(self) -> set[int]:
        return {at for at, number in enumerate(self.formats) if self._is_day(number)}

    def with_percents(self) -> set[int]:
        return {
            at
            for at, number in enumerate(self.formats)
            if number in BUILT_IN_PERCENT or "%" in self._bare(number)
        }

    def _is_day(self, number: int) -> bool:
        if number in BUILT_IN_DAYS:
            return True
        code = self._bare(number).lower()
        return "%" not in code and any(sign in code for sign in "dmyh")

    def _bare(self, number: int) -> str:
        return NO_WORDS.sub("", self.codes.get(number, "").partition(";")[0])


class _Texts:
    """The table of shared texts; how to pronounce them is passed over."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._passing = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "rPh":
            self._passing += 1
        self._in_text = local == "t" and not self._passing

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "rPh":
            self._passing -= 1
        elif local == "si":
            self.found.append(_bounded("".join(self._parts)))
            self._parts.clear()
        self._in_text = False

    def data(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _Cells:
    """Collects the cells of a sheet into rows."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.rows: list[Row] = []
        self._number = 0
        self._cells: list[str] = []
        self._at = -1
        self._kind = ""
        self._style = 0
        self._parts: list[str] = []
        self._size = 0
        self._in_value = False
        self._passing = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            # Rows may leave their number out, and then follow one another.
            given = _whole(attributes.get("r", ""))
            self._number = max(self._number + 1, given)
            self._at, self._cells = -1, []
            _require_rows(self._number)
        elif local == "rPh":
            self._passing = True
        elif local in {"v", "t"}:
            self._in_value = not self._passing

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = PLACE.fullmatch(attributes.get("r", ""))
        self._at = _column(found[1]) if found else self._at + 1
        if self._at >= MAX_COLUMNS:
            reason = _("Row %(row)s has more than %(limit)s columns.")
            raise Refused(say(reason, row=self._number, limit=f"{MAX_COLUMNS:,}"))
        self._kind = attributes.get("t", "n")
        self._style = _whole(attributes.get("s", ""))
        self._parts.clear()
        self._size = 0

    def data(self, text: str) -> None:
        if not self._in_value:
            return
        self._size += len(text)
        if self._size > MAX_FIELD:
            reason = _("A cell in row %(row)s is longer than %(limit)s characters.")
            raise Refused(say(reason, row=self._number, limit=f"{MAX_FIELD:,}"))
        self._parts.append(text)

    def end(self, name: str) -> None:
        local = _local(name)
        if local in {"v", "t"}:
            self._in_value = False
        elif local == "rPh":
            self._passing = False
        elif local == "c":
            self._end_cell()
        elif local == "row" and any(self._cells):
            self.rows.append(Row(self._number, self._cells))

    def _end_cell(self) -> None:
        text = self._value("".join(self._parts))
        if not text:
            return
        missing = self._at + 1 - len(self._cells)
        if missing > 0:
            self._cells.extend([""] * missing)
        self._cells[self._at] = text

    def _value(self, raw: str) -> str:
        if self._kind == "s":
            at = _whole(raw)
            texts = self.book.texts
            return texts[at] if raw.strip() and at < len(texts) else ""
        if self._kind == "b":
            return Exact("yes" if raw.strip() == "1" else "no")
        if self._kind in {"str", "inlineStr", "e"}:
            return raw.replace("\0", "")
        return self._number_of(raw.strip())

    def _number_of(self, raw: str) -> str:
        if not raw or self._kind == "d":
            return Exact(raw)
        try:
            number = float(raw)
        except ValueError:
            return raw
        if self._style in self.book.days:
            return Exact(_moment(number, is_1904=self.book.is_1904) or raw)
        if self._style in self.book.percents:
            return Exact(f"{_plain(number * 100)}%")
        return Exact(_plain(number))


def _rows(archive: zipfile.ZipFile, book: Workbook) -> Iterator[Row]:
    cells = _Cells(book)
    parser = _parser(cells.start, cells.end, cells.data)
    for piece in _pieces(archive, book.sheet, MAX_SHEET):
        parser.Parse(piece)
        yield from cells.rows
        cells.rows.clear()
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keyword
    yield from cells.rows


def _column(letters: str) -> int:
    """Return where a column stands.

    >>> _column("A"), _column("Z"), _column("AA")
    (0, 25, 26)
    """
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _whole(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else 0


def _require_rows(number: int) -> None:
    if number > MAX_ROWS + 1:
        reason = _("The file has more than %(rows)s rows: split it.")
        raise Refused(say(reason, rows=f"{MAX_ROWS:,}"))


def _bounded(text: str) -> str:
    if len(text) > MAX_FIELD:
        raise Refused(say(TOO_MUCH))
    return text


def _plain(number: float) -> str:
    """Write a number as people do: no exponent, no digits that only the machine sees.

    >>> _plain(0.1 + 0.2), _plain(1e6), _plain(-2.50)
    ('0.3', '1000000', '-2.5')
    """
    text = f"{number:.15g}"
    if "e" in text:
        text = f"{number:.6f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else text
    return text


def _moment(number: float, *, is_1904: bool) -> str:
    """Write a day or an instant; a time of day alone is none."""
    start = FIRST_1904 if is_1904 else FIRST_1900
    if not 1 <= number < 2_958_466:
        return ""
    moment = start + timedelta(seconds=round(number * 86_400))
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")
