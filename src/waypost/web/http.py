"""Requests and responses as the pages know them."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import (
    HttpRequest as DjangoHttpRequest,
)
from django.http import (
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event
from django_htmx.middleware import HtmxDetails

from waypost.core.history import last_change_set
from waypost.people.models import Person
from waypost.web import looking_back

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponse)


class HttpRequest(DjangoHttpRequest):
    """A request of a signed-in person that knows whether htmx made it."""

    htmx: HtmxDetails
    user: Person  # every page but sign-in has one
    past: looking_back.Past  # on pages that can show a past day
    comparison: object  # on those that show what changed since, by `before`
    check_ins_due: int  # by a page that has counted them anyway, for the navigation


class SeeOther(HttpResponseRedirect):
    """Where to look after a write; browsers and htmx follow it with a GET."""

    status_code = 303


def page(
    *methods: str,
    looks_back: bool = False,
    before: Callable[..., None] | None = None,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponseBase]],
    Callable[Concatenate[DjangoHttpRequest, P], HttpResponseBase],
]:
    """Make a view of a function: signed-in people only, these methods only.

    With `looks_back`, ``?on=`` shows it as of a past day (`web.looking_back`); then
    `before` is called first, in the present, with what the view is called with.
    """
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[DjangoHttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(
            request: DjangoHttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            _require_text(request)
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            asked = cast("HttpRequest", request)
            if not looks_back:
                return view(asked, *args, **kwargs)
            day = _asked_day(asked)
            if day is not None and before is not None:
                before(asked, *args, **kwargs)
            with looking_back.looking_back(asked, day) if day else nullcontext():
                return view(asked, *args, **kwargs)

        return guarded

    return decorate


def _asked_day(request: HttpRequest) -> date | None:
    """Return the past day that the address asks for, and note it for the frame."""
    try:
        day = looking_back.asked_day(request.GET)
    except ValueError as error:
        message = _("There is no such day: write it as 2026-10-03.")
        raise BadRequest(message) from error
    request.past = looking_back.past_of(request, day)
    return day


def _require_text(request: DjangoHttpRequest) -> None:
    """Refuse an address with a NUL in it, which PostgreSQL takes in no text."""
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest(_("The address holds a character that no text has."))


def _ask_to_sign_in(request: DjangoHttpRequest) -> HttpResponse:
    """Send a browser to sign-in; keep what was typed when htmx was saving it."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # by HtmxMiddleware
    if not htmx:
        return redirect_to_login(request.get_full_path())
    if request.method == "GET":
        here = urlsplit(htmx.current_url_abs_path or "/")
        target = redirect_to_login(here.path).url
        return HttpResponseClientRedirect(target)
    return HttpResponse(_("You are signed out."), status=401)


def posted(request: DjangoHttpRequest) -> QueryDict | None:
    """Return what a form sent, nothing when the page is only looked at.

    An empty form that was sent is still sent: it comes back with what it lacks.
    """
    return request.POST if request.method == "POST" else None


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page.

    A boosted link and a restored history entry want the whole page although htmx
    asks for it.
    """
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def partial_for(request: HttpRequest, *, default: str, **by_target: str) -> str:
    """Choose the partial by the id of the element that htmx will fill.

    ``partial_for(request, default="table", drawer="peek")`` names the partial ``peek``
    when the answer goes into ``#drawer``.
    """
    return by_target.get(request.htmx.target or "", default)


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    partial: str,
    status: int = 200,
) -> HttpResponse:
    """Render a whole page for a browser, or only its `partial` for htmx.

    The answer differs by header, so caches are told by ``Vary``. Messages travel with
    a fragment as the event ``toasts``.
    """
    fragment = wants_fragment(request)
    name = f"{template}#{partial}" if fragment else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return send_toasts(request, response) if fragment else response


def done(request: HttpRequest) -> HttpResponse:
    """Answer htmx with nothing to swap, only with what there is to say."""
    return send_toasts(request, HttpResponse(status=204))


def see_other(to: object, *args: object, **kwargs: object) -> SeeOther:
    """Redirect after a write, to a URL name or an address."""
    return SeeOther(resolve_url(to, *args, **kwargs))  # type: ignore[arg-type]  # as redirect()


def go_back(request: HttpRequest, *, fallback: str) -> SeeOther:
    """Redirect to where the form said it stood (its field ``next``)."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return see_other(target if safe else fallback)


def toast(request: DjangoHttpRequest, text: str, *, undo: str = "") -> None:
    """Say on the next page or fragment what was done; `undo` is what takes it back."""
    messages.success(request, text, extra_tags=undo)


def warn(request: DjangoHttpRequest, text: str) -> None:
    """Say on the next page or fragment what could not be done, and why."""
    messages.error(request, text)


def send_toasts(request: DjangoHttpRequest, response: R) -> R:
    """Put the waiting messages into the header that htmx turns into an event."""
    waiting = [
        {"text": str(m), "undo": m.extra_tags or "", "level": m.level_tag}
        for m in messages.get_messages(request)
    ]
    if waiting:
        trigger_client_event(response, "toasts", {"toasts": waiting})
    return response


def offer_undo(request: HttpRequest, text: str) -> None:
    """Say what this person has just done, with the way to take it back."""
    last = last_change_set(request.user)
    undo = reverse("history:undo", args=[last]) if last else ""
    toast(request, text, undo=undo)
