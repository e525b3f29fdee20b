"""Cycles: added, and changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.core.access import require
from waypost.okrs import access, actions, queries
from waypost.okrs.actions import CycleTerms
from waypost.okrs.models import Cycle
from waypost.people import queries as people
from waypost.people.installation import local_day, organisation
from waypost.people.models import Person
from waypost.web.choices import Pairs, people_to_choose
from waypost.web.cycles.forms import CycleForm
from waypost.web.cycles.timeframes import home_of, next_timeframe
from waypost.web.cycles.views.found import find_cycle
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


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    viewer = request.user
    require(access.may_create_cycle(viewer), _("Only an admin may add a cycle."))
    cycles = queries.cycles(viewer=viewer)
    sent = posted(request)
    form = CycleForm(
        sent,
        parents=_parents(cycles),
        managers=people_to_choose(viewer, writes=True),
        is_new=True,
        initial={} if sent is not None else _suggested(request, cycles),
    )
    if form.is_valid():
        cycle = _create(request, form)
        if cycle is not None:
            return go_back(request, fallback=reverse("cycles:page", args=[cycle.pk]))
    return _write(request, form)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    cycle, viewer = find_cycle(request, pk), request.user
    access.require_manage_cycle(viewer, cycle)
    others = [each for each in queries.cycles(viewer=viewer) if each.pk != pk]
    names_managers = access.may_create_cycle(viewer)
    form = CycleForm(
        posted(request),
        parents=_parents(others, cycle.parent),
        managers=people_to_choose(viewer, cycle.manager, writes=True)
        if names_managers
        else None,
        is_new=False,
        initial=CycleForm.initial_of(cycle),
    )
    if form.is_valid() and _save(request, form, cycle):
        offer_undo(request, _("%(cycle)s saved.") % {"cycle": cycle.name})
        return see_other("cycles:page", pk)
    return _write(request, form, cycle)


def _write(
    request: HttpRequest, form: CycleForm, cycle: Cycle | None = None
) -> HttpResponse:
    asked = request.GET.get("kind", Cycle.Kind.QUARTER)
    kinds = [
        {"label": kind.label, "url": f"?kind={kind.value}", "is_on": kind == asked}
        for kind in (Cycle.Kind.QUARTER, Cycle.Kind.HALF, Cycle.Kind.YEAR)
    ]
    context = {
        "form": form,
        "cycle": cycle,
        "kinds": [] if cycle else kinds,
        "next": request.GET.get("next", ""),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "cycles/write.html", context, partial="all", status=status
    )


def _suggested(request: HttpRequest, cycles: list[Cycle]) -> dict[str, Any]:
    house, today = organisation(), local_day(timezone.now())
    asked = request.GET.get("kind", "")
    kind = asked if asked in Cycle.Kind.values else Cycle.Kind.QUARTER
    found = next_timeframe(
        kind=kind,
        today=today,
        fiscal_month=house.fiscal_month if house else 1,
        taken=[(each.starts_on, each.ends_on) for each in cycles],
    )
    home = home_of(cycles, starts_on=found.starts_on, ends_on=found.ends_on)
    return {
        "name": found.name,
        "kind": kind,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "parent": home.pk if home else "",
        "manager": request.user.pk,
        "is_running": found.starts_on <= today,
    }


def _create(request: HttpRequest, form: CycleForm) -> Cycle | None:
    try:
        cycle = actions.create_cycle(
            actor=request.user,
            now=timezone.now(),
            terms=_terms(request, form),
            is_running=form.cleaned_data["is_running"],
        )
    except ValidationError as error:
        apply_errors(form, error)
        return None
    offer_undo(request, _("%(cycle)s created.") % {"cycle": cycle.name})
    return cycle


def _save(request: HttpRequest, form: CycleForm, cycle: Cycle) -> bool:
    try:
        actions.edit_cycle(
            actor=request.user,
            now=timezone.now(),
            cycle=cycle,
            terms=_terms(request, form, manager=cycle.manager),
            version=form.cleaned_data["version"],
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    return True


def _terms(
    request: HttpRequest, form: CycleForm, manager: Person | None = None
) -> CycleTerms:
    said, viewer = form.cleaned_data, request.user
    parent = said["parent"]
    if "manager" in said:
        named = said["manager"]
        manager = people.person(viewer=viewer, pk=int(named)) if named else None
    return CycleTerms(
        name=said["name"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        kind=said["kind"],
        parent=queries.cycle(viewer=viewer, pk=int(parent)) if parent else None,
        manager=manager,
    )


def _parents(cycles: list[Cycle], kept: Cycle | None = None) -> Pairs:
    """Return what a cycle can lie in: what is not over, and what it lies in now."""
    return [
        (each.pk, each.name)
        for each in cycles
        if each.state != Cycle.State.CLOSED or (kept and each.pk == kept.pk)
    ]
