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
from waypost.exchange import actions as exchange_actions
from waypost.exchange.whole.errors import NotEmpty, NotThisFile
from waypost.people import actions, installation
from waypost.people.actions import AlreadySetUp, OrganisationTerms
from waypost.people.models import Person
from waypost.web.forms import apply_errors
from waypost.web.http import HttpRequest as PageRequest
from waypost.web.http import page, posted, render_page, see_other, toast
from waypost.web.start.forms import BringForm, SetUpForm
from waypost.web.start.steps import steps_of
from waypost.web.uploads import is_too_large

# What is taken in while somebody waits for the page: a minute or so.
MOST_MEGABYTES = 32
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


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take in an organisation that another Waypost has exported, and sign in."""
    _require_new()
    sent = posted(request)
    form = BringForm(sent, request.FILES if sent is not None else None)
    if sent is not None and (person := _bring(request, form)):
        login(request, person, backend=BACKEND)
        toast(request, _("The organization is here, with all its history."))
        return see_other("home:index")
    status = 200 if sent is None else 422
    context = {"form": form, "most_megabytes": MOST_MEGABYTES}
    return render(request, "start/bring.html", context, status=status)


def _bring(request: HttpRequest, form: BringForm) -> Person | None:
    """Take the file in, or put what was refused into the form."""
    if is_too_large(request) or _is_long(form):
        form.is_valid()
        form.errors.pop("file", None)
        said = _("The file has more than %(n)s MB. On the server, take %(command)s.")
        command = "waypost import FILE --as waypost"
        form.add_error("file", said % {"n": MOST_MEGABYTES, "command": command})
        return None
    if not form.is_valid():
        return None
    try:
        return exchange_actions.bring_along(
            actor=None,
            now=timezone.now(),
            path=form.path(),
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
        )
    except (NotThisFile, NotEmpty) as error:
        form.add_error("file", error)
        return None
    except ValidationError as error:
        apply_errors(form, error)
        return None


def _is_long(form: BringForm) -> bool:
    file = form.files.get("file")
    return file is not None and (file.size or 0) > MOST_MEGABYTES * 1_000_000


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
