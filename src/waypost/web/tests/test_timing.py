import re

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from waypost.people.models import Person
from waypost.web.timing import ServerTiming


def asks_twice(request: HttpRequest) -> HttpResponse:
    list(Person.objects.all())
    return HttpResponse(str(Person.objects.count()))


@pytest.mark.django_db
def test_says_how_long_app_and_database_took(settings: object) -> None:
    settings.TIMING = True  # type: ignore[attr-defined]  # pytest-django's fixture

    response = ServerTiming(asks_twice)(RequestFactory().get("/"))

    said = response.headers["Server-Timing"]
    times = r"app;dur=[\d.]+, cpu;dur=[\d.]+, db;dur=[\d.]+"
    assert re.fullmatch(rf'{times}, queries;desc="2"', said)


def test_is_out_of_the_way_when_it_is_off(settings: object) -> None:
    settings.TIMING = False  # type: ignore[attr-defined]  # pytest-django's fixture

    with pytest.raises(MiddlewareNotUsed):
        ServerTiming(asks_twice)
