"""Rows as XLSX, written as they are read: no row is kept, no file stands on disk.

One sheet of typed cells: numbers are numbers, days are days, text is text and never a
formula. The parts of the file are those that ECMA-376 asks for and no others.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from math import isfinite
from xml.sax.saxutils import escape

from django.utils import timezone

from waypost.exchange.writing.values import Value, plain

MOST_ROWS = 1_048_576  # of a sheet, its heading included
_DAY, _INSTANT, _HEAD = 1, 2, 3  # formats of cells, by their place in the styles
_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # before it, the calendar of spreadsheets is wrong
_LARGEST = 10**15  # above it, a spreadsheet loses digits
_BATCH = 64 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class TooManyRows(ValueError):
    """A sheet does not hold so many rows."""


class _Outlet:
    """A file that is read while it is written; zip writes to it without seeking."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0
        self._told = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        self._told += len(data)
        return len(data)

    def tell(self) -> int:
        return self._told

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def taken(self, *, least: int = 1) -> Iterator[bytes]:
        """Yield what was written since, once it is worth sending."""
        if self._size >= least:
            yield b"".join(self._parts)
            self._parts.clear()
            self._size = 0


def xlsx_chunks(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]
) -> Iterator[bytes]:
    """Yield a workbook with one sheet, piece by piece.

    Raises
    ------
    TooManyRows
        When the rows turn out to be more than a sheet holds.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as book:  # type: ignore[call-overload]  # it asks no more of a file than the outlet has
        for name, text in _frame(title):
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for piece in _sheet(head, rows):
                sheet.write(piece.encode())
                yield from outlet.taken(least=_BATCH)
        yield from outlet.taken()
    yield from outlet.taken()


def _sheet(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<cols><col min="1" max="{max(1, len(head))}" width="18"/></cols><sheetData>'
    )
    yield f"<row>{''.join(_text(word, _HEAD) for word in head)}</row>"
    batch: list[str] = []
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            message = f"A sheet holds {MOST_ROWS - 1:,} rows."
            raise TooManyRows(message)
        batch.append(f"<row>{''.join(map(_cell, row))}</row>")
        if len(batch) == 200:
            yield "".join(batch)
            batch.clear()
    yield "".join(chain(batch, ["</sheetData></worksheet>"]))


def _cell(value: Value) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(value.isoformat())
        return f'<c s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>'
    return _number(value)


def _number(value: int | float | Decimal) -> str:
    if not isfinite(value):
        return "<c/>"
    if abs(float(value)) >= _LARGEST:
        return _text(str(value))
    return f"<c><v>{value}</v></c>"


def _instant(value: datetime) -> str:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if local.date() < _FIRST_DAY:
        return _text(local.isoformat())
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    serial = (local.date() - _EPOCH).days + seconds / 86_400
    return f'<c s="{_INSTANT}"><v>{serial:.10f}</v></c>'


def _text(text: str, style: int = 0) -> str:
    shown = escape(plain(text))
    mark = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{mark}><is><t xml:space="preserve">{shown}</t></is></c>'


def _frame(title: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a workbook beside its sheet."""
    name = escape(_sheet_name(title), {'"': "&quot;"})
    types = f"{_PACKAGE}/content-types"
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{types}"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"'
        f'/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}'
        '.worksheet+xml"/><Override PartName="/xl/styles.xml"'
        f' ContentType="{_SHEETML}.styles+xml"/></Types>',
    )
    links = f"{_PACKAGE}/relationships"
    yield (
        "_rels/.rels",
        f'{_XML}<Relationships xmlns="{links}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_XML}<Relationships xmlns="{links}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
    )
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    yield "xl/styles.xml", _styles()


def _styles() -> str:
    """Return four formats of cells: general, day, instant, heading."""
    frame = "<fill><patternFill patternType={}/></fill>"
    fills = frame.format('"none"') + frame.format('"gray125"')
    formats = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    )
    font = '<font>{}<sz val="11"/><name val="Calibri"/></font>'
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
        f'<fonts count="2">{font.format("")}{font.format("<b/>")}</fonts>'
        f'<fills count="2">{fills}</fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="4">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


def _sheet_name(title: str) -> str:
    kept = "".join(" " if sign in r"[]:*?/\\" else sign for sign in plain(title))
    return kept.strip("' ")[:31] or "Sheet"
