"""The board of a project: look, move a card, add one."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.people.installation import local_day
from waypost.projects import actions, queries
from waypost.projects.models import Project, Task, TaskStatus
from waypost.projects.terms import Slot, TaskTerms
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    render_page,
    see_other,
    warn,
)
from waypost.web.projects import board as showing
from waypost.web.projects.forms.board import AddCardForm, MoveForm
from waypost.web.projects.found import (
    find_project,
    find_status,
    find_task,
    milestone_of,
    person_of,
    require_tasks_editable,
)
from waypost.web.projects.serving import served_by
from waypost.web.projects.tabs import tabs


@page("GET")
def board(request: HttpRequest, code: str) -> HttpResponse:
    return _board(request, code, showing.Chosen.of(request.GET))


@page("POST")
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Move a card: beside another, to an end of a column, or a step within its own."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404  # the page sends none like that
    task = find_task(request, code, form.cleaned_data["card"])
    try:
        said = _move(request, task, form.cleaned_data)
    except actions.MovedOn as error:
        warn(request, said_of(error))
        return _board(request, code, _where(request), status=409)
    except ValidationError as error:
        warn(request, said_of(error))
        return _board(request, code, _where(request), status=422)
    offer_undo(request, said)
    return see_other(_address(code) + _where(request).query())


@page("POST")
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add a card at the foot of a column."""
    project = find_project(request, code)
    require_tasks_editable(request, project)
    form = AddCardForm(request.POST)
    if form.is_valid():
        try:
            made = _add(request, project, form.cleaned_data)
        except ValidationError as error:
            apply_errors(form, error)
        else:
            said = {"code": f"{project.code}-{made.number}"}
            offer_undo(request, _("%(code)s added.") % said)
            return see_other(_address(code) + _where(request).query())
    elif form.errors.keys() - {"title"}:
        raise Http404  # the page sends none like that
    return _board(request, code, _where(request), add_form=form, status=422)


def _add(request: HttpRequest, project: Project, data: dict[str, Any]) -> Task:
    milestone = str(data["milestone"] or "")
    return actions.create_task(
        actor=request.user,
        now=timezone.now(),
        project=project,
        terms=TaskTerms(
            title=data["title"],
            status=find_status(request, str(data["status"])),
            milestone=milestone_of(request, project, milestone),
            assignee=person_of(request, str(data["assignee"] or "")),
        ),
    )


def _move(request: HttpRequest, task: Task, data: dict[str, Any]) -> str:
    by: dict[str, Any] = {
        "actor": request.user,
        "now": timezone.now(),
        "task": task,
        "version": data["version"],
    }
    code = f"{task.project.code}-{task.number}"
    steps = {"up": -1, "down": 1}.get(data["to"])
    if steps is not None:
        actions.nudge_card(**by, steps=steps)
        said = _("%(code)s moved up.") if steps < 0 else _("%(code)s moved down.")
        return said % {"code": code}
    status = find_status(request, str(data["status"] or task.status_id))
    actions.move_card(**by, slot=_slot(request, task.project, status, data))
    if status.pk == task.status_id:
        return _("%(code)s moved within “%(column)s”.") % {
            "code": code,
            "column": status.name,
        }
    return _("%(code)s is in “%(column)s” now.") % {
        "code": code,
        "column": status.name,
    }


def _slot(
    request: HttpRequest, project: Project, status: TaskStatus, data: dict[str, Any]
) -> Slot:
    given: dict[str, Any] = {"viewer": request.user, "project": project}
    if data["to"] == "first":
        return Slot(status, before=queries.first_of(**given, status=status))
    return Slot(
        status,
        before=queries.beside(**given, number=data["before"]),
        after=queries.beside(**given, number=data["after"]),
    )


def _board(
    request: HttpRequest,
    code: str,
    chosen: showing.Chosen,
    *,
    add_form: AddCardForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_day(timezone.now())
    viewer = request.user
    try:
        found = queries.board(
            viewer=viewer, code=code, today=today, wanted=chosen.wanted()
        )
    except Project.DoesNotExist as error:
        raise Http404 from error
    served = served_by(found.project_pk, viewer=viewer, today=today)
    here = _address(code)
    context = {
        "found": found,
        "shown": showing.show(found, chosen, served),
        "chosen": chosen,
        "wanted": chosen.wanted(),
        "served": served,
        "headline": showing.headline(found),
        "lede": showing.lede(found),
        "tabs": tabs(found.code, "board"),
        "chips": _chips(here, chosen, found.tasks_late),
        "lanes": _lane_links(here, chosen),
        "here": here + chosen.query(),
        # Marked once, not two hundred times by the template.
        "words": {
            "add": _("Add a card"),
            "do_add": _("Add"),
        },
        "add_form": add_form,
        "add_status": add_form.cleaned_data.get("status") if add_form else None,
    }
    return render_page(
        request, "projects/board.html", context, partial="board", status=status
    )


def _chips(here: str, chosen: showing.Chosen, late: int) -> list[dict[str, object]]:
    return [
        {
            "label": _("Mine"),
            "url": here + chosen.query(is_mine=not chosen.is_mine),
            "is_on": chosen.is_mine,
        },
        {
            "label": _("Late"),
            "url": here + chosen.query(is_late=not chosen.is_late),
            "is_on": chosen.is_late,
            "count": late,
        },
    ]


def _lane_links(here: str, chosen: showing.Chosen) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "url": here + chosen.query(lanes=lanes),
            "is_on": chosen.lanes == lanes,
        }
        for lanes, label in (
            ("", _("No lanes")),
            ("milestone", _("By milestone")),
            ("assignee", _("By person")),
        )
    ]


def _where(request: HttpRequest) -> showing.Chosen:
    """Return what was shown when the form was sent."""
    query = QueryDict(urlsplit(request.POST.get("next", "")).query)
    return showing.Chosen.of(query)


def _address(code: str) -> str:
    return reverse("projects:board", args=[code.upper()])
