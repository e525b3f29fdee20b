"""What fits while one types what an objective supports, or a metric."""

from django.http import Http404, HttpResponse

from waypost.okrs import queries
from waypost.okrs.models import Cycle, Objective
from waypost.web.http import HttpRequest, page
from waypost.web.named import offers
from waypost.web.objectives.options import metrics_named, parents_named


@page("GET")
def metrics(request: HttpRequest) -> HttpResponse:
    return offers(request, metrics_named(request.user))


@page("GET")
def parents(request: HttpRequest) -> HttpResponse:
    """Offer what an objective of ``cycle`` may support, which ``child`` is not."""
    viewer = request.user
    try:
        cycle = queries.cycle(viewer=viewer, pk=_number(request, "cycle") or 0)
        number = _number(request, "child")
        child = queries.objective(viewer=viewer, number=number) if number else None
    except (Cycle.DoesNotExist, Objective.DoesNotExist) as error:
        raise Http404 from error
    return offers(request, parents_named(viewer, cycle, child=child))


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else None
