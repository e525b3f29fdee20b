"""What is known of a workbook before its rows are read: sheets, formats, texts."""

import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sniff import MAX_FIELD
from waypost.exchange.reading.xlsx.parts import DAMAGED, TOO_MUCH, local, parse, whole

MAX_PARTS = 10_000
MAX_SMALL_PART = 16 * 1024**2  # of the list of sheets, of styles
MAX_TEXTS = 128 * 1024**2  # of shared texts, which are held
WORKBOOK, STYLES, TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
LINKS = "xl/_rels/workbook.xml.rels"
# Formats that every workbook has without naming them, and that show a day or time.
BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
BUILT_IN_PERCENT = {9, 10}
NO_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


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


def open_workbook(archive: zipfile.ZipFile) -> Workbook:
    """Read the parts of a workbook that its rows need."""
    names = archive.namelist()
    if len(names) > MAX_PARTS:
        raise Refused(say(TOO_MUCH))
    sheets = _Sheets()
    parse(archive, WORKBOOK, sheets.start, most=MAX_SMALL_PART)
    links = _Links()
    if LINKS in names:
        parse(archive, LINKS, links.start, most=MAX_SMALL_PART)
    shown = [each for each in sheets.found if each[2] == "visible"] or sheets.found
    if not shown:
        raise Refused(say(_("This workbook has no sheet.")))
    name, link, _state = shown[0]
    sheet = links.targets.get(link, "xl/worksheets/sheet1.xml")
    if sheet not in names:
        raise Refused(say(DAMAGED))
    styles = _Styles()
    if STYLES in names:
        parse(archive, STYLES, styles.start, most=MAX_SMALL_PART)
    texts = _Texts()
    if TEXTS in names:
        handlers = (texts.start, texts.end, texts.data)
        parse(archive, TEXTS, *handlers, most=MAX_TEXTS)
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


class _Sheets:
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            state = attributes.get("state", "visible")
            self.found.append((attributes.get("name", "")[:200], link, state))
        elif local(name) == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in {"1", "true"}


class _Links:
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
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
        tag = local(name)
        if tag == "numFmt":
            number = whole(attributes.get("numFmtId", ""))
            self.codes[number] = attributes.get("formatCode", "")[:500]
        elif tag in {"cellXfs", "cellStyleXfs", "dxfs"}:
            self._inside = tag == "cellXfs"
        elif tag == "xf" and self._inside and len(self.formats) < 100_000:
            self.formats.append(whole(attributes.get("numFmtId", "")))

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
        tag = local(name)
        if tag == "rPh":
            self._passing += 1
        self._in_text = tag == "t" and not self._passing

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "rPh":
            self._passing -= 1
        elif tag == "si":
            self.found.append(_bounded("".join(self._parts)))
            self._parts.clear()
        self._in_text = False

    def data(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


def _bounded(text: str) -> str:
    if len(text) > MAX_FIELD:
        raise Refused(say(TOO_MUCH))
    return text
