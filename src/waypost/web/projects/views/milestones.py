"""Milestones: write, reach, put in order, delete."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.installation import local_day
from waypost.projects import actions, queries
from waypost.projects.models import Milestone, Project
from waypost.web.forms import apply_errors
from waypost.web.http import HttpRequest, go_back, offer_undo, page, posted, render_page
from waypost.web.projects.forms.plan import MilestoneForm
from waypost.web.projects.found import find_milestone, find_project, require_editable


@page("GET", "POST")
def create(request: HttpRequest, code: str) -> HttpResponse:
    project = find_project(request, code)
    require_editable(request, project)
    form = MilestoneForm(posted(request), initial={"weight": 1})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_milestone(
                actor=request.user,
                now=timezone.now(),
                project=project,
                terms=form.terms(),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("“%(title)s” added.") % {"title": made.title})
            return _back(request, project)
    return _written(request, project, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = find_milestone(request, code, pk)
    require_editable(request, found.project)
    initial = {
        name: getattr(found, name)
        for name in ("title", "due_on", "acceptance_criteria")
    }
    initial |= {"weight": f"{found.weight:g}", "version": history.version_of(found)}
    form = MilestoneForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_milestone(
                actor=request.user,
                now=timezone.now(),
                milestone=found,
                changes=form.said(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            title = form.cleaned_data["title"]
            offer_undo(request, _("“%(title)s” saved.") % {"title": title})
            return _back(request, found.project)
    return _written(request, found.project, form, found)


@page("POST")
def reach(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say that a milestone is reached today, or not after all."""
    found = find_milestone(request, code, pk)
    now = timezone.now()
    if "open" in request.POST:
        actions.reopen_milestone(actor=request.user, now=now, milestone=found)
        words = _("“%(title)s” is open again.")
    else:
        actions.achieve_milestone(
            actor=request.user, now=now, milestone=found, on=local_day(now)
        )
        words = _("“%(title)s” is reached.")
    offer_undo(request, words % {"title": found.title})
    return _back(request, found.project)


@page("POST")
def move(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Move a milestone up, or down."""
    found = find_milestone(request, code, pk)
    before = _before(request, found, is_up=request.POST.get("to") == "up")
    actions.move_milestone(
        actor=request.user, now=timezone.now(), milestone=found, before=before
    )
    offer_undo(request, _("“%(title)s” moved.") % {"title": found.title})
    return _back(request, found.project)


@page("POST")
def delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = find_milestone(request, code, pk)
    actions.delete_milestone(actor=request.user, now=timezone.now(), milestone=found)
    words = _("“%(title)s” deleted; its tasks stay.")
    offer_undo(request, words % {"title": found.title})
    return _back(request, found.project)


def _before(
    request: HttpRequest, milestone: Milestone, *, is_up: bool
) -> Milestone | None:
    """Return what the milestone goes before, None for last."""
    project = milestone.project
    listed = queries.milestone_options(viewer=request.user, project=project)
    order = [option.value for option in listed]
    at = order.index(milestone.pk)
    after = order[max(0, at - 1) :] if is_up else order[at + 2 :]
    return find_milestone(request, project.code, after[0]) if after else None


def _back(request: HttpRequest, project: Project) -> HttpResponse:
    return go_back(request, fallback=reverse("projects:page", args=[project.code]))


def _written(
    request: HttpRequest,
    project: Project,
    form: MilestoneForm,
    milestone: Milestone | None,
) -> HttpResponse:
    context = {
        "form": form,
        "project": project,
        "milestone": milestone,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "back": reverse("projects:page", args=[project.code]),
        "delete_url": ""
        if milestone is None
        else reverse("projects:delete_milestone", args=[project.code, milestone.pk]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/milestone.html", context, partial="all", status=status
    )
