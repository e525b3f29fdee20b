"""One person: their page, and what an admin says of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people import actions, queries
from waypost.people.actions import PersonTerms
from waypost.people.installation import local_day, organisation
from waypost.people.models import Person
from waypost.web.choices import calendar_of, calendar_pairs, people_to_choose, person_of
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)
from waypost.web.people import words
from waypost.web.people.allocations import promised
from waypost.web.people.forms import PersonForm, calendar_pk, plain
from waypost.web.people.views.found import find_person, require_admin


@page("GET")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, now = request.user, timezone.now()
    today = local_day(now)
    try:
        found = queries.person_page(viewer=viewer, pk=pk, today=today)
    except (Person.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    person = find_person(request, pk)
    groups = queries.held_by(viewer=viewer, person=person)
    away = queries.time_off(viewer=viewer, person=person)
    house = organisation()
    context = {
        "found": found,
        "groups": groups,
        "lede": words.lede(found, groups),
        "teams": [each for each in found.memberships if not each.is_over],
        "former": [each for each in found.memberships if each.is_over],
        "promised": promised(viewer, person, today),
        "away": [row for row in away if row.ends_on >= today],
        "was_away": [row for row in away if row.ends_on < today][:5],
        "is_own": pk == viewer.pk,
        "there": words.time_there(found.time_zone, now),
        "currency": house.currency if house else "EUR",
    }
    return render_page(request, "people/page.html", context, partial="all")


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    require_admin(request)
    person = find_person(request, pk)
    form = PersonForm(
        posted(request),
        people=people_to_choose(request.user, person.manager).without(pk),
        calendars=calendar_pairs(request.user),
        initial=_as_it_is(person),
    )
    if request.method == "POST" and form.is_valid() and _save(request, form, person):
        return see_other("people:page", pk)
    context = {
        "form": form,
        "person": find_person(request, pk),
        "currency": _currency(),
        "back": reverse("people:page", args=[pk]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "people/edit.html", context, partial="all", status=status
    )


def _currency() -> str:
    house = organisation()
    return house.currency if house else "EUR"


def _as_it_is(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "manager": person.manager_id or "",
        "calendar": calendar_pk(person.calendar),
        "capacity_hours_per_week": plain(person.capacity_hours_per_week),
        "hourly_rate": plain(person.hourly_rate),
        "version": history.version_of(person),
    }


def _save(request: HttpRequest, form: PersonForm, person: Person) -> bool:
    said = dict(form.cleaned_data)
    version = said.pop("version")
    said["manager"] = person_of(request.user, said["manager"])
    said["calendar"] = calendar_of(request.user, said["calendar"])
    try:
        actions.edit_person(
            actor=request.user,
            now=timezone.now(),
            person=person,
            terms=PersonTerms(**said),
            version=version,
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    offer_undo(request, _("%(name)s saved.") % {"name": said["name"]})
    return True
