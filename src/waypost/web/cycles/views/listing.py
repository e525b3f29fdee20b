"""All cycles, each below what it lies in."""

from django.http import HttpResponse

from waypost.okrs import access, queries
from waypost.web.http import HttpRequest, page, render_page


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": queries.cycle_tree(viewer=request.user),
        "may_create": access.may_create_cycle(request.user),
    }
    return render_page(request, "cycles/index.html", context, partial="all")
