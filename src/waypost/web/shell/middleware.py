"""What a request takes from the person who makes it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from waypost.core import history, memo
from waypost.people import installation
from waypost.people.models import Person
from waypost.web import locales

GetResponse = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """Sets time zone and locale, and tells history that this is the web's door."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with memo.remembering():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        token = history.door.set("web")
        # The person, not the stand-in that loads them later: actions save it.
        person = request.user = get_user(request)
        try:
            if isinstance(person, Person):
                timezone.activate(zone_of(person))
                _speak(request, locales.language_of(person.locale))
            with locales.written_as(_locale(request, person)):
                return keep_private(self.get_response(request))
        finally:
            history.door.reset(token)
            timezone.deactivate()


def _speak(request: HttpRequest, language: str) -> None:
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


def _locale(request: HttpRequest, person: object) -> str:
    """Return the locale the person chose, else the one that the browser asks for."""
    chosen = person.locale if isinstance(person, Person) else ""
    return chosen or locales.of_browser(request.headers.get("Accept-Language", ""))


def keep_private(response: HttpResponse) -> HttpResponse:
    """Let no shared cache, and no Back after signing out, show what one person saw."""
    if "Cache-Control" not in response:
        response["Cache-Control"] = "private, no-cache, no-store"
    return response


def zone_of(person: Person) -> ZoneInfo:
    """Return the person's time zone, the organisation's where they chose none."""
    if person.time_zone:
        return installation.zone(person.time_zone)
    return installation.local_zone()
