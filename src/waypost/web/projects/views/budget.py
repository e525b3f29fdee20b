"""What a project may cost: its lines, one by one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.projects import actions, queries
from waypost.projects.models import BudgetLine, Project
from waypost.projects.terms import BudgetTerms
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    warn,
)
from waypost.web.projects.forms.fields import plain
from waypost.web.projects.forms.resources import BudgetForm, StrikeForm
from waypost.web.projects.found import find_project, milestone_of, require_editable
from waypost.web.projects.options import pairs
from waypost.web.projects.staffing import currency


@page("GET", "POST")
def add(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    require_editable(request, project)
    form = _form(request, project, {})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_budget_line(
                actor=request.user,
                now=timezone.now(),
                project=project,
                terms=_terms(request, project, form),
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("“%(title)s” added.") % {"title": made.category})
            return see_other("projects:people", project.code)
    return _written(request, project, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    line = _find(request, code, pk)
    require_editable(request, line.project)
    form = _form(request, line.project, _as_it_is(line))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_budget_line(
                actor=request.user,
                now=timezone.now(),
                line=line,
                terms=_terms(request, line.project, form),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            said = {"title": form.cleaned_data["category"]}
            offer_undo(request, _("“%(title)s” saved.") % said)
            return see_other("projects:people", line.project.code)
    return _written(request, line.project, form, line)


@page("POST")
def delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Strike a line out; the reason stands in the form that edits it."""
    line = _find(request, code, pk)
    require_editable(request, line.project)
    form = StrikeForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.delete_budget_line(
            actor=request.user, now=timezone.now(), line=line, reason=reason
        )
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("projects:budget_line", line.project.code, pk)
    offer_undo(request, _("“%(title)s” struck out.") % {"title": line.category})
    return see_other("projects:people", line.project.code)


def _find(request: HttpRequest, code: str, pk: int) -> BudgetLine:
    try:
        found = queries.budget_line(viewer=request.user, pk=pk)
    except (BudgetLine.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    if found.project.code != code.upper():
        raise Http404
    return found


def _form(
    request: HttpRequest, project: Project, initial: dict[str, Any]
) -> BudgetForm:
    options = queries.milestone_options(viewer=request.user, project=project)
    return BudgetForm(
        posted(request),
        milestones=pairs(options),
        initial=initial,
        is_under_way=actions.is_under_way(project),
    )


def _as_it_is(line: BudgetLine) -> dict[str, Any]:
    shown = {name: getattr(line, name) for name in ("kind", "category", "starts_on")}
    return shown | {
        "planned": plain(line.planned),
        "milestone": line.milestone_id or "",
        "ends_on": line.ends_on,
        "version": history.version_of(line),
    }


def _terms(request: HttpRequest, project: Project, form: BudgetForm) -> BudgetTerms:
    milestone = form.cleaned_data["milestone"]
    return form.terms(milestone=milestone_of(request, project, milestone))


def _written(
    request: HttpRequest, project: Project, form: BudgetForm, line: BudgetLine | None
) -> HttpResponse:
    context = {
        "form": form,
        "project": project,
        "line": line,
        "currency": currency(),
        "back": reverse("projects:people", args=[project.code]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/budget_line.html", context, partial="all", status=status
    )
