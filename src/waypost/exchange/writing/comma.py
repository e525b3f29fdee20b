"""Rows as CSV: UTF-8 with a mark, commas, CRLF, as spreadsheets open it by a click."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from waypost.exchange.writing.values import Value, harmless

MARK = "\ufeff"
_BATCH = 500


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield a file piece by piece.

    Days are written ``2026-12-31``, instants with their offset, numbers with a point;
    text that a spreadsheet would run gets an apostrophe.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(MARK)
    writer.writerow([harmless(word) for word in head])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_written(value) for value in row])
        if number % _BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
