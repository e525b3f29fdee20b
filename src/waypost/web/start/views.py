"""The first run: set up once, then refused; the guide stays until it is done."""

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from waypost import sample as sample_organisation
from waypost.bets.queries import first_steps
from waypost.people import actions, installation
from waypost.people.actions import AlreadySetUp, OrganisationTerms
from waypost.people.models import Person
from waypost.web.forms import apply_errors
from waypost.web.http import HttpRequest as PageRequest
from waypost.web.http import page, posted, render_page, see_other, toast
from waypost.web.start.forms import SetUpForm
from waypost.web.start.steps import steps_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Ask for the organisation and its first admin, and sign them in."""
    _require_new()
    sent = posted(request)
    form = SetUpForm(sent, initial=_defaults())
    if sent is not None and form.is_valid():
        person = _set_up(form)
        if person is not None:
            login(request, person, backend=BACKEND)
            said = _("%(name)s is set up.") % {"name": form.terms().name}
            toast(request, said)
            return see_other("start:guide")
    status = 200 if sent is None else 422
    return render(request, "start/index.html", {"form": form}, status=status)


@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Load the sample organisation, and say who to sign in as."""
    _require_new()
    try:
        sample_organisation.load(now=timezone.now(), size="S")
    except AlreadySetUp as error:  # pressed twice
        raise Http404 from error
    people = sample_organisation.demo_people()
    context = {"people": people, "password": sample_organisation.PASSWORD}
    return render(request, "start/sample.html", context)


@page("GET")
def guide(request: PageRequest) -> HttpResponse:
    """Show the three steps, each done or to be done."""
    steps = steps_of(first_steps(viewer=request.user))
    left = sum(not step.is_done for step in steps)
    return render_page(
        request, "start/guide.html", {"steps": steps, "left": left}, partial="all"
    )


def _require_new() -> None:
    if installation.is_set_up():
        raise Http404


def _defaults() -> dict[str, object]:
    terms = OrganisationTerms(name="")
    return {
        "currency": terms.currency,
        "time_zone": terms.time_zone,
        "fiscal_month": terms.fiscal_month,
    }


def _set_up(form: SetUpForm) -> Person | None:
    """Set the house up, or put what was refused into the form."""
    try:
        return actions.set_up_organisation(
            now=timezone.now(),
            organisation=form.terms(),
            admin=form.admin(),
            password=form.cleaned_data["password"],
        )
    except AlreadySetUp as error:
        raise Http404 from error
    except ValidationError as error:
        apply_errors(form, error)
        return None
