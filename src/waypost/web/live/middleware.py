"""Tells a page which change sets are its own doing, so that they do not echo.

The answer to what script sent says so in a header. What a form sent is answered by a
page that is made afterwards: a cookie takes the numbers to it, and it names them.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from waypost.core import history

GetResponse = Callable[[HttpRequest], HttpResponse]
BEGAN = "waypost.live.began"
HEADER = "Waypost-Changed"
COOKIE = "waypost-changed"
SECONDS_KEPT = 30
MOST = 20
READS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class OwnChanges:
    """Notes the change sets that a request makes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META[BEGAN] = int(time.time() * 1000)
        if request.method in READS:
            return _with_header(self.get_response(request), own_changes(request))
        with history.noting() as made:
            response = self.get_response(request)
        if made:
            numbers = ",".join(map(str, made[-MOST:]))
            _with_header(response, numbers)
            response.set_cookie(
                COOKIE,
                numbers,
                max_age=SECONDS_KEPT,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response


def _with_header(response: HttpResponse, numbers: str) -> HttpResponse:
    # Script that was redirected sees the answer to its second question alone.
    if numbers:
        response[HEADER] = numbers
    return response


def began_at(request: HttpRequest) -> int:
    """Return when a request began, before anything that its page shows was read."""
    return int(request.META.get(BEGAN) or time.time() * 1000)


def own_changes(request: HttpRequest) -> str:
    """Return the numbers of what this browser changed just before it asked."""
    given = request.COOKIES.get(COOKIE, "")
    parts = given.split(",")[:MOST]
    return ",".join(part for part in parts if part.isdecimal() and len(part) < 20)
