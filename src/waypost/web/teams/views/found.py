"""Which team or membership an address names; 404 where there is none."""

from django.http import Http404

from waypost.people import queries
from waypost.people.models import Membership, Team
from waypost.web.http import HttpRequest


def find_team(request: HttpRequest, pk: int) -> Team:
    """Return the team of an address."""
    try:
        return queries.team(viewer=request.user, pk=pk)
    except (Team.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def find_membership(request: HttpRequest, pk: int) -> Membership:
    """Return the membership of an address."""
    try:
        return queries.membership(viewer=request.user, pk=pk)
    except (Membership.DoesNotExist, OverflowError) as error:
        raise Http404 from error
