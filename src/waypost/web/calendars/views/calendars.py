"""Calendars: the list, one in a year, made, changed, copied, deleted."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people import access, actions, queries
from waypost.people.installation import local_day
from waypost.people.models import Calendar
from waypost.web.calendars.forms import CalendarForm, CopyForm, as_typed
from waypost.web.calendars.views.found import find_calendar
from waypost.web.calendars.year import year_of
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    warn,
)


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    context = {
        "rows": queries.calendar_rows(viewer=request.user, today=today),
        "may_create": access.may_plan(request.user),
    }
    return render_page(request, "calendars/index.html", context, partial="all")


@page("GET")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    today = local_day(timezone.now())
    year = _year(request.GET.get("year", ""), today)
    found = queries.calendar_page(
        viewer=request.user, calendar=find_calendar(request, pk), year=year
    )
    context = {
        "found": found,
        "row": found.row,
        "drawn": year_of(found, today),
        "before": year - 1 if year > 1900 else None,
        "after": year + 1 if year < 2200 else None,
        "more_people": found.row.people_count - len(found.people),
    }
    return render_page(request, "calendars/page.html", context, partial="all")


def _year(said: str, today: date) -> int:
    is_year = said.isascii() and said.isdecimal() and len(said) == 4
    return int(said) if is_year and 1900 <= int(said) <= 2200 else today.year


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    access.require_planner(request.user)
    form = CalendarForm(posted(request), initial=as_typed(None))
    if not access.may_administrate(request.user):
        del form.fields["is_default"]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_calendar(
                actor=request.user, now=timezone.now(), terms=form.terms()
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s created.") % {"name": made.name})
            return see_other("calendars:page", made.pk)
    return _written(request, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = find_calendar(request, pk)
    access.require_admin(request.user)
    initial = as_typed(calendar) | {"version": history.version_of(calendar)}
    form = CalendarForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_week(
                actor=request.user,
                now=timezone.now(),
                calendar=calendar,
                terms=form.terms(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s saved.") % {"name": calendar.name})
            return see_other("calendars:page", pk)
    return _written(request, form, find_calendar(request, pk))


def _written(
    request: HttpRequest, form: CalendarForm, calendar: Calendar | None
) -> HttpResponse:
    back = reverse("calendars:index")
    if calendar is not None:
        back = reverse("calendars:page", args=[calendar.pk])
    context = {"form": form, "calendar": calendar, "back": back}
    return render_page(
        request,
        "calendars/edit.html",
        context,
        partial="all",
        status=422 if form.is_bound else 200,
    )


@page("GET", "POST")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make another one of a calendar that is nearly right."""
    calendar = find_calendar(request, pk)
    access.require_admin(request.user)
    suggested = _("%(name)s, copy") % {"name": calendar.name}
    form = CopyForm(posted(request), initial={"name": suggested})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy_calendar(
                actor=request.user,
                now=timezone.now(),
                calendar=calendar,
                name=form.cleaned_data["name"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s created.") % {"name": made.name})
            return see_other("calendars:page", made.pk)
    context = {"form": form, "calendar": calendar}
    status = 422 if form.is_bound else 200
    return render_page(
        request, "calendars/copy.html", context, partial="all", status=status
    )


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = find_calendar(request, pk)
    name = calendar.name
    try:
        actions.delete_calendar(
            actor=request.user, now=timezone.now(), calendar=calendar
        )
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("calendars:page", pk)
    words = _("%(name)s deleted; who had it has the default one now.")
    offer_undo(request, words % {"name": name})
    return see_other("calendars:index")
