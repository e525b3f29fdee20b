"""One cycle: who has not linked yet, and how far its work reaches."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from waypost.bets import queries as bet_queries
from waypost.okrs import access, queries
from waypost.okrs.models import Cycle
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.web.cycles import words
from waypost.web.cycles.views.found import find_cycle
from waypost.web.http import HttpRequest, page, render_page

State = Cycle.State


@page("GET")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cycle; of a large one, how its work stands comes when asked for all."""
    cycle = find_cycle(request, pk)
    today = local_day(timezone.now())
    context = context_of(request.user, cycle, today, waits="all" in request.GET)
    if cycle.state == State.CLOSED:
        context["ended"] = queries.ended(viewer=request.user, cycle=cycle)
        context["cycle_key"] = str(pk)
    context["parts"] = queries.cycle_parts(viewer=request.user, cycle=cycle)
    return render_page(request, "cycles/page.html", context, partial="all")


def context_of(
    viewer: Person, cycle: Cycle, today: date, *, waits: bool = True
) -> dict[str, Any]:
    """Return what the cycle's page and the page that starts it both show."""
    found = bet_queries.readiness(viewer=viewer, cycle=cycle, today=today, waits=waits)
    may_write = viewer.acts and cycle.state != State.CLOSED
    return {
        "cycle": cycle,
        "found": found,
        "is_later": not (found.is_whole or cycle.state == State.CLOSED),
        "headline": words.headline(cycle, found, today),
        "lede": words.lede(cycle, found),
        "stages": words.stages(cycle, found),
        "points": words.points(cycle, found, may_write=may_write),
        "covered": found.classes.get("covered", 0),
        "may_write": may_write,
        "may_manage": access.may_manage_cycle(viewer, cycle),
        "may_delete": access.may_create_cycle(viewer),
    }
