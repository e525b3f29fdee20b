"""Small tables of our own, as CSV and as workbooks, and how they are brought."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from waypost.core import undo
from waypost.core.models import ChangeSet
from waypost.exchange import actions, queries
from waypost.exchange.brought import Source
from waypost.exchange.preview import Preview
from waypost.exchange.writing import Value, xlsx_chunks
from waypost.people.models import Person

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)


def table(folder: Path, *rows: dict[str, str], name: str = "table.csv") -> Path:
    """Write rows as CSV; the header is the union of their columns, in order."""
    header = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def workbook(folder: Path, head: list[str], *rows: list[Value]) -> Path:
    """Write rows as a workbook, with typed cells."""
    path = folder / "table.xlsx"
    path.write_bytes(b"".join(xlsx_chunks("Sheet", head, rows)))
    return path


def bring(actor: Person, path: Path, kind: str, **how: Any) -> actions.Outcome:
    """Import a table at once."""
    now = how.pop("now", NOW)
    source = Source(path, kind=kind, **how)
    return actions.import_path(actor=actor, now=now, source=source)


def look(actor: Person, path: Path, kind: str, **how: Any) -> Preview:
    """Say what importing a table would do."""
    source = Source(path, kind=kind, now=NOW, **how)
    return queries.preview_path(viewer=actor, source=source)


def take_back(actor: Person, done: actions.Outcome) -> None:
    """Undo an import."""
    assert done.change_set is not None
    change_set = ChangeSet.objects.get(pk=done.change_set)
    undo.undo(actor=actor, now=LATER, change_set=change_set)


def reasons(preview: Preview) -> dict[str, str]:
    """Return why rows cannot be taken as they stand, by column."""
    return {problem.column: problem.reason for problem in preview.problems}


def answer(preview: Preview, column: str, choice: str) -> dict[str, str]:
    """Choose how to go on with the problem of a column."""
    found = [p for p in preview.problems if p.column == column]
    return {problem.id: choice for problem in found}
