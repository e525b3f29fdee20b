"""Tables with a template, read into entries: one for each row, its texts by field.

What a text means is decided by whoever asks: `Entry.number`, `Entry.day` and their
like note a problem where a text is none, and give the choice that stands for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.dates import NotADate, read_moment
from waypost.exchange.reading.incoming import Choice, Column, Source
from waypost.exchange.reading.jira_columns import Layout, lay_out
from waypost.exchange.reading.mapping import ColumnMap
from waypost.exchange.reading.numbers import read_number
from waypost.exchange.reading.problems import (
    LEAVE_EMPTY,
    LEAVE_ROW_OUT,
    Place,
    Problems,
    Trouble,
)
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sheet_words import PRESETS, SheetKind, preset_of
from waypost.exchange.reading.sniff import Row
from waypost.exchange.reading.tables import File, text_notes

LARGEST = Decimal(10) ** 14
DIGITS = Decimal("0.000001")


class LeftOut(Exception):
    """The row is left out, as the person chose."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was opened: its columns, and its rows as entries.

    `needs` names fields that no column holds and without which nothing can be made.
    """

    kind: str
    file: File
    layout: Layout
    source: Source
    columns: tuple[Column, ...]
    needs: tuple[str, ...]
    notes: tuple[Said, ...]
    problems: Problems

    def entries(self) -> Iterator["Entry"]:
        """Read the rows; of those with a longer row than the header cells are kept."""
        for row in self.file.body():
            if any(cell.strip() for cell in row.cells):
                yield Entry(self, row)

    def has(self, name: str) -> bool:
        """Whether a column holds this field."""
        return name in self.layout.positions


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table."""

    sheet: Sheet
    row: Row
    key: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Where it stands, as a spreadsheet counts."""
        return self.row.number

    def text(self, name: str, *, most: int = 0) -> str:
        """Return the text of a field on one line, cut at `most` characters."""
        plain = " ".join(self.raw(name).split())
        return f"{plain[: most - 1]}…" if most and len(plain) > most else plain

    def raw(self, name: str) -> str:
        """Return the text of a field as it stands."""
        cells = self.row.cells
        for at, _column in self.sheet.layout.positions.get(name, ()):
            if at < len(cells) and (text := cells[at].strip()):
                return text.replace("\0", "")
        return ""

    def column(self, name: str) -> str:
        """Return the header of the column that holds a field."""
        places = self.sheet.layout.positions.get(name, ())
        return places[0][1] if places else name

    def place(self, name: str) -> Place:
        """Say where a field of this row stands."""
        return Place(
            self.row.number, self.key[-1] if self.key else "", self.column(name)
        )

    def ask(self, name: str, trouble: Trouble) -> str:
        """Note a problem with a field; raise `LeftOut` if the row is to stay out."""
        chosen = self.sheet.problems.ask(self.place(name), trouble)
        if chosen == LEAVE_ROW_OUT.value:
            raise LeftOut
        return chosen

    def refuse(self, name: str, reason: Said | str, text: str = "") -> LeftOut:
        """Note that the row cannot be taken, and why; return what to raise."""
        said = reason if isinstance(reason, Said) else Said(reason)
        shown = text or self.raw(name)
        trouble = Trouble("refused", shown, said, (LEAVE_ROW_OUT,))
        self.sheet.problems.ask(self.place(name), trouble)
        return LeftOut()

    def value(self, name: str) -> Decimal | None:
        """Return a number; a percent sign or the unit behind it is passed over."""
        text = self.raw(name)
        if not text:
            return None
        mark = self.sheet.layout.mark
        number = read_number(text.rstrip("% \u00a0\u202f"), mark)
        if number is not None and abs(number) < LARGEST:
            return number.quantize(DIGITS).normalize() + 0
        reason = (
            say(_("is not a number"))
            if number is None
            else say(_("is larger than Waypost can hold"))
        )
        self.ask(name, Trouble("bad_value", text, reason, self._ways(name)))
        return None

    def moment(self, name: str) -> datetime | None:
        """Return a day, or an instant without an offset unless the file gives one."""
        text = self.raw(name)
        if not text:
            return None
        order = self.sheet.layout.orders.get(self.column(name))
        try:
            return read_moment(text[:80], order)
        except NotADate as wrong:
            return self._bad_day(name, text, wrong)

    def day(self, name: str) -> date | None:
        """Return a day."""
        moment = self.moment(name)
        return moment.date() if moment else None

    def _bad_day(self, name: str, text: str, wrong: NotADate) -> datetime | None:
        choices = self._ways(name)
        if wrong.nearest:
            said = say(_("use %(date)s"), date=wrong.nearest.isoformat())
            choices = (Choice("nearest", said), *choices)
        chosen = self.ask(name, Trouble("bad_date", text, wrong.reason, choices))
        if chosen == "nearest" and wrong.nearest:
            return datetime.combine(wrong.nearest, datetime.min.time())
        return None

    def _ways(self, name: str) -> tuple[Choice, ...]:
        if name in _INDISPENSABLE:
            return (LEAVE_ROW_OUT,)
        return (LEAVE_EMPTY, LEAVE_ROW_OUT)

    def kept(self) -> dict[str, str]:
        """Return what no field holds, by its column."""
        texts: dict[str, str] = {}
        cells = self.row.cells
        for at, column in self.sheet.layout.kept:
            if at < len(cells) and (text := cells[at].strip().replace("\0", "")):
                texts[column] = f"{texts[column]}\n{text}" if column in texts else text
        spare = [cell.strip() for cell in cells[len(self.sheet.file.header) :]]
        if any(spare):
            texts["…"] = "\n".join(filter(None, spare))
        return texts


# A reading without its day or value is none.
_INDISPENSABLE = {"at", "value"}


def open_sheet(
    file: File, kind: SheetKind, mapping: ColumnMap, answers: Mapping[str, str]
) -> Sheet:
    """Read a table once and decide what each of its columns is."""
    preset = preset_of(file.header) if kind.name == "okrs" else ""
    lexicon = kind.lexicon(PRESETS.get(preset))
    body = file.body()
    separator = file.shape.separator
    layout = lay_out(file.header, body, mapping, separator, lexicon=lexicon)
    if body.rows.unclosed:
        reason = _("Row %(row)s opens a quote that is not closed. Export it again.")
        raise Refused(say(reason, row=body.rows.unclosed))
    notes = [*file.notes, *layout.notes, *text_notes(file, body.rows)]
    if not layout.rows:
        notes.append(say(_("The file has a header and no rows.")))
    return Sheet(
        kind=kind.name,
        file=file,
        layout=layout,
        source=file.source(layout.rows),
        columns=layout.columns,
        needs=layout.missing,
        notes=tuple(notes),
        problems=Problems(answers),
    )
