"""The strategy map: the picture or the outline, and the drawer beside it."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from waypost.bets import queries
from waypost.web import looking_back
from waypost.web.http import HttpRequest, page, partial_for, render_page, wants_fragment
from waypost.web.shell import navigation
from waypost.web.shell.cycles import CycleChoice, choose_cycle
from waypost.web.strategy_map.drawers import Drawer, Missing, drawer
from waypost.web.strategy_map.forms import MapForm
from waypost.web.strategy_map.pages import focus_url, map_page, options_of
from waypost.web.strategy_map.selection import select


@page("GET", looks_back=True)
def index(request: HttpRequest) -> HttpResponse:
    today = looking_back.today()
    chosen = choose_cycle(request, today=today)
    if chosen.current is None:
        return _nothing_yet(request, chosen)
    found = queries.strategy_map(viewer=request.user, cycle=chosen.current, today=today)
    if not any(node.kind == "objective" for node in found.nodes):
        return _nothing_yet(request, chosen)
    options = options_of(found)
    form = MapForm(request.GET, teams=options.teams, people=options.people)
    choice = form.choice
    shown = select(found, choice)
    context = {
        "cycle": chosen,
        "form": form,
        "map": map_page(request.GET, whole=found, shown=shown, choice=choice),
        "drawer": _opened(request, today),
        "focus_url": focus_url(request.GET, request.GET.get("open", "")),
        "is_fragment": wants_fragment(request),
    }
    partial = partial_for(request, default="view")
    return render_page(request, "strategy_map/index.html", context, partial=partial)


@page("GET", looks_back=True)
def node(request: HttpRequest, name: str) -> HttpResponse:
    """Fill the drawer; without script, go to the thing's own page."""
    today = looking_back.today()
    try:
        found = drawer(viewer=request.user, name=name, today=today)
    except Missing as error:
        raise Http404 from error
    if not wants_fragment(request):
        return redirect(found.head.url)
    context = {"drawer": found, "focus_url": focus_url(request.GET, name)}
    return render(request, "strategy_map/drawer.html", context)


def _opened(request: HttpRequest, today: date) -> Drawer | None:
    """Return what the address says is open; what is gone stays closed."""
    name = request.GET.get("open", "")
    if not name:
        return None
    try:
        return drawer(viewer=request.user, name=name, today=today)
    except Missing:
        return None


def _nothing_yet(request: HttpRequest, chosen: CycleChoice) -> HttpResponse:
    """Say what belongs here, and offer it to those who may make it."""
    ways = ("objectives:create", "imports:index", "start:sample")
    offers = {way.replace(":", "_"): navigation.address(way) for way in ways}
    may = not request.user.is_viewer
    context = {"cycle": chosen, "offers": offers if may else {}}
    return render(request, "strategy_map/empty.html", context)
