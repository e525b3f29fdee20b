"""One task: its page, and writing it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.installation import local_day
from waypost.projects import actions, queries
from waypost.projects.models import Task
from waypost.projects.terms import Place, TaskTerms
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
from waypost.web.named import offers
from waypost.web.projects import words
from waypost.web.projects.forms.fields import plain
from waypost.web.projects.forms.plan import AddTaskForm, DependencyForm, TaskForm
from waypost.web.projects.found import (
    find_dependency,
    find_status,
    find_task,
    milestone_of,
    parent_of,
    person_of,
    require_tasks_editable,
    require_updatable,
)
from waypost.web.projects.options import parents_named, row_choices, task_choices
from waypost.web.projects.serving import served_by
from waypost.web.projects.waiting import waits
from waypost.web.prose import prose

_PLAIN = ("title", "body", "percent_done", "constraint", "constraint_on", "priority",
          "starts_on", "due_on")  # fmt: skip
_HOURS = (
    "estimate_hours",
    "low_hours",
    "high_hours",
    "remaining_hours",
    "fixed_days",
)


@page("GET")
def page_of(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _page(request, code, number)


@page("GET", "POST")
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    task = find_task(request, code, number)
    only_progress = require_updatable(
        request, task, message=_("You cannot change this task.")
    )
    choices = (
        row_choices(request.user, task.project, task)
        if only_progress
        else task_choices(request.user, task.project, task)
    )
    form = TaskForm(
        posted(request),
        choices=choices,
        initial=_initial(task),
        only_progress=only_progress,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _rewrite(request, task, form)
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(code)s saved.") % {"code": f"{code}-{number}"})
            return see_other("projects:task", code, number)
    context = {
        "form": form,
        "task": task,
        "code": f"{task.project.code}-{number}",
        "only_progress": only_progress,
        "back": reverse("projects:task", args=[code, number]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/task_edit.html", context, partial="all", status=status
    )


@page("POST")
def add_part(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a subtask in one line."""
    task = find_task(request, code, number)
    require_tasks_editable(request, task.project)
    form = AddTaskForm(request.POST)
    if form.is_valid():
        try:
            made = actions.create_task(
                actor=request.user,
                now=timezone.now(),
                project=task.project,
                terms=TaskTerms(title=form.cleaned_data["title"], parent=task),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(
                request, _("%(code)s added.") % {"code": f"{code}-{made.number}"}
            )
            return see_other("projects:task", code, number)
    return _page(request, code, number, part_form=form)


@page("POST")
def add_dependency(request: HttpRequest, code: str, number: int) -> HttpResponse:
    task = find_task(request, code, number)
    require_tasks_editable(request, task.project)
    form = DependencyForm(request.POST)
    if form.is_valid():
        try:
            before = queries.task(
                viewer=request.user,
                code=form.cleaned_data["task"][0],
                number=form.cleaned_data["task"][1],
            )
            actions.add_dependency(
                actor=request.user,
                now=timezone.now(),
                successor=task,
                predecessor=before,
                terms=form.terms(),
            )
        except Task.DoesNotExist:
            form.add_error("task", _("There is no task with this key."))
        except ValidationError as error:
            apply_errors(form, error)
        else:
            words_ = {"code": f"{code}-{number}"}
            offer_undo(request, _("%(code)s waits for one more task.") % words_)
            return see_other("projects:task", code, number)
    return _page(request, code, number, link_form=form)


@page("GET", "POST")
def edit_dependency(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_dependency(request, pk)
    task, before = found.successor, found.predecessor
    require_tasks_editable(request, task.project)
    named = f"{before.project.code}-{before.number} {before.title}"
    initial = {
        "task": named,
        "kind": found.kind,
        "lag": plain(found.lag),
        "lag_unit": found.lag_unit,
        "version": history.version_of(found),
    }
    data = None
    if request.method == "POST":
        data = request.POST.copy()
        data["task"] = named
    form = DependencyForm(data, initial=initial)
    code, number = task.project.code, task.number
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_dependency(
                actor=request.user,
                now=timezone.now(),
                dependency=found,
                terms=form.terms(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("Saved how it waits."))
            return see_other("projects:task", code, number)
    context = {
        "form": form,
        "task": task,
        "named": named,
        "code": f"{code}-{number}",
        "back": reverse("projects:task", args=[code, number]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "projects/dependency.html", context, partial="all", status=status
    )


@page("POST")
def remove_dependency(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_dependency(request, pk)
    code, number = found.successor.project.code, found.successor.number
    actions.remove_dependency(actor=request.user, now=timezone.now(), dependency=found)
    offer_undo(request, _("It waits no longer."))
    return go_back(request, fallback=reverse("projects:task", args=[code, number]))


@page("GET")
def find(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Offer tasks for what is typed, those of the project first."""
    task = find_task(request, code, number)
    listed = queries.find_tasks(
        viewer=request.user, words=request.GET.get("task", ""), near=task.project
    )
    context = {"options": [option for option in listed if option.pk != task.pk]}
    return render_page(request, "projects/options.html", context, partial="options")


@page("GET")
def offer_parents(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Offer what the task may be part of."""
    task = find_task(request, code, number)
    return offers(request, parents_named(request.user, task))


def _page(
    request: HttpRequest,
    code: str,
    number: int,
    *,
    link_form: DependencyForm | None = None,
    part_form: AddTaskForm | None = None,
) -> HttpResponse:
    today = local_day(timezone.now())
    viewer = request.user
    try:
        found = queries.task_page(viewer=viewer, code=code, number=number, today=today)
    except Task.DoesNotExist as error:
        raise Http404 from error
    served = served_by(found.project_pk, viewer=viewer, today=today)
    context = {
        "found": found,
        "nearest": served.nearest_to(found.milestone_pk),
        "lede": words.task_lede(found, today),
        "body": prose(found.body),
        "waits_for": waits(found.waits_for),
        "followers": waits(found.followers),
        "served": served,
        "link_form": link_form or DependencyForm(),
        "part_form": part_form or AddTaskForm(),
        "is_done": found.status_kind == "done",
    }
    status = 422 if link_form or part_form else 200
    return render_page(
        request, "projects/task.html", context, partial="all", status=status
    )


def _initial(task: Task) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(task, name) for name in _PLAIN}
    shown |= {name: plain(getattr(task, name)) for name in _HOURS}
    return shown | {
        "status": task.status_id,
        "assignee": task.assignee_id or "",
        "milestone": task.milestone_id or "",
        "parent": task.parent.number if task.parent else "",
        "labels": ", ".join(task.labels),
        "version": history.version_of(task),
    }


def _rewrite(request: HttpRequest, task: Task, form: TaskForm) -> None:
    data = form.cleaned_data
    changes = form.said()
    changes["status"] = find_status(request, data["status"])
    place = None
    if "assignee" in data:
        changes["assignee"] = person_of(request, data["assignee"])
        place = Place(
            milestone=milestone_of(request, task.project, data["milestone"]),
            parent=parent_of(request, task.project, data["parent"]),
        )
    actions.rewrite_task(
        actor=request.user,
        now=timezone.now(),
        task=task,
        changes=changes,
        place=place,
        version=data["version"],
    )
