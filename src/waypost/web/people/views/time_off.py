"""Days off: entered by the person, their manager or an admin."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.people import access, actions
from waypost.people.models import Person
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    go_back,
    offer_undo,
    page,
    posted,
    render_page,
)
from waypost.web.people.views.found import find_person, find_time_off
from waypost.web.templatetags.formats import day
from waypost.web.time_off_form import TimeOffForm


@page("GET", "POST")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    access.require_plan_time_off(request.user, person)
    form = TimeOffForm(posted(request))
    back = reverse("people:page", args=[pk])
    if request.method == "POST" and form.is_valid() and _add(request, form, person):
        return go_back(request, fallback=back)
    context = {
        "form": form,
        "person": person,
        "is_own": pk == request.user.pk,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "back": back,
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "people/time_off.html", context, partial="all", status=status
    )


def _add(request: HttpRequest, form: TimeOffForm, person: Person) -> bool:
    try:
        row = actions.add_time_off(
            actor=request.user, now=timezone.now(), person=person, terms=form.terms()
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    said = {"name": person.name, "first": day(row.starts_on), "last": day(row.ends_on)}
    words = _("%(name)s is away %(first)s to %(last)s.")
    if row.starts_on == row.ends_on:
        words = _("%(name)s is away on %(first)s.")
    offer_undo(request, words % said)
    return True


@page("POST")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_time_off(request, pk)
    actions.remove_time_off(actor=request.user, now=timezone.now(), time_off=found)
    offer_undo(request, _("Time off removed."))
    back = reverse("people:page", args=[found.person_id])
    return go_back(request, fallback=back)
