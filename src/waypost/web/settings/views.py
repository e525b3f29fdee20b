"""One's own settings."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.people import actions, queries
from waypost.people.actions import Profile
from waypost.people.installation import local_day, organisation
from waypost.people.models import Person
from waypost.web.choices import calendar_of, calendar_pairs
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    toast,
)
from waypost.web.settings import agents
from waypost.web.settings.forms import SettingsForm
from waypost.web.time_off_form import TimeOffForm


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    viewer, house = request.user, organisation()
    form = SettingsForm(
        posted(request),
        calendars=calendar_pairs(viewer),
        house_zone=house.time_zone if house else "UTC",
        initial=_as_they_are(viewer),
    )
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return see_other("settings:index")
    return render_page(
        request,
        "settings/index.html",
        {
            "form": form,
            "person": queries.person(viewer=viewer, pk=viewer.pk),
            "now": timezone.localtime(),
        },
        partial="all",
        status=422 if form.is_bound else 200,
    )


def _as_they_are(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "theme": person.theme,
        "locale": person.locale,
        "time_zone": person.time_zone,
        "calendar": person.calendar_id or "",
    }


def _save(request: HttpRequest, form: SettingsForm) -> bool:
    said = form.cleaned_data
    calendar = calendar_of(request.user, said["calendar"])
    try:
        actions.change_settings(
            actor=request.user,
            now=timezone.now(),
            settings=form.settings(),
            profile=Profile(said["name"], calendar),
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    offer_undo(request, _("Your settings are saved."))
    return True


@page("GET")
def time_off(request: HttpRequest) -> HttpResponse:
    viewer, today = request.user, local_day(timezone.now())
    rows = queries.time_off(viewer=viewer, person=viewer)
    context = {
        "form": TimeOffForm(),
        "person": viewer,
        "away": [row for row in rows if row.ends_on >= today],
        "was_away": [row for row in rows if row.ends_on < today],
    }
    return render_page(request, "settings/time_off.html", context, partial="all")


@page("GET")
def sessions(request: HttpRequest) -> HttpResponse:
    rows = queries.sessions(
        viewer=request.user, current=_key(request), now=timezone.now()
    )
    context = {
        "rows": [
            (row, agents.in_words(row.agent), agents.is_small(row.agent))
            for row in rows
        ],
        "others": sum(not row.is_current for row in rows),
    }
    return render_page(request, "settings/sessions.html", context, partial="all")


@page("POST")
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one browser out; signing out the one in hand leads to the door."""
    now = timezone.now()
    try:
        found = queries.session(viewer=request.user, pk=pk, now=now)
    except (UserSession.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    is_this = found.session_key == _key(request)
    actions.end_session(actor=request.user, now=now, session=found)
    if is_this:
        request.session.flush()
        return see_other("account_login")
    toast(request, _("That browser is signed out."))
    return see_other("settings:sessions")


@page("POST")
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    ended = actions.end_other_sessions(
        actor=request.user, now=timezone.now(), current=_key(request)
    )
    words = ngettext(
        "%(count)d browser is signed out.", "%(count)d browsers are signed out.", ended
    )
    toast(request, words % {"count": ended})
    return see_other("settings:sessions")


def _key(request: HttpRequest) -> str:
    return request.session.session_key or ""
