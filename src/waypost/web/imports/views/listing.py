"""The imports so far, taking a file, and the headers that are known."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from waypost.exchange import actions, queries, templates
from waypost.exchange.models import ImportRun
from waypost.web.forms import apply_errors
from waypost.web.http import HttpRequest, page, render_page, see_other
from waypost.web.imports import showing, words
from waypost.web.imports.forms import UploadForm
from waypost.web.imports.views.found import watch
from waypost.web.uploads import is_too_large

FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    """Show the imports so far, and take a file."""
    now = timezone.now()
    rows = queries.runs(viewer=request.user, now=now)
    is_sent = request.method == "POST"
    asked = {name: request.GET.get(name, "") for name in ("kind", "metric")}
    form = (
        UploadForm(request.POST, request.FILES)
        if is_sent
        else UploadForm(initial=asked)
    )
    if is_sent and (made := _uploaded(request, form, now)):
        return see_other("imports:columns", made.pk)
    context = {
        "form": form,
        "metric": form["metric"].value(),
        "templates": words.template_words(request.user),
        "rows": [(row, words.kind_words(row.kind)) for row in rows],
        "steps": showing.steps(1, None, ""),
        "most_megabytes": settings.UPLOAD_MAX_MEGABYTES,
    }
    status = 422 if is_sent else 200
    return render_page(
        request, "imports/index.html", context, partial="upload", status=status
    )


def _uploaded(
    request: HttpRequest, form: UploadForm, now: datetime
) -> ImportRun | None:
    """Take the file; what is wrong with it stands under its field."""
    if is_too_large(request):
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", actions.TooLarge().message_dict["file"])
        return None
    if not form.is_valid():
        return None
    file, kind, known = form.upload()
    try:
        made = actions.upload(
            actor=request.user,
            now=now,
            name=file.name or "",
            chunks=file.chunks(),
            kind=kind,
            answers=known,
        )
    except ValidationError as error:
        apply_errors(form, error)
        return None
    watch(request, made)
    return made


@page("GET")
def template(request: HttpRequest, kind: str, form: str) -> StreamingHttpResponse:
    """Give the header of a table that Waypost asks for, to be filled in."""
    known = {name for name, _label in words.template_words(request.user)}
    if kind not in known or form not in templates.FORMS:
        raise Http404
    response = StreamingHttpResponse(
        templates.template(kind, form), content_type=FILE_TYPES[form]
    )
    name = f"waypost-{kind}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
