"""The organisation as everybody sees it, and as an admin sets it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people import access, actions, installation, queries
from waypost.people.actions import OrganisationTerms
from waypost.people.models import Organisation
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)
from waypost.web.organisation.forms import OrganisationForm, as_typed


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    house = _house()
    context = {
        "house": house,
        "month": MONTHS[house.fiscal_month],
        "behind": as_typed(OrganisationTerms.of(house)),
        "admins": queries.admins(viewer=request.user),
        "calendars": queries.calendar_rows(
            viewer=request.user, today=installation.local_day(timezone.now())
        ),
        "may_edit": access.may_administrate(request.user),
    }
    return render_page(request, "organisation/page.html", context, partial="all")


@page("GET", "POST")
def edit(request: HttpRequest) -> HttpResponse:
    access.require_admin(request.user)
    house = _house()
    initial = as_typed(OrganisationTerms.of(house))
    initial["version"] = history.version_of(house)
    form = OrganisationForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return see_other("organisation:index")
    return render_page(
        request,
        "organisation/edit.html",
        {"form": form},
        partial="all",
        status=422 if form.is_bound else 200,
    )


def _save(request: HttpRequest, form: OrganisationForm) -> bool:
    try:
        actions.edit_organisation(
            actor=request.user,
            now=timezone.now(),
            terms=form.terms(),
            version=form.cleaned_data["version"],
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    offer_undo(request, _("The organization’s settings are saved."))
    return True


def _house() -> Organisation:
    found = installation.organisation()
    if found is None:
        raise Http404
    return found
