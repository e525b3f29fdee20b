"""How each column and status of a file is read, made ready for templates."""

from collections.abc import Mapping
from dataclasses import dataclass

from waypost.exchange.preview import ChoiceRow, ColumnRow, Preview, StatusRow
from waypost.web.imports import words
from waypost.web.imports.forms import LENGTHS
from waypost.web.imports.showing import KEEP, LEAVE_OUT
from waypost.web.templatetags.formats import percent

# Plans whose statuses are words that a person may have to explain.
WITH_STATUSES = {"jira", "tasks"}


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with the fields that change how it is read."""

    at: int
    row: ColumnRow
    options: tuple[ChoiceRow, ...]
    filled: str
    orders: tuple[ChoiceRow, ...]
    units: tuple[ChoiceRow, ...]
    becomes: str
    chosen: str
    order: str
    unit: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class ShownStatus:
    """A status of the file, and the kind that is chosen for it."""

    at: int
    row: StatusRow
    kind: str


def columns(
    preview: Preview,
    *,
    with_all: bool = False,
    typed: Mapping[str, str] | None = None,
) -> tuple[list[ShownColumn], int]:
    """Return the columns that say something, and how many others there are.

    `typed` is what a refused form said: it stays.
    """
    listed = [
        _column(preview.kind, at, column, typed or {})
        for at, column in enumerate(preview.columns)
        if with_all or column.filled > 0 or column.becomes not in {KEEP, LEAVE_OUT}
    ]
    return listed, len(preview.columns) - len(listed)


def _column(
    kind: str, at: int, column: ColumnRow, typed: Mapping[str, str]
) -> ShownColumn:
    has_order = bool(column.date_order) or column.is_ambiguous
    return ShownColumn(
        at=at,
        row=column,
        options=tuple(
            ChoiceRow(name, words.becomes_words(kind, name)) for name in column.options
        ),
        filled=percent(column.filled),
        orders=tuple(ChoiceRow(*o) for o in words.order_words()) if has_order else (),
        units=tuple(ChoiceRow(*u) for u in words.unit_words())
        if column.becomes in LENGTHS
        else (),
        becomes=words.becomes_words(kind, column.becomes),
        chosen=typed.get(f"column-{at}", column.becomes),
        order=typed.get(f"order-{at}", column.date_order),
        unit=typed.get(f"unit-{at}", ""),
        is_off=column.becomes in {KEEP, LEAVE_OUT},
    )


def statuses(
    preview: Preview, typed: Mapping[str, str] | None = None
) -> list[ShownStatus]:
    """Return the statuses of a table of tasks; what a refused form said stays."""
    said = typed or {}
    return [
        ShownStatus(at, row, said.get(f"status-{at}", row.kind))
        for at, row in enumerate(preview.statuses)
        if preview.kind in WITH_STATUSES
    ]
