"""Who may listen, and what was done in words."""

import time

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from waypost.web.http import HttpRequest, page
from waypost.web.live import words
from waypost.web.live.stream import SLOT, Slot
from waypost.web.live.wants import Unreadable, read_wants


@page("GET")
def events(request: HttpRequest) -> HttpResponse:
    """Let a person listen; the stream itself is no page's work (``stream.py``).

    Where no stream can be held, the answer tells browsers to ask no more.
    """
    slot = request.META.get(SLOT)
    if not isinstance(slot, Slot) or not settings.LIVE:
        return HttpResponse(status=204)
    try:
        wants = read_wants(request.GET.get("things", ""))
        since = _mark(request)
    except ValueError as error:
        message = _("This page said what it shows in words that nobody understands.")
        raise BadRequest(message) from error
    key = request.session.session_key or ""
    slot.admit((request.user.pk, key), wants, since)
    return HttpResponse()


@page("GET")
def told(request: HttpRequest) -> HttpResponse:
    """Say in words what change sets did to what a page shows."""
    try:
        wants = read_wants(request.GET.get("things", ""))
        sets = _ids(request.GET.get("sets", ""))
    except ValueError as error:
        raise BadRequest(_("There are no such change sets.")) from error
    said = words.said_of(sets, viewer=request.user, wants=wants)
    return JsonResponse({"said": said})


def _mark(request: HttpRequest) -> float:
    """Return when what the page shows was read; the browser's own mark is newer."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    return int(given[:18]) / 1000 if given else time.time()


def _ids(text: str) -> list[int]:
    listed = [int(part) for part in text.split(",") if part]
    if len(listed) > words.MOST or any(not 0 <= pk < 2**63 for pk in listed):
        message = "too many, or no ids"
        raise Unreadable(message)
    return listed
