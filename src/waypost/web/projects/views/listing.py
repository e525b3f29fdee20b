"""The list of projects, and a new one."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import queries as bets
from waypost.people import queries as people
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.projects import access, actions, queries
from waypost.projects.terms import ProjectTerms
from waypost.web.addresses import maybe
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)
from waypost.web.projects import listing, words
from waypost.web.projects.forms.project import ProjectForm
from waypost.web.projects.found import person_of, team_of
from waypost.web.projects.options import project_choices

PAGE = 100


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    viewer = request.user
    chosen = listing.Chosen.of(request.GET)
    rows = queries.project_rows(
        viewer=viewer, today=today, filters=chosen.filters(viewer)
    )
    portfolio = bets.portfolio(viewer=viewer, today=today)
    lone = portfolio.orphans.projects
    if chosen.only_orphans:
        rows = [row for row in rows if row.pk in lone]
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    ids = [row.pk for row in shown.object_list]
    found = bets.bet_rows_of_projects(viewer=viewer, projects=ids)
    context = {
        "headline": words.list_headline(rows),
        "lede": words.list_lede(rows, lone),
        "lines": listing.lines(shown.object_list, found, portfolio, viewer=viewer),
        "page": shown,
        "query": listing.link(request.GET).removeprefix("?") + "&",
        "chosen": chosen,
        "heads": listing.heads(request.GET, chosen.sort),
        "chips": _chips(request, chosen, lone),
        "phases": listing.phase_choices(),
        "teams": people.team_options(viewer=viewer),
        "may_create": not viewer.is_viewer,
        "import_url": maybe("imports:index") if viewer.plans else "",
        "bet_url": maybe("bets:create"),
    }
    return render_page(request, "projects/index.html", context, partial="list")


def _chips(
    request: HttpRequest, chosen: listing.Chosen, lone: frozenset[int]
) -> list[dict[str, object]]:
    mine = "" if chosen.is_mine else "1"
    orphans = "" if chosen.only_orphans else "1"
    return [
        {
            "label": _("Mine"),
            "url": listing.link(request.GET, mine=mine),
            "is_on": chosen.is_mine,
        },
        {
            "label": _("Serves no key result"),
            "url": listing.link(request.GET, orphans=orphans),
            "is_on": chosen.only_orphans,
            "count": len(lone),
        },
    ]


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    access.require_create(request.user)
    viewer = request.user
    form = ProjectForm(
        posted(request),
        choices=project_choices(viewer),
        may_fund=viewer.plans,
        initial={"visibility": "everyone", "manager": viewer.pk},
    )
    if request.method == "POST" and form.is_valid():
        try:
            project = actions.start_project(
                actor=viewer,
                now=timezone.now(),
                terms=_terms(request, form),
                viewers=_people(request, form),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s created.") % {"name": project.name})
            return see_other("projects:page", project.code)
    context = {
        "form": form,
        "back": reverse("projects:index"),
        "import_url": maybe("imports:index") if viewer.plans else "",
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/create.html", context, partial="all", status=status
    )


@page("GET")
def suggest(request: HttpRequest) -> HttpResponse:
    """Say which key a project of the name in hand would get."""
    access.require_create(request.user)
    name = request.GET.get("name", "").strip()
    code = queries.suggested_code(viewer=request.user, name=name) if name else ""
    return render_page(request, "projects/key.html", {"code": code}, partial="key")


def _terms(request: HttpRequest, form: ProjectForm) -> ProjectTerms:
    data = form.cleaned_data
    return ProjectTerms(
        **form.said(),
        team=team_of(request, data["team"]),
        manager=person_of(request, data["manager"]),
        sponsor=person_of(request, data["sponsor"]),
    )


def _people(request: HttpRequest, form: ProjectForm) -> list[Person]:
    named = (person_of(request, pk) for pk in form.cleaned_data["viewers"])
    return [person for person in named if person is not None]
