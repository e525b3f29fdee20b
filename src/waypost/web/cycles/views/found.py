"""The cycle of an address."""

from django.http import Http404

from waypost.okrs import queries
from waypost.okrs.models import Cycle
from waypost.web.http import HttpRequest


def find_cycle(request: HttpRequest, pk: int) -> Cycle:
    """Return the cycle of an address; 404 where there is none."""
    try:
        return queries.cycle(viewer=request.user, pk=pk)
    except (Cycle.DoesNotExist, OverflowError) as error:
        raise Http404 from error
