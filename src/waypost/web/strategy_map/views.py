"""The strategy map: the picture or the outline, and the drawer beside it."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from waypost.bets import queries
from waypost.charts.raster import Busy, NotDrawn
from waypost.okrs.models import Cycle
from waypost.web import looking_back
from waypost.web.comparing import panel_on
from waypost.web.http import HttpRequest, page, partial_for, render_page, wants_fragment
from waypost.web.shell import navigation
from waypost.web.shell.cycles import CycleChoice, choose_cycle
from waypost.web.strategy_map.document import (
    About,
    drawn_as_png,
    svg_of,
    too_many,
    written,
)
from waypost.web.strategy_map.drawers import Drawer, Missing, drawer
from waypost.web.strategy_map.forms import MapForm
from waypost.web.strategy_map.pages import (
    address,
    answer_of,
    focus_url,
    folded_by,
    lede_of,
    map_page,
    options_of,
    wants_all_figures,
)
from waypost.web.strategy_map.reading import ground_of, shown_of
from waypost.web.strategy_map.selection import Selection

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def compare(request: HttpRequest) -> None:
    """Note what changed since the day that the page shows; its parts do not say it."""

    def about() -> queries.About:
        chosen = choose_cycle(request, today=looking_back.day_of(request))
        if chosen.current is None:
            raise Cycle.DoesNotExist
        return queries.About(cycle=chosen.current.pk)

    request.comparison = None if wants_fragment(request) else panel_on(request, about)


@page("GET", looks_back=True, before=compare)
def index(request: HttpRequest) -> HttpResponse:
    today = looking_back.today()
    chosen = choose_cycle(request, today=today)
    if chosen.current is None:
        return _nothing_yet(request, chosen)
    folded = folded_by(request.GET)
    if folded is not None and not wants_fragment(request):
        return redirect(address(folded))
    query = request.GET if folded is None else folded
    ground = ground_of(
        viewer=request.user,
        cycle=chosen.current,
        today=today,
        all_figures=wants_all_figures(query),
    )
    if not any(node.kind == "objective" for node in ground.nodes):
        return _nothing_yet(request, chosen)
    options = options_of(ground)
    form = MapForm(query, teams=options.teams, people=options.people)
    choice = form.choice
    shown = shown_of(ground, choice)
    context = {
        "cycle": chosen,
        "form": form,
        "map": map_page(query, ground=ground, shown=shown, choice=choice),
        "drawer": _opened(request, today),
        "focus_url": focus_url(query, query.get("open", "")),
        "is_fragment": wants_fragment(request),
    }
    partial = partial_for(request, default="view")
    answer = render_page(request, "strategy_map/index.html", context, partial=partial)
    if folded is not None:
        answer["HX-Push-Url"] = address(folded)
    return answer


@page("GET", looks_back=True)
def sums(request: HttpRequest) -> HttpResponse:
    """Say what a large map comes to; without script, on the map itself."""
    today = looking_back.today()
    chosen = choose_cycle(request, today=today)
    if chosen.current is None:
        raise Http404
    if not wants_fragment(request):
        return redirect(address(request.GET, sums="on"))
    found = queries.map_sums(viewer=request.user, cycle=chosen.current, today=today)
    context = {"lede": lede_of(request.GET, found)}
    return render(request, "strategy_map/lede.html", context)


@page("GET", looks_back=True)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give what is shown as a document: the same filters, the same past day."""
    today = looking_back.today()
    chosen = choose_cycle(request, today=today)
    if chosen.current is None:
        raise Http404
    ground = ground_of(
        viewer=request.user,
        cycle=chosen.current,
        today=today,
        all_figures=wants_all_figures(request.GET),
    )
    options = options_of(ground)
    asked = MapForm(request.GET, teams=options.teams, people=options.people)
    shown = shown_of(ground, asked.choice)
    about = About(
        chosen.name, today, request.past.day is not None, answer_of(ground, shown)
    )
    return _document(request, form, shown, about)


def _document(
    request: HttpRequest, form: str, shown: Selection, about: About
) -> HttpResponse:
    """Answer with a file; where there can be none, say why in words."""
    try:
        if refused := too_many(shown):
            raise NotDrawn(refused)
        found = svg_of(shown, about)
        content = written(found) if form == "svg" else drawn_as_png(found)
    except NotDrawn as error:
        status = 503 if isinstance(error, Busy) else 422
        context = {"why": str(error), "back": address(request.GET)}
        return render(request, "strategy_map/no_picture.html", context, status=status)
    response = HttpResponse(content, content_type=KINDS[form])
    name = f"map-{about.day.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # Should a browser show it all the same, nothing in it may run or load.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


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
    may = request.user.acts
    context = {"cycle": chosen, "offers": offers if may else {}}
    return render(request, "strategy_map/empty.html", context)
