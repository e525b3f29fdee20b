"""Days that differ from the week: added, changed, deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.people import access, actions
from waypost.people.models import Calendar, CalendarException
from waypost.web.calendars.forms import DayForm, DaysForm
from waypost.web.calendars.views.found import find_calendar, find_day
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    SeeOther,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)


@page("GET", "POST")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = find_calendar(request, pk)
    access.require_admin(request.user)
    form = DaysForm(posted(request))
    if request.method == "POST" and form.is_valid():
        terms = form.terms()
        try:
            actions.add_exceptions(
                actor=request.user,
                now=timezone.now(),
                calendar=calendar,
                exceptions=terms,
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            words = ngettext(
                "%(count)d day differs now.", "%(count)d days differ now.", len(terms)
            )
            offer_undo(request, words % {"count": len(terms)})
            return _to(calendar.pk, terms[0].day.year)
    return _written(request, form, calendar, None)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_day(request, pk)
    access.require_admin(request.user)
    initial: dict[str, Any] = {
        "day": found.day,
        "name": found.name,
        "hours": f"{found.hours.normalize():f}",
    }
    form = DayForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        [terms] = form.terms()
        try:
            actions.edit_exception(
                actor=request.user, now=timezone.now(), exception=found, terms=terms
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("Saved."))
            return _to(found.calendar_id, terms.day.year)
    return _written(request, form, found.calendar, find_day(request, pk))


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_day(request, pk)
    calendar, year = found.calendar_id, found.day.year
    actions.delete_exception(actor=request.user, now=timezone.now(), exception=found)
    offer_undo(request, _("That day is as the week says again."))
    return _to(calendar, year)


def _to(calendar: int, year: int) -> SeeOther:
    return see_other(f"{reverse('calendars:page', args=[calendar])}?year={year}")


def _written(
    request: HttpRequest,
    form: DayForm,
    calendar: Calendar,
    exception: CalendarException | None,
) -> HttpResponse:
    context = {
        "form": form,
        "calendar": calendar,
        "exception": exception,
        "back": reverse("calendars:page", args=[calendar.pk]),
    }
    return render_page(
        request,
        "calendars/day.html",
        context,
        partial="all",
        status=422 if form.is_bound else 200,
    )
