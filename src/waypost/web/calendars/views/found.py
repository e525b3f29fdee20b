"""Which calendar or day an address names; 404 where there is none."""

from django.http import Http404

from waypost.people import queries
from waypost.people.models import Calendar, CalendarException
from waypost.web.http import HttpRequest


def find_calendar(request: HttpRequest, pk: int) -> Calendar:
    """Return the calendar of an address."""
    try:
        return queries.calendar(viewer=request.user, pk=pk)
    except (Calendar.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def find_day(request: HttpRequest, pk: int) -> CalendarException:
    """Return the day of an address."""
    try:
        return queries.calendar_exception(viewer=request.user, pk=pk)
    except (CalendarException.DoesNotExist, OverflowError) as error:
        raise Http404 from error
