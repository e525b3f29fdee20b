"""The organization's statuses of tasks: an admin names, orders and merges them."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.core import history
from waypost.projects import access, actions, queries
from waypost.projects.models import TaskStatus
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
from waypost.web.projects.forms.statuses import MergeForm, StatusForm
from waypost.web.templatetags import formats


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    access.require_set_statuses(request.user)
    rows = queries.status_rows(viewer=request.user)
    return render_page(request, "projects/statuses.html", {"rows": rows}, partial="all")


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    access.require_set_statuses(request.user)
    form = StatusForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_status(
                actor=request.user, now=timezone.now(), terms=form.terms()
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("“%(title)s” added.") % {"title": made.name})
            return see_other("projects:statuses")
    return _written(request, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    access.require_set_statuses(request.user)
    status = _find(request, pk)
    form = _form_of(status, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_status(
                actor=request.user,
                now=timezone.now(),
                status=status,
                terms=form.terms(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            said = {"title": form.cleaned_data["name"]}
            offer_undo(request, _("“%(title)s” saved.") % said)
            return see_other("projects:statuses")
    return _written(request, form, status)


@page("POST")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a status up, or down."""
    status = _find(request, pk)
    steps = -1 if request.POST.get("to") == "up" else 1
    actions.move_status(
        actor=request.user, now=timezone.now(), status=status, steps=steps
    )
    offer_undo(request, _("“%(title)s” moved.") % {"title": status.name})
    return see_other("projects:statuses")


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    status = _find(request, pk)
    try:
        actions.delete_status(actor=request.user, now=timezone.now(), status=status)
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("projects:status", pk)
    offer_undo(request, _("“%(title)s” deleted.") % {"title": status.name})
    return see_other("projects:statuses")


@page("POST")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the tasks of a status into another, and delete it."""
    access.require_set_statuses(request.user)
    status = _find(request, pk)
    form = _merging(request, status)
    if not form.is_valid():
        return _written(request, _form_of(status), status, form)
    into = _find(request, int(form.cleaned_data["into"]))
    moved = actions.merge_status(
        actor=request.user, now=timezone.now(), status=status, into=into
    )
    said = ngettext(
        "%(n)s task is in “%(title)s” now.",
        "%(n)s tasks are in “%(title)s” now.",
        moved,
    )
    offer_undo(request, said % {"n": formats.number(moved), "title": into.name})
    return see_other("projects:statuses")


def _find(request: HttpRequest, pk: int) -> TaskStatus:
    try:
        return queries.status(viewer=request.user, pk=pk)
    except (TaskStatus.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def _form_of(status: TaskStatus, data: QueryDict | None = None) -> StatusForm:
    return StatusForm(
        data,
        initial={
            "name": status.name,
            "kind": status.kind,
            "wip_limit": status.wip_limit,
            "version": history.version_of(status),
        },
    )


def _merging(request: HttpRequest, status: TaskStatus) -> MergeForm:
    others = queries.status_options(viewer=request.user)
    pairs = [(each.pk, each.name) for each in others if each.pk != status.pk]
    return MergeForm(
        posted(request) if "into" in request.POST else None, statuses=pairs
    )


def _written(
    request: HttpRequest,
    form: StatusForm,
    status: TaskStatus | None,
    merging: MergeForm | None = None,
) -> HttpResponse:
    rows = queries.status_rows(viewer=request.user)
    row = next((each for each in rows if status and each.pk == status.pk), None)
    if merging is None and status is not None:
        merging = _merging(request, status)
    context = {
        "form": form,
        "status": status,
        "row": row,
        "merging": merging if row and len(rows) > 1 else None,
    }
    is_wrong = form.is_bound or (merging is not None and merging.is_bound)
    return render_page(
        request,
        "projects/status.html",
        context,
        partial="all",
        status=422 if is_wrong or request.method == "POST" else 200,
    )
