"""One objective with all around it, as a page and in the drawer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets.loading import Scope
from waypost.bets.queries import (
    About,
    Figures,
    bet_rows_of_objectives,
    figures,
    project_of_objective,
)
from waypost.okrs import actions, queries
from waypost.okrs.models import Objective
from waypost.okrs.queries import ObjectivePage, Served
from waypost.web import looking_back
from waypost.web.addresses import maybe, project_url, served_url
from waypost.web.bars import objective_bar
from waypost.web.comparing import panel_on
from waypost.web.forms import said_of
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    partial_for,
    render_page,
    see_other,
    warn,
)
from waypost.web.objectives import surroundings, words
from waypost.web.objectives.sums import sums_of
from waypost.web.objectives.views.found import find_objective

State = Objective.State


def compare(request: HttpRequest, number: int) -> None:
    """Note what changed since the day that the page shows."""

    def about() -> About:
        found = queries.objective(viewer=request.user, number=number)
        return About(objective=found.pk)

    request.comparison = panel_on(request, about)


@page("GET", looks_back=True, before=compare)
def show(request: HttpRequest, number: int) -> HttpResponse:
    try:
        found = queries.objective_page(viewer=request.user, number=number)
    except Objective.DoesNotExist as error:
        raise Http404 from error
    today = looking_back.today()
    below = tuple(child.pk for child in found.children)
    scope = Scope(objectives=(found.row.pk, *below), bare=True)
    known = figures(viewer=request.user, scope=scope, today=today)
    partial = partial_for(request, default="all", drawer="peek")
    context = _around(request, found, known) | _steps(found)
    if partial == "all":
        context |= _below(request, found)
    return render_page(request, "objectives/page.html", context, partial=partial)


def _around(
    request: HttpRequest, found: ObjectivePage, known: Figures
) -> dict[str, Any]:
    """Return what page and drawer both show."""
    row = found.row
    placed = bet_rows_of_objectives(viewer=request.user, objectives=[row.pk])
    bets = placed.get(row.pk, [])
    bar = objective_bar(known.objectives.get(row.pk))
    parts = len(row.key_results) + len(found.children)
    own = known.objectives.get(row.pk)
    return {
        "found": found,
        "row": row,
        "bar": bar,
        "figures": own,
        "answer": words.standing(bar, parts=parts),
        "key_results": surroundings.key_result_views(row.key_results, known),
        "children": surroundings.children(found.children, known),
        "supports": surroundings.supports(bets, known),
        "sums": sums_of(row, found.children, known, {bet.pk: bet for bet in bets}),
        "measured": own.parts - own.not_measured if own else 0,
        "serves": [(each, served_url(each)) for each in row.serves],
        "path": [_crumb(each) for each in found.path],
        "bet_url": _bet_url(request, found),
    }


def _bet_url(request: HttpRequest, found: ObjectivePage) -> str:
    """Return where a bet on its key results is placed; nowhere once it is over."""
    codes = [each.code for each in found.row.key_results]
    is_over = found.row.state in {State.CLOSED, State.CANCELLED}
    if not codes or is_over or not request.user.acts:
        return ""
    address = maybe("bets:create")
    if address and len(codes) == 1:
        address += f"?key_result={codes[0]}"
    return address


def _below(request: HttpRequest, found: ObjectivePage) -> dict[str, Any]:
    """Return what only the page shows."""
    project = None
    if found.row.level == Objective.Level.PROJECT:
        project = project_of_objective(viewer=request.user, objective=found.row.pk)
    return {
        "rails": surroundings.rails(found.guardrails),
        "holder_url": project_url(project.code) if project else "",
        "holder": project.name if project else found.row.holder,
    }


def _crumb(served: Served) -> dict[str, str]:
    return {"title": served.title, "url": served_url(served)}


def _steps(found: ObjectivePage) -> dict[str, bool]:
    """Say which steps of an objective's life can be taken now."""
    state, may = found.row.state, "edit" in found.may
    return {
        "may_edit": may,
        "may_propose": may and state == State.DRAFT,
        "may_activate": may and state in {State.DRAFT, State.PROPOSED, State.CANCELLED},
        "may_cancel": may and state in {State.DRAFT, State.PROPOSED, State.ACTIVE},
    }


@page("POST")
def move(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Propose, agree on or cancel an objective."""
    steps = {
        "propose": (actions.propose_objective, _("%(code)s proposed.")),
        "activate": (actions.activate_objective, _("%(code)s is agreed.")),
        "cancel": (actions.cancel_objective, _("%(code)s cancelled.")),
    }
    if step not in steps:
        raise Http404
    objective = find_objective(request, number)
    take, said = steps[step]
    try:
        take(actor=request.user, now=timezone.now(), objective=objective)
    except actions.Refused as error:
        warn(request, said_of(error))
    else:
        offer_undo(request, said % {"code": objective.code})
    return see_other("objectives:page", number)


@page("POST")
def delete(request: HttpRequest, number: int) -> HttpResponse:
    objective = find_objective(request, number)
    try:
        actions.delete_objective(
            actor=request.user, now=timezone.now(), objective=objective
        )
    except actions.Refused as error:
        warn(request, said_of(error))
        return see_other("objectives:page", number)
    offer_undo(request, _("%(code)s deleted.") % {"code": f"O-{number}"})
    return see_other(f"{reverse('objectives:index')}?cycle={objective.cycle_id}")
