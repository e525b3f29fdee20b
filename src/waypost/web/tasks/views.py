"""The table of tasks."""

from django.http import HttpResponse
from django.http.response import StreamingHttpResponse
from django.urls import reverse

from waypost.web import tables
from waypost.web.http import HttpRequest, page
from waypost.web.tasks.table import TASKS

TEMPLATE = "tasks/index.html"


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    table = tables.Shown(request, TASKS)
    context = {"export": reverse("tasks:index") + "export."}
    if request.method == "POST":
        return table.edit(TEMPLATE, context)
    return table.render(TEMPLATE, context)


@page("GET")
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return tables.export(request, TASKS, form)
