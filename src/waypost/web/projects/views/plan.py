"""The plan of a project as an outline that is written in place."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.installation import local_day
from waypost.projects import actions, queries
from waypost.projects.models import Task
from waypost.projects.terms import TaskTerms
from waypost.web.addresses import maybe
from waypost.web.forms import apply_errors
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
from waypost.web.projects import outline, words
from waypost.web.projects.forms.fields import plain
from waypost.web.projects.forms.plan import AddTaskForm, RowForm
from waypost.web.projects.found import (
    find_project,
    find_status,
    find_task,
    milestone_of,
    person_of,
    require_tasks_editable,
    require_updatable,
)
from waypost.web.projects.options import row_choices
from waypost.web.projects.plan_rows import RowPen
from waypost.web.projects.serving import served_by
from waypost.web.projects.tabs import tabs

MOVES = ("up", "down", "in", "out")


@page("GET")
def plan(request: HttpRequest, code: str) -> HttpResponse:
    chosen = outline.Chosen.of(request.GET)
    form = None
    if chosen.edit is not None:
        task = find_task(request, code, chosen.edit)
        form = _row_form(request, task)
    return _plan(request, code, chosen, row_form=form)


@page("POST")
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a task in one line, and stay there for the next."""
    project = find_project(request, code)
    require_tasks_editable(request, project)
    form = AddTaskForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.create_task(
                actor=request.user,
                now=timezone.now(),
                project=project,
                terms=TaskTerms(
                    title=data["title"],
                    milestone=milestone_of(
                        request, project, str(data["milestone"] or "")
                    ),
                ),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            said = {"code": f"{project.code}-{made.number}"}
            offer_undo(request, _("%(code)s added.") % said)
            return _to(request, code, add=data["milestone"] or 0)
    if "milestone" in form.errors:  # the page names none like that
        raise Http404
    chosen = _where(request, add=form.cleaned_data.get("milestone") or 0)
    return _plan(request, code, chosen, add_form=form)


@page("POST")
def write_row(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Save a task that was written in its line."""
    task = find_task(request, code, number)
    form = _row_form(request, task)
    if form.is_valid():
        try:
            actions.edit_task(
                actor=request.user,
                now=timezone.now(),
                task=task,
                changes=_changes(request, form),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(code)s saved.") % {"code": f"{code}-{number}"})
            return _to(request, code, at=number)
    return _plan(request, code, _where(request, edit=number), row_form=form)


@page("POST")
def do(request: HttpRequest, code: str) -> HttpResponse:
    """Tick, move or delete the task that the pressed button names: ``up:17``."""
    deed, _colon, number = request.POST.get("do", "").partition(":")
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    task = find_task(request, code, int(number))
    try:
        said = _do(request, task, deed)
    except ValidationError as error:
        warn(request, " ".join(error.messages))
    else:
        offer_undo(request, said % {"code": f"{task.project.code}-{task.number}"})
    if deed == "delete":
        return _to(request, code)
    if request.POST.get("next", "").startswith(_address(code)):
        return _to(request, code, at=task.number)
    return go_back(request, fallback=_address(code))


def _do(request: HttpRequest, task: Task, deed: str) -> str:
    by: dict[str, Any] = {"actor": request.user, "now": timezone.now(), "task": task}
    deeds: dict[str, tuple[str, Callable[[], object]]] = {
        "tick": (
            _("%(code)s is done."),
            lambda: actions.tick_task(**by, is_done=True),
        ),
        "open": (
            _("%(code)s is open again."),
            lambda: actions.tick_task(**by, is_done=False),
        ),
        "up": (_("%(code)s moved up."), lambda: actions.nudge_task(**by, steps=-1)),
        "down": (_("%(code)s moved down."), lambda: actions.nudge_task(**by, steps=1)),
        "in": (_("%(code)s is a subtask now."), lambda: actions.indent_task(**by)),
        "out": (
            _("%(code)s stands one level up."),
            lambda: actions.outdent_task(**by),
        ),
        "delete": (_("%(code)s deleted."), lambda: actions.delete_task(**by)),
    }
    if deed not in deeds:
        raise Http404
    said, act = deeds[deed]
    act()
    return said


def _plan(
    request: HttpRequest,
    code: str,
    chosen: outline.Chosen,
    *,
    row_form: RowForm | None = None,
    add_form: AddTaskForm | None = None,
) -> HttpResponse:
    today = local_day(timezone.now())
    viewer = request.user
    project = find_project(request, code)
    found = queries.plan_outline(viewer=viewer, code=code, today=today)
    shown = outline.show(
        found, chosen, viewer=viewer, row_form=row_form, add_form=add_form
    )
    served = served_by(project.pk, viewer=viewer, today=today)
    here = _address(code) + chosen.query()
    pen = RowPen(here + ("&" if "?" in here else "?"), found.rights)
    context = {
        "project": project,
        "found": found,
        "shown": shown,
        "lines": [pen.drawn(line) for line in shown.lines],
        "chosen": chosen,
        "served": served,
        "headline": words.plan_headline(
            project.name, found.tasks_done, found.tasks_open
        ),
        "lede": words.plan_lede(found),
        "tabs": tabs(found.code, "plan"),
        "chips": _chips(code, chosen, found.tasks_late),
        "here": here,
        "glue": here + ("&" if "?" in here else "?"),
        "first_group": outline.group_in_hand(found),
        "query": chosen.query(page=0).removeprefix("?") + "&",
        "import_url": maybe("imports:index") if viewer.plans else "",
    }
    form = row_form or add_form
    status = 422 if form is not None and form.errors else 200
    return render_page(
        request, "projects/plan.html", context, partial="plan", status=status
    )


def _chips(code: str, chosen: outline.Chosen, late: int) -> list[dict[str, object]]:
    here = _address(code)
    return [
        {
            "label": _("Open"),
            "url": here + chosen.query(is_open=not chosen.is_open, page=0),
            "is_on": chosen.is_open,
        },
        {
            "label": _("Mine"),
            "url": here + chosen.query(is_mine=not chosen.is_mine, page=0),
            "is_on": chosen.is_mine,
        },
        {
            "label": _("Late"),
            "url": here + chosen.query(is_late=not chosen.is_late, page=0),
            "is_on": chosen.is_late,
            "count": late,
        },
    ]


def _row_form(request: HttpRequest, task: Task) -> RowForm:
    only_progress = require_updatable(
        request, task, message=_("You cannot change this task.")
    )
    initial = {
        "title": task.title,
        "status": task.status_id,
        "assignee": task.assignee_id or "",
        "starts_on": task.starts_on,
        "due_on": task.due_on,
        "estimate_hours": plain(task.estimate_hours),
        "version": history.version_of(task),
    }
    form = RowForm(
        posted(request),
        choices=row_choices(request.user, task.project, task),
        initial=initial,
        only_progress=only_progress,
    )
    first = "status" if only_progress else "title"
    form.fields[first].widget.attrs["autofocus"] = True
    return form


def _changes(request: HttpRequest, form: RowForm) -> dict[str, Any]:
    changes = form.said()
    data = form.cleaned_data
    changes["status"] = find_status(request, data["status"])
    if "assignee" in data:
        changes["assignee"] = person_of(request, data["assignee"])
    return changes


def _where(request: HttpRequest, **changes: Any) -> outline.Chosen:
    """Return what was shown when the form was sent, and what has the focus now."""
    given = QueryDict(urlsplit(request.POST.get("next", "")).query)
    return outline.Chosen.of(given).focused(**changes)


def _to(request: HttpRequest, code: str, **changes: Any) -> HttpResponse:
    """Go back to the rows that were shown, with the focus where it was."""
    return see_other(_address(code) + _where(request).query(**changes))


def _address(code: str) -> str:
    return reverse("projects:plan", args=[code.upper()])
