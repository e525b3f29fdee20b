"""What the addresses of this family name; 404 where there is none for the person."""

from django.http import Http404
from django.utils import timezone

from waypost.core.access import require
from waypost.okrs import access, queries
from waypost.okrs.models import KeyResult, Objective
from waypost.people.installation import local_day
from waypost.web.http import HttpRequest
from waypost.web.shell.cycles import CycleChoice, choose_cycle


def find_objective(request: HttpRequest, number: int) -> Objective:
    """Return the objective of an address."""
    try:
        return queries.objective(viewer=request.user, number=number)
    except Objective.DoesNotExist as error:
        raise Http404 from error


def find_key_result(request: HttpRequest, objective: int, number: int) -> KeyResult:
    """Return the key result of an address, if it is the objective's."""
    try:
        found = queries.key_result(viewer=request.user, number=number)
    except KeyResult.DoesNotExist as error:
        raise Http404 from error
    if found.objective.number != objective:
        raise Http404
    return found


def chosen(request: HttpRequest) -> CycleChoice:
    """Return the cycle that the address names, or the current one."""
    return choose_cycle(request, today=local_day(timezone.now()))


def require_editable(request: HttpRequest, objective: Objective) -> None:
    """Answer 403 to whoever may see the objective and not change it."""
    access.require_edit_objective(request.user, objective)


def require_place(*, is_there: bool, message: str) -> None:
    """Answer 403 to whoever may write no objective there."""
    require(is_there, message)
