"""One project: its page, its charter, and what is decided about it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import queries as bet_queries
from waypost.core import history
from waypost.projects import access, actions, queries
from waypost.projects.models import Project
from waypost.web import looking_back
from waypost.web.addresses import maybe
from waypost.web.comparing import panel_on
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    warn,
)
from waypost.web.projects import words
from waypost.web.projects.charter import decision_words, initial_of, page_parts, steps
from waypost.web.projects.forms.project import CharterForm, DecisionForm
from waypost.web.projects.found import (
    find_project,
    person_of,
    require_editable,
    team_of,
)
from waypost.web.projects.options import project_choices
from waypost.web.projects.serving import served_by
from waypost.web.projects.tabs import tabs


def compare(request: HttpRequest, code: str) -> None:
    """Note what changed since the day that the page shows."""

    def about() -> bet_queries.About:
        found = queries.project(viewer=request.user, code=code)
        return bet_queries.About(project=found.pk)

    request.comparison = panel_on(request, about)


@page("GET", looks_back=True, before=compare)
def page_of(request: HttpRequest, code: str) -> HttpResponse:
    today = looking_back.today()
    viewer = request.user
    try:
        found = queries.project_page(viewer=viewer, code=code, today=today)
    except Project.DoesNotExist as error:
        raise Http404 from error
    project = found.project
    plan = queries.plan_summary(viewer=viewer, project=project, today=today)
    rights = found.row.rights
    served = served_by(found.row.pk, viewer=viewer, today=today, may_edit=rights.edit)
    context = {
        "found": found,
        "row": found.row,
        "rights": rights,
        "lede": words.project_lede(found, plan),
        "sees": words.visibility_in_words(found.row),
        "tabs": tabs(found.row.code, "page"),
        "steps": steps(found.row.phase),
        "plan": plan,
        "served": served,
        "why": words.why_headline(served.key_results),
        "bet_url": _bet_url(project) if rights.edit else "",
        "held": bet_queries.objectives_of_project(viewer=viewer, project=found.row.pk),
        "held_url": _held_url(project) if rights.edit else "",
        **page_parts(found, served),
    }
    return render_page(request, "projects/page.html", context, partial="all")


def _held_url(project: Project) -> str:
    """Return where an objective of the project's own is written."""
    address = maybe("objectives:create")
    return f"{address}?project={project.code}" if address else ""


@page("GET", "POST")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    require_editable(request, project)
    viewer = request.user
    named = [
        str(person.pk)
        for person in queries.named_viewers(viewer=viewer, project=project)
    ]
    form = CharterForm(
        posted(request),
        choices=project_choices(viewer, project),
        initial=initial_of(project, history.version_of(project), named),
        is_under_way=actions.is_under_way(project),
    )
    if request.method == "POST" and form.is_valid():
        try:
            project = _rewrite(request, project, form)
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s saved.") % {"name": project.name})
            return see_other("projects:page", project.code)
    context = {
        "form": form,
        "project": project,
        "back": reverse("projects:page", args=[code]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/edit.html", context, partial="all", status=status
    )


def _rewrite(request: HttpRequest, project: Project, form: CharterForm) -> Project:
    data = form.cleaned_data
    roles = ("manager", "sponsor", "reviewer")
    changes: dict[str, Any] = form.said() | {
        role: person_of(request, data[role]) for role in roles
    }
    changes["team"] = team_of(request, data["team"])
    named = (person_of(request, pk) for pk in data["viewers"])
    return actions.rewrite_project(
        actor=request.user,
        now=timezone.now(),
        project=project,
        rewriting=actions.Rewriting(
            changes=changes,
            viewers=tuple(person for person in named if person is not None),
            reason=data.get("reason", ""),
        ),
        version=data["version"],
    )


@page("POST")
def delete(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    actions.delete_project(actor=request.user, now=timezone.now(), project=project)
    offer_undo(request, _("%(name)s deleted.") % {"name": project.name})
    return see_other("projects:index")


@page("POST")
def change_phase(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    phase = request.POST.get("phase", "")
    if phase not in Project.Phase.values:
        raise Http404
    try:
        actions.change_phase(
            actor=request.user, now=timezone.now(), project=project, phase=phase
        )
    except ValidationError as error:
        warn(request, " ".join(error.messages))
    else:
        label = Project.Phase(phase).label
        offer_undo(request, _("Moved to %(phase)s.") % {"phase": label.lower()})
    return see_other("projects:page", code)


@page("GET", "POST")
def decide(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Fund, hold, cancel and so on; ask for the reason where there is one to give."""
    project = find_project(request, code)
    said = decision_words(what, project)
    if said is None or (request.method == "GET" and not said.asks):
        raise Http404
    access.require_decide(request.user, project)
    form = DecisionForm(
        posted(request),
        initial={"reason": said.reason},
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"].strip()
        try:
            _decide(request, project, what, reason)
        except ValidationError as error:
            if not said.asks:
                warn(request, " ".join(error.messages))
                return see_other("projects:page", code)
            apply_errors(form, error)
        else:
            offer_undo(request, said.done)
            return see_other("projects:page", code)
    context = {"form": form, "project": project, "said": said}
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/decide.html", context, partial="all", status=status
    )


def _decide(request: HttpRequest, project: Project, what: str, reason: str) -> None:
    by: dict[str, Any] = {
        "actor": request.user,
        "now": timezone.now(),
        "project": project,
    }
    deeds: dict[str, Callable[[], Project]] = {
        "fund": lambda: actions.fund_project(**by),
        "unfund": lambda: actions.unfund_project(**by, reason=reason),
        "hold": lambda: actions.hold_project(**by, reason=reason),
        "resume": lambda: actions.resume_project(**by),
        "cancel": lambda: actions.cancel_project(**by, reason=reason),
        "waive": lambda: actions.set_waiver(**by, waiver=reason),
        "unwaive": lambda: actions.set_waiver(**by, waiver=""),
    }
    deeds[what]()


def _bet_url(project: Project) -> str:
    there = maybe("bets:create")
    return f"{there}?project={project.code}" if there else ""
