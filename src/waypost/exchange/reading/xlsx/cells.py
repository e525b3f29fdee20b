"""The cells of a sheet as texts: what a formula was worth, days as ISO writes them."""

import re
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Refused, say
from waypost.exchange.reading.sniff import MAX_COLUMNS, MAX_FIELD, MAX_ROWS, Row
from waypost.exchange.reading.texts import Exact
from waypost.exchange.reading.xlsx.book import Workbook
from waypost.exchange.reading.xlsx.parts import local, whole

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
# Cells know no zone: what they count is days since these.
FIRST_1900 = datetime.combine(date(1899, 12, 30), time())
FIRST_1904 = datetime.combine(date(1904, 1, 1), time())


class Cells:
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
        """Hear of the start of an element."""
        tag = local(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            # Rows may leave their number out, and then follow one another.
            given = whole(attributes.get("r", ""))
            self._number = max(self._number + 1, given)
            self._at, self._cells = -1, []
            _require_rows(self._number)
        elif tag == "rPh":
            self._passing = True
        elif tag in {"v", "t"}:
            self._in_value = not self._passing

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = PLACE.fullmatch(attributes.get("r", ""))
        self._at = _column(found[1]) if found else self._at + 1
        if self._at >= MAX_COLUMNS:
            reason = _("Row %(row)s has more than %(limit)s columns.")
            raise Refused(say(reason, row=self._number, limit=f"{MAX_COLUMNS:,}"))
        self._kind = attributes.get("t", "n")
        self._style = whole(attributes.get("s", ""))
        self._parts.clear()
        self._size = 0

    def data(self, text: str) -> None:
        """Hear of text inside an element."""
        if not self._in_value:
            return
        self._size += len(text)
        if self._size > MAX_FIELD:
            reason = _("A cell in row %(row)s is longer than %(limit)s characters.")
            raise Refused(say(reason, row=self._number, limit=f"{MAX_FIELD:,}"))
        self._parts.append(text)

    def end(self, name: str) -> None:
        """Hear of the end of an element."""
        tag = local(name)
        if tag in {"v", "t"}:
            self._in_value = False
        elif tag == "rPh":
            self._passing = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row" and any(self._cells):
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
            at = whole(raw)
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


def _column(letters: str) -> int:
    """Return where a column stands.

    >>> _column("A"), _column("Z"), _column("AA")
    (0, 25, 26)
    """
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _require_rows(number: int) -> None:
    if number > MAX_ROWS + 1:
        reason = _("The file has more than %(rows)s rows: split it.")
        raise Refused(say(reason, rows=f"{MAX_ROWS:,}"))


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
