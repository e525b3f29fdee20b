"""What every preview has in common: columns, problems, values, as pages show them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from waypost.exchange.preview import ChoiceRow, ColumnRow, ProblemRow
from waypost.exchange.reading.incoming import Column, Problem

MOST_ROWS = 200
MOST_PROJECTS = 50
MOST_NODES = 36  # milestones of all projects together
LEAST_NODES = 3
MOST_COLUMNS = 3_000
MOST_STATUSES = 60
MOST_TEXT = 200
NEW, UPDATED, UNCHANGED = "new", "updated", "unchanged"
LEFT_OUT = {"leave_row_out", "leave_out"}


def field_words(name: str) -> str:
    """Return what a field is called."""
    words = {
        "assignee": _("assignee"),
        "body": _("text"),
        "acceptance_criteria": _("acceptance criteria"),
        "achieved_on": _("achieved on"),
        "constraint": _("constraint"),
        "constraint_on": _("constraint on"),
        "done_at": _("done on"),
        "due_on": _("due"),
        "estimate_hours": _("estimate"),
        "fixed_days": _("duration in days"),
        "percent_done": _("percent done"),
        "remaining_hours": _("remaining"),
        "starts_on": _("start"),
        "lag_unit": _("unit of the lag"),
        "due": _("due"),
        "start": _("start"),
    }
    return words.get(name, name.replace("_", " "))


def column_row(column: Column) -> ColumnRow:
    """Return a column as pages show it."""
    return ColumnRow(
        name=column.name[:MOST_TEXT],
        sample=shorten(column.sample),
        read_as=str(column.read_as),
        becomes=column.becomes,
        options=column.options,
        filled=round(column.share_filled, 4),
        repeated=column.repeated,
        date_order=column.date_order.value if column.date_order else "",
        is_ambiguous=column.is_ambiguous,
    )


def problem_row(problem: Problem) -> ProblemRow:
    """Return a problem as pages show it."""
    return ProblemRow(
        id=problem.id,
        kind=problem.kind,
        row=problem.row,
        key=shorten(problem.key),
        column=shorten(_capital(field_words(problem.column))),
        text=shorten(problem.text),
        reason=str(problem.reason),
        choices=tuple(ChoiceRow(c.value, str(c.label)) for c in problem.choices),
        chosen=problem.chosen,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def in_words(value: Any) -> str:
    """Write a value of a field for people."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return date_format(value, "j M Y")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return shorten(str(value))


def shorten(text: str) -> str:
    """Cut a text to what a list shows."""
    return Truncator(text.replace("\0", "")).chars(MOST_TEXT)
