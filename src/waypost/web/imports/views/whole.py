"""The whole organisation as a file: begun, watched, taken along."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone

from waypost.exchange import actions, queries
from waypost.exchange.models import ExportRun
from waypost.web.http import HttpRequest, page, render_page, see_other
from waypost.web.imports.carrying import shown_exports


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    """Show the exports so far; on POST begin one."""
    now = timezone.now()
    if request.method == "POST":
        actions.begin_export(actor=request.user, now=now)
        return see_other("imports:export")
    rows = shown_exports(queries.exports(viewer=request.user, now=now))
    context = {
        "rows": rows,
        "is_working": any(row.working for row in rows),
        "days": queries.EXPORT_KEPT.days,
    }
    return render_page(request, "imports/export.html", context, partial="runs")


@page("GET")
def download(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file of an export."""
    try:
        path, name = queries.export_file(viewer=request.user, pk=pk, now=timezone.now())
    except ExportRun.DoesNotExist as error:
        raise Http404 from error
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/gzip"
    response["Cache-Control"] = "no-store"
    return response
