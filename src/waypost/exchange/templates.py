"""Templates: the header of each table that Waypost asks for, as CSV and XLSX."""

from collections.abc import Iterator

from waypost.exchange.reading.sheet_words import SHEETS
from waypost.exchange.writing import csv_lines, xlsx_chunks

OF_TASKS = (
    "ID",
    "Title",
    "Project",
    "Milestone",
    "Parent",
    "Status",
    "Assignee",
    "Start",
    "Due",
    "Estimate",
    "Percent done",
    "Depends on",
    "Priority",
    "Labels",
    "Description",
)
HEADS: dict[str, tuple[str, ...]] = {
    "tasks": OF_TASKS,
    **{name: tuple(kind.template.values()) for name, kind in SHEETS.items()},
}
FORMS = ("csv", "xlsx")


def template(kind: str, form: str) -> Iterator[bytes]:
    """Yield the template of a kind of table, piece by piece.

    Raises
    ------
    KeyError
        If there is none of that kind.
    """
    head = HEADS[kind]
    return csv_lines(head, ()) if form == "csv" else xlsx_chunks(kind, head, ())
