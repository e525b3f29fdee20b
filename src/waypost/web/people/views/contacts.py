"""Contacts: stakeholders who do not sign in."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people import access, actions
from waypost.people.models import Contact
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    go_back,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)
from waypost.web.people.forms import ContactForm
from waypost.web.people.views.found import find_contact


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    access.require_keep_contacts(request.user)
    form = ContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_contact(
                actor=request.user, now=timezone.now(), terms=form.terms()
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s is noted.") % {"name": made.name})
            return go_back(request, fallback=reverse("people:contacts"))
    return _written(request, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_contact(request, pk)
    access.require_keep_contacts(request.user)
    initial = {name: getattr(found, name) for name in ("name", "email", "organisation")}
    initial["version"] = history.version_of(found)
    form = ContactForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_contact(
                actor=request.user,
                now=timezone.now(),
                contact=found,
                terms=form.terms(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            said = {"name": form.cleaned_data["name"]}
            offer_undo(request, _("%(name)s saved.") % said)
            return see_other("people:contacts")
    return _written(request, form, find_contact(request, pk))


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_contact(request, pk)
    actions.delete_contact(actor=request.user, now=timezone.now(), contact=found)
    offer_undo(request, _("%(name)s deleted.") % {"name": found.name})
    return see_other("people:contacts")


def _written(
    request: HttpRequest, form: ContactForm, contact: Contact | None
) -> HttpResponse:
    context = {
        "form": form,
        "contact": contact,
        "may_delete": access.may_plan(request.user),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render_page(
        request,
        "people/contact.html",
        context,
        partial="all",
        status=422 if form.is_bound else 200,
    )
