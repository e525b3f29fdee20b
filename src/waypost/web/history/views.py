"""History pages: what was done, and taking it back."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.core import history, queries
from waypost.core.models import ChangeSet
from waypost.core.undo import CannotUndo, UndoPlan
from waypost.core.undo import undo as take_back
from waypost.web.http import (
    HttpRequest,
    done,
    go_back,
    page,
    render_page,
    toast,
    wants_fragment,
    warn,
)
from waypost.web.verbs import verb_in_words


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    change_sets = queries.change_sets(viewer=request.user)
    rows = [(row, verb_in_words(row.verb)) for row in change_sets]
    return render_page(request, "history/index.html", {"rows": rows}, partial="list")


@page("GET", "POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what undo would do; on POST do it, or ask first where rows would stay."""
    try:
        plan = queries.undo_plan(viewer=request.user, pk=pk)
    except ChangeSet.DoesNotExist as error:
        raise Http404 from error
    except CannotUndo as error:
        return _refused(request, str(error))
    if request.method == "GET" or (plan.kept and "confirmed" not in request.POST):
        return _ask(request, plan)
    return _take_back(request, plan)


def _ask(request: HttpRequest, plan: UndoPlan) -> HttpResponse:
    context = {
        "plan": plan,
        "what": verb_in_words(plan.change_set.verb),
        "next": request.POST.get("next", ""),
    }
    return render_page(request, "history/undo.html", context, partial="question")


def _take_back(request: HttpRequest, plan: UndoPlan) -> HttpResponse:
    try:
        taken = take_back(
            change_set=plan.change_set,
            actor=request.user,
            now=timezone.now(),
            plan=plan,
        )
    except CannotUndo as error:
        return _refused(request, str(error))
    again = history.last_change_set(request.user)
    toast(request, _said(taken), undo=reverse("history:undo", args=[again]))
    return go_back(request, fallback=reverse("history:index"))


def _said(plan: UndoPlan) -> str:
    kept = len(plan.kept)
    if not kept:
        return _("Undone.")
    return ngettext(
        "Undone. %(count)s row was edited since and is left to you.",
        "Undone. %(count)s rows were edited since and are left to you.",
        kept,
    ) % {"count": kept}


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    warn(request, why)
    if wants_fragment(request):
        return done(request)
    return go_back(request, fallback=reverse("history:index"))
