"""What a request is about, as far as the person may see it."""

from datetime import datetime

from django.http import Http404

from waypost.okrs import queries
from waypost.okrs.models import CheckIn, KeyResult, Reading, Step
from waypost.people import queries as people_queries
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.web.http import HttpRequest


def facts_of(viewer: Person, number: int, now: datetime) -> queries.KeyResultPage:
    try:
        return queries.key_result_page(
            viewer=viewer, number=number, today=local_day(now)
        )
    except KeyResult.DoesNotExist as error:
        raise Http404 from error


def key_result(request: HttpRequest, number: int) -> KeyResult:
    try:
        return queries.key_result(viewer=request.user, number=number)
    except KeyResult.DoesNotExist as error:
        raise Http404 from error


def check_in_of(request: HttpRequest, pk: int) -> CheckIn:
    try:
        return queries.check_in(viewer=request.user, pk=pk)
    except CheckIn.DoesNotExist as error:
        raise Http404 from error


def step(request: HttpRequest, pk: int) -> Step:
    try:
        return queries.step(viewer=request.user, pk=pk)
    except Step.DoesNotExist as error:
        raise Http404 from error


def reading(request: HttpRequest, pk: int) -> tuple[Reading, KeyResult]:
    """Return a reading and the key result from whose page it was opened."""
    try:
        found = queries.reading(viewer=request.user, pk=pk)
    except Reading.DoesNotExist as error:
        raise Http404 from error
    rows = queries.key_results_on(viewer=request.user, metric_ids=[found.metric_id])
    if not rows:
        raise Http404
    return found, key_result(request, rows[0].number)


def person(request: HttpRequest, pk: int) -> Person:
    return people_queries.person(viewer=request.user, pk=pk)
