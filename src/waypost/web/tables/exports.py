"""All rows of a table as a file: filtered and with the columns as the page shows them.

A file is the page's own address at another path, so what a view shows is what its
file holds. Rows are read in chunks while they are sent: memory does not grow with the
file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from waypost.exchange.writing import Value, csv_lines, xlsx_chunks
from waypost.people.installation import local_day
from waypost.planning import queries as planning
from waypost.web.http import HttpRequest
from waypost.web.tables import asked as asking
from waypost.web.tables.chosen_view import chosen
from waypost.web.tables.columns import Column, Table
from waypost.web.tables.narrowing import Asker

CHUNK = 1_000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(
    request: HttpRequest, table: Table[Any], form: str, *, known: Sequence[str] = ()
) -> StreamingHttpResponse:
    """Send a table as ``csv`` or ``xlsx``.

    Raises
    ------
    Http404
        If it is asked for in another form.
    """
    if form not in _TYPES:
        raise Http404
    asker = Asker(request.user, local_day(timezone.now()))
    views = planning.saved_views(viewer=request.user, table=table.name)
    given = chosen(request.GET, views, known=known, opening=table.opening).given
    asked = asking.read(table, given, asker, known=known)
    columns = asking.heading(table, asked)
    head = [str(column.label) for column in columns]
    wanted = replace(asked.wanted(), first=0, count=None)
    found = table.find(viewer=asker.viewer, today=asker.today, wanted=wanted)
    rows = _rows(table, asker, found.ids, columns)
    content = (
        csv_lines(head, rows)
        if form == "csv"
        else xlsx_chunks(str(table.title), head, rows)
    )
    response = StreamingHttpResponse(content, content_type=_TYPES[form])
    name = f"{slugify(table.name)}-{asker.today.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(
    table: Table[Any], asker: Asker, ids: Sequence[int], columns: list[Column[Any]]
) -> Iterator[list[Value]]:
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        for row in table.read(viewer=asker.viewer, today=asker.today, ids=part):
            yield [column.value(row) for column in columns]
