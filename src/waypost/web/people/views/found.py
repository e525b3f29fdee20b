"""Whom the addresses of this family name; 404 where there is nobody."""

from django.http import Http404

from waypost.people import access, queries
from waypost.people.models import Contact, Person, TimeOff
from waypost.web.http import HttpRequest


def find_person(request: HttpRequest, pk: int) -> Person:
    """Return the person of an address."""
    try:
        return queries.person(viewer=request.user, pk=pk)
    except (Person.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def find_contact(request: HttpRequest, pk: int) -> Contact:
    """Return the contact of an address."""
    try:
        return queries.contact(viewer=request.user, pk=pk)
    except (Contact.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def find_time_off(request: HttpRequest, pk: int) -> TimeOff:
    """Return the entry of an address."""
    try:
        return queries.time_off_entry(viewer=request.user, pk=pk)
    except (TimeOff.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def require_admin(request: HttpRequest) -> None:
    """Answer 403 to everybody else."""
    access.require_admin(request.user)
