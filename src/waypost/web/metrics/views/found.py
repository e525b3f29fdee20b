"""What the addresses of this family name; 404 where there is none for the person."""

from django.http import Http404

from waypost.okrs import queries
from waypost.okrs.models import Metric, Reading
from waypost.web.http import HttpRequest


def find_metric(request: HttpRequest, number: int) -> Metric:
    """Return the metric of an address."""
    try:
        return queries.metric(viewer=request.user, number=number)
    except (Metric.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def find_reading(request: HttpRequest, pk: int) -> Reading:
    """Return the reading of an address."""
    try:
        return queries.reading(viewer=request.user, pk=pk)
    except (Reading.DoesNotExist, OverflowError) as error:
        raise Http404 from error
