"""The rows that cannot be taken as they stand, for a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from waypost.exchange.preview import ProblemRow
from waypost.web.http import HttpRequest, page
from waypost.web.imports.views.found import find_run

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@page("GET")
def problems_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the rows that cannot be taken as they stand, for a spreadsheet."""
    found = find_run(request, pk)
    rows = found.preview.problems if found.preview else ()
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(
        [_("Row"), _("Key"), _("Column"), _("Text"), _("What is wrong"), _("Then")]
    )
    writer.writerows(_cells(row) for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-rows.csv"'
    return response


def _cells(row: ProblemRow) -> Iterator[str]:
    labels = {choice.value: choice.label for choice in row.choices}
    then = labels.get(row.chosen, row.chosen)
    at = str(row.row) if row.row else ""
    for cell in (at, row.key, row.column, row.text, row.reason, then):
        yield harmless(cell)


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=2+3"), harmless("ONB-1")
    ("'=2+3", 'ONB-1')
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
