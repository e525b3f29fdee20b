"""A cycle goes on: started, closed, deleted."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import actions as bet_actions
from waypost.okrs import access, actions, queries
from waypost.okrs.actions import Refused
from waypost.okrs.models import Cycle
from waypost.people.installation import local_day
from waypost.web.cycles.forms import CloseForm
from waypost.web.cycles.views.found import find_cycle
from waypost.web.cycles.views.one import context_of
from waypost.web.forms import said_of
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

State = Cycle.State


@page("GET", "POST")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is missing; on POST start: what was proposed is agreed, targets run."""
    cycle = find_cycle(request, pk)
    access.require_manage_cycle(request.user, cycle)
    if request.method == "GET":
        context = context_of(request.user, cycle, local_day(timezone.now()))
        return render_page(request, "cycles/start.html", context, partial="all")
    try:
        actions.start_cycle(actor=request.user, now=timezone.now(), cycle=cycle)
    except Refused as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, _("%(cycle)s is running.") % {"cycle": cycle.name})
    return go_back(request, fallback=reverse("cycles:page", args=[pk]))


@page("GET", "POST")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for what is undecided; on POST close."""
    cycle = find_cycle(request, pk)
    access.require_manage_cycle(request.user, cycle)
    form = CloseForm(
        posted(request), initial={"unagreed": "cancel", "scores": "progress"}
    )
    if form.is_valid():
        try:
            bet_actions.close_cycle(
                actor=request.user,
                now=timezone.now(),
                cycle=cycle,
                agrees=form.cleaned_data["unagreed"] == "agree",
                scores=form.cleaned_data["scores"] == "progress",
            )
        except Refused as error:
            warn(request, said_of(error))
        else:
            offer_undo(request, _("%(cycle)s is closed.") % {"cycle": cycle.name})
        return see_other("cycles:page", pk)
    unagreed, unscored = queries.undecided(viewer=request.user, cycle=cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "unagreed": unagreed,
        "unscored": unscored,
        "can_close": cycle.state in {State.ACTIVE, State.GRADING},
        "days_left": max(0, (cycle.ends_on - local_day(timezone.now())).days),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "cycles/close.html", context, partial="all", status=status
    )


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = find_cycle(request, pk)
    name = cycle.name
    try:
        actions.delete_cycle(actor=request.user, now=timezone.now(), cycle=cycle)
    except Refused as error:
        warn(request, said_of(error))
        return see_other("cycles:page", pk)
    offer_undo(request, _("%(cycle)s deleted.") % {"cycle": name})
    return see_other("cycles:index")
