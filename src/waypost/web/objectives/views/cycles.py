"""Cycles: added and started."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.okrs import access, actions, queries
from waypost.okrs.actions import CycleTerms, Refused
from waypost.okrs.models import Cycle
from waypost.people.installation import local_day, organisation
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
from waypost.web.objectives.forms import CycleForm
from waypost.web.objectives.quarters import next_quarter
from waypost.web.objectives.views.found import find_cycle


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    require(access.may_create_cycle(request.user), _("Only an admin may add a cycle."))
    sent = posted(request)
    form = CycleForm(sent, initial={} if sent else _suggested(request))
    if sent is not None and form.is_valid():
        cycle = _create(request, form)
        if cycle is not None:
            fallback = f"{reverse('objectives:index')}?cycle={cycle.pk}"
            return go_back(request, fallback=fallback)
    return render_page(
        request,
        "objectives/cycle.html",
        {"form": form, "next": request.GET.get("next", "")},
        partial="all",
        status=200 if sent is None else 422,
    )


def _suggested(request: HttpRequest) -> dict[str, Any]:
    house, today = organisation(), local_day(timezone.now())
    taken = [cycle.starts_on for cycle in queries.cycles(viewer=request.user)]
    month = house.fiscal_month if house else 1
    quarter = next_quarter(today=today, fiscal_month=month, taken=taken)
    return {
        "name": quarter.name,
        "kind": Cycle.Kind.QUARTER,
        "starts_on": quarter.starts_on,
        "ends_on": quarter.ends_on,
        "is_running": quarter.starts_on <= today,
    }


def _create(request: HttpRequest, form: CycleForm) -> Cycle | None:
    said, now = form.cleaned_data, timezone.now()
    terms = CycleTerms(
        name=said["name"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        kind=said["kind"],
        manager=request.user,
    )
    try:
        cycle = actions.create_cycle(
            actor=request.user, now=now, terms=terms, is_running=said["is_running"]
        )
    except ValidationError as error:
        apply_errors(form, error)
        return None
    offer_undo(request, _("%(cycle)s created.") % {"cycle": cycle.name})
    return cycle


@page("POST")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a cycle: what was proposed is agreed, and its targets run."""
    cycle = find_cycle(request, pk)
    try:
        actions.start_cycle(actor=request.user, now=timezone.now(), cycle=cycle)
    except Refused as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, _("%(cycle)s is running.") % {"cycle": cycle.name})
    return see_other(f"{reverse('objectives:index')}?cycle={pk}")
