"""The people of a project, and its budget beside them."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.core.access import require
from waypost.people.installation import local_day
from waypost.projects import access, actions, queries
from waypost.projects.models import Allocation, Project
from waypost.projects.terms import AllocationTerms
from waypost.web.choices import people_to_choose
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    go_back,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    warn,
)
from waypost.web.projects import staffing as showing
from waypost.web.projects.forms.fields import plain
from waypost.web.projects.forms.resources import PERSON, TEAM, AllocationForm
from waypost.web.projects.found import find_project, person_of, team_of
from waypost.web.projects.options import pairs
from waypost.web.projects.tabs import tabs


@page("GET")
def index(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    viewer, today = request.user, local_day(timezone.now())
    staff = queries.staffing(viewer=viewer, project=project, today=today)
    budget = queries.budget(viewer=viewer, project=project)
    context = {
        "project": project,
        "staff": staff,
        "lines": showing.lines(staff.rows),
        "past": staff.past,
        "budget": budget,
        "times": [(showing.when(each), each) for each in budget.by_time],
        "currency": showing.currency(),
        "headline": showing.headline(project.name, staff),
        "lede": showing.lede(staff, budget),
        "tabs": tabs(project.code, "people"),
    }
    return render_page(request, "projects/people.html", context, partial="all")


@page("GET", "POST")
def allocate(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    _require_allocating(request, project)
    today = local_day(timezone.now())
    form = _form(
        request,
        project,
        {
            "starts_on": max(project.starts_on or today, today),
            "ends_on": project.due_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.allocate(
                actor=request.user,
                now=timezone.now(),
                project=project,
                terms=_terms(request, form),
            )
        except ValidationError as error:
            _apply(form, error)
        else:
            offer_undo(request, _said(made))
            return see_other("projects:people", project.code)
    return _written(request, project, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = _find(request, code, pk)
    access.require_allocate(request.user, found.project, found.person, found.team)
    form = _form(request, found.project, _as_it_is(found), found)
    if request.method == "POST" and form.is_valid():
        try:
            stored = actions.edit_allocation(
                actor=request.user,
                now=timezone.now(),
                allocation=found,
                terms=_terms(request, form),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            _apply(form, error)
        else:
            offer_undo(request, _said(stored))
            return see_other("projects:people", found.project.code)
    return _written(request, found.project, form, found)


@page("POST")
def confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give the lead's word for a tentative promise."""
    found = _find(request, code, pk)
    try:
        stored = actions.confirm_allocation(
            actor=request.user, now=timezone.now(), allocation=found
        )
    except ValidationError as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, _said(stored))
    return go_back(request, fallback=_address(found.project))


@page("POST")
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = _find(request, code, pk)
    actions.withdraw_allocation(
        actor=request.user, now=timezone.now(), allocation=found
    )
    said = _("%(name)s is not promised to %(project)s any more.")
    offer_undo(request, said % _names(found))
    return go_back(request, fallback=_address(found.project))


def _find(request: HttpRequest, code: str, pk: int) -> Allocation:
    try:
        found = queries.allocation(viewer=request.user, pk=pk)
    except (Allocation.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    if found.project.code != code.upper():
        raise Http404
    return found


def _require_allocating(request: HttpRequest, project: Project) -> None:
    """Answer 403 to who may promise nobody to the project."""
    may = queries.may_allocate(viewer=request.user, project=project)
    require(may, _("Only leads of teams and the project's managers allocate people."))


def _form(
    request: HttpRequest,
    project: Project,
    initial: dict[str, Any],
    kept: Allocation | None = None,
) -> AllocationForm:
    viewer = request.user
    options = partial(queries.people_to_allocate, viewer=viewer, project=project)
    people = people_to_choose(viewer, kept.person if kept else None, options=options)
    teams = list(pairs(queries.teams_to_allocate(viewer=viewer, project=project)))
    if kept is not None and kept.team and all(pk != kept.team_id for pk, _n in teams):
        teams.append((kept.team.pk, kept.team.name))
    return AllocationForm(
        posted(request),
        people=people,
        teams=teams,
        initial=initial,
        leads=queries.leads_somebody(viewer=viewer),
    )


def _as_it_is(found: Allocation) -> dict[str, Any]:
    kind, pk = (PERSON, found.person_id) if found.person_id else (TEAM, found.team_id)
    return {
        "whom": f"{kind}:{pk}",
        "role": found.role,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "hours_per_week": plain(found.hours_per_week),
        "is_tentative": not found.is_firm,
        "version": history.version_of(found),
    }


def _terms(request: HttpRequest, form: AllocationForm) -> AllocationTerms:
    kind, pk = form.named()
    return form.terms(
        person=person_of(request, pk) if kind == PERSON else None,
        team=team_of(request, pk) if kind == TEAM else None,
    )


def _apply(form: AllocationForm, error: ValidationError) -> None:
    """Put what is wrong with the person under the field that names them."""
    known = getattr(error, "error_dict", None)
    if known and "person" in known:
        form.add_error("whom", known["person"])
        return
    apply_errors(form, error)


def _names(allocation: Allocation) -> dict[str, str]:
    whom = allocation.person or allocation.team
    return {"name": whom.name if whom else "", "project": allocation.project.name}


def _said(allocation: Allocation) -> str:
    if allocation.is_firm:
        return _("%(name)s is promised to %(project)s.") % _names(allocation)
    said = _("%(name)s is pencilled in for %(project)s until their lead confirms it.")
    return said % _names(allocation)


def _address(project: Project) -> str:
    return reverse("projects:people", args=[project.code])


def _written(
    request: HttpRequest,
    project: Project,
    form: AllocationForm,
    allocation: Allocation | None,
) -> HttpResponse:
    context = {
        "form": form,
        "project": project,
        "allocation": allocation,
        "whom": _names(allocation)["name"] if allocation else "",
        "back": _address(project),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/allocation.html", context, partial="all", status=status
    )
