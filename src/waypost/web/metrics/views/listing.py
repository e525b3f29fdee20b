"""All metrics, as a table."""

from django.http import HttpResponse
from django.http.response import StreamingHttpResponse
from django.urls import reverse

from waypost.okrs import access
from waypost.web import tables
from waypost.web.http import HttpRequest, page
from waypost.web.metrics.table import METRICS


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "export": reverse("metrics:index") + "export.",
        "may_create": access.may_create_metric(request.user),
    }
    return tables.Shown(request, METRICS).render("metrics/index.html", context)


@page("GET")
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return tables.export(request, METRICS, form)
