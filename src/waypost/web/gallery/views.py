"""Every component with sample data: what people look at who build pages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from waypost.web import tables
from waypost.web.gallery import samples, talk
from waypost.web.gallery.forms import SampleForm
from waypost.web.gallery.table import LEFT, SAMPLES
from waypost.web.http import HttpRequest, page, render_page


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    _require_builder(request)
    form = SampleForm({"effort": "much", "title": ""})
    context = {
        "form": form,
        "plain": SampleForm(),
        "sample": samples.make(),
        "table": tables.Shown(request, SAMPLES),
        "left": LEFT,
        "talk": talk.make(),
        "refused_box": talk.refused(),
    }
    return render_page(request, "gallery/index.html", context, partial="all")


@page("GET")
def error(request: HttpRequest, code: int) -> HttpResponse:
    _require_builder(request)
    if code not in {400, 403, 404, 500}:
        raise Http404
    return render(request, f"{code}.html", status=code)


def _require_builder(request: HttpRequest) -> None:
    if not (settings.DEBUG or request.user.is_admin):
        raise Http404
