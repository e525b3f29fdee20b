"""Objectives and key results as flat tables."""

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse

from waypost.web import tables
from waypost.web.http import HttpRequest, page
from waypost.web.objectives.tables import KEY_RESULTS, OBJECTIVES

OBJECTIVES_TEMPLATE = "objectives/table.html"
KEY_RESULTS_TEMPLATE = "objectives/key_results_table.html"


@page("GET", "POST")
def objectives(request: HttpRequest) -> HttpResponse:
    table = tables.Shown(request, OBJECTIVES)
    context = {
        "export": reverse("objectives:table") + "export.",
        "lead": "objectives/table_tabs.html",
        "here": "objectives",
    }
    if request.method == "POST":
        return table.edit(OBJECTIVES_TEMPLATE, context)
    return table.render(OBJECTIVES_TEMPLATE, context)


@page("GET")
def key_results(request: HttpRequest) -> HttpResponse:
    table = tables.Shown(request, KEY_RESULTS)
    context = {
        "export": reverse("objectives:key_results_table") + "export.",
        "lead": "objectives/table_tabs.html",
        "here": "key_results",
    }
    return table.render(KEY_RESULTS_TEMPLATE, context)


@page("GET")
def export_objectives(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return tables.export(request, OBJECTIVES, form)


@page("GET")
def export_key_results(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return tables.export(request, KEY_RESULTS, form)
