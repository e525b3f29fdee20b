"""The list of projects, and a new one."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import queries as bets
from waypost.people.models import Person
from waypost.projects import access, actions, queries
from waypost.projects.terms import ProjectTerms
from waypost.web import tables
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
from waypost.web.projects import words
from waypost.web.projects.forms.project import ProjectForm
from waypost.web.projects.found import person_of, team_of
from waypost.web.projects.options import project_choices
from waypost.web.projects.table import PROJECTS

TEMPLATE = "projects/index.html"


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    table = tables.Shown(request, PROJECTS)
    viewer = request.user
    short = bets.projects_in_short(
        viewer=viewer, today=table.asker.today, wanted=table.asked.wanted()
    )
    context = {
        "headline": words.list_headline(short),
        "lede": words.list_lede(short, total=table.total),
        "export": reverse("projects:index") + "export.",
        "may_create": not viewer.is_viewer,
        "import_url": maybe("imports:index") if viewer.plans else "",
    }
    if request.method == "POST":
        return table.edit(TEMPLATE, context)
    return table.render(TEMPLATE, context)


@page("GET")
def export(request: HttpRequest, form: str) -> StreamingHttpResponse:
    return tables.export(request, PROJECTS, form)


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
