"""Nodding to a thing or a comment, and saying that one has read it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.conversations import actions
from waypost.conversations.models import Comment
from waypost.web.conversations.showing import nods_of, thread_url
from waypost.web.conversations.views.found import find_thing
from waypost.web.forms import said_of
from waypost.web.http import (
    HttpRequest,
    go_back,
    offer_undo,
    page,
    send_toasts,
    wants_fragment,
    warn,
)


@page("POST")
def react(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Give the reaction that the button names, or take back what one gave."""
    thing = find_thing(request, kind, pk)
    given, taken = request.POST.get("give", ""), request.POST.get("take", "")
    write = actions.take_back if taken else actions.react
    try:
        write(actor=request.user, now=timezone.now(), thing=thing, kind=taken or given)
    except ValidationError as error:
        warn(request, said_of(error))
    return _marked(request, thing)


@page("POST")
def acknowledge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    thing = find_thing(request, kind, pk)
    actions.acknowledge(actor=request.user, now=timezone.now(), thing=thing)
    offer_undo(request, _("Acknowledged."))
    return _marked(request, thing)


def _marked(request: HttpRequest, thing: Any) -> HttpResponse:
    if not wants_fragment(request):
        return go_back(request, fallback=_place_of(thing))
    context = {"nods": nods_of(thing, request.user)}
    response = render(request, "components/nods.html", context)
    return send_toasts(request, response)


def _place_of(thing: Any) -> str:
    if isinstance(thing, Comment):
        return reverse("conversations:comment", args=[thing.pk])
    return thread_url(thing)
