"""A new objective in one line of the list, with the coach beside it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from waypost.bets.loading import Scope
from waypost.bets.queries import figures
from waypost.okrs import actions, coach, queries
from waypost.okrs.actions import ObjectiveTerms, Refused
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.queries import NoSuchParent
from waypost.people import queries as people
from waypost.people.installation import local_day
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    see_other,
    wants_fragment,
)
from waypost.web.objectives.drafting import Place, place_of
from waypost.web.objectives.forms import DraftForm
from waypost.web.objectives.selection import Selection
from waypost.web.objectives.views.found import chosen, require_place
from waypost.web.objectives.views.listing import listing
from waypost.web.templatetags import formats


@page("GET", "POST")
def draft(request: HttpRequest) -> HttpResponse:
    """Open the row in which an objective is drafted; on POST create it."""
    choice = chosen(request)
    if choice.current is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    place = _place(request, choice.current, sent.get("group", ""))
    if request.method == "GET":
        if not wants_fragment(request):
            return see_other(_full_form(place, choice.current))
        return _row(request, DraftForm(initial={"group": place.key}), place)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _row(request, form, place)
    try:
        objective = _create(request, form, choice.current, place)
    except Refused as error:
        apply_errors(form, error)
        return _row(request, form, place)
    offer_undo(request, _("%(code)s created.") % {"code": objective.code})
    if not wants_fragment(request):
        selection = Selection.read(request.GET)
        return see_other(f"{reverse('objectives:index')}?{selection.parameters()}")
    today = local_day(timezone.now())
    return listing(request, choice, today=today, fresh=objective.code)


def _place(request: HttpRequest, cycle: Cycle, key: str) -> Place:
    places = queries.writable_places(viewer=request.user, cycle=cycle)
    place = place_of(key, places, request.user)
    require_place(
        is_there=place is not None, message=_("You write no objectives there.")
    )
    assert place is not None
    return place


def _full_form(place: Place, cycle: Cycle) -> str:
    query = f"cycle={cycle.pk}&level={place.level}"
    if place.team is not None:
        query += f"&team={place.team}"
    return f"{reverse('objectives:create')}?{query}"


def _row(request: HttpRequest, form: DraftForm, place: Place) -> HttpResponse:
    """Answer with the row itself, wherever the form wanted its answer."""
    response = render(
        request,
        "objectives/draft.html",
        {"form": form, "place": place, "query": request.GET.urlencode()},
        status=422 if form.is_bound else 200,
    )
    if form.is_bound:
        retarget(response, "#draft")
        reswap(response, "outerHTML")
    return response


def _create(
    request: HttpRequest, form: DraftForm, cycle: Cycle, place: Place
) -> Objective:
    said = form.cleaned_data
    serves = []
    if said["serves"]:
        try:
            serves = [queries.find_parent(viewer=request.user, code=said["serves"])]
        except NoSuchParent as error:
            message = _("There is no %(code)s.") % {"code": said["serves"]}
            raise Refused({"serves": message}) from error
    is_planned = cycle.state == Cycle.State.PLANNING
    team = people.team(viewer=request.user, pk=place.team) if place.team else None
    terms = ObjectiveTerms(
        title=said["title"],
        cycle=cycle,
        owner=request.user,
        level=place.level,
        team=team,
        person=place.person,
        state=Objective.State.DRAFT if is_planned else Objective.State.ACTIVE,
    )
    return actions.create_objective(
        actor=request.user, now=timezone.now(), terms=terms, serves=serves
    )


@page("GET")
def advise(request: HttpRequest) -> HttpResponse:
    """Say what the coach thinks of the words typed so far."""
    said = request.GET
    serves = [said[name] for name in said if name.startswith("serves") and said[name]]
    cycle = chosen(request).current
    parents = _parents(request, cycle) if cycle and not serves else []
    context = coach.Context(
        ends_on=cycle.ends_on if cycle else None,
        supports_something=bool(serves),
        is_company=said.get("level") == Objective.Level.COMPANY,
        parents=_with_note(request, said.get("title", ""), parents),
    )
    advice = coach.advise_objective(said.get("title", ""), context=context)
    return render(request, "objectives/coach.html", {"advice": advice})


def _parents(request: HttpRequest, cycle: Cycle) -> list[coach.Nearest]:
    options = queries.parent_options(viewer=request.user, cycle=cycle, limit=300)
    return [
        coach.Nearest(each.value, each.label) for each in options if each.is_key_result
    ]


def _with_note(
    request: HttpRequest, title: str, parents: list[coach.Nearest]
) -> list[coach.Nearest]:
    """Say of the nearest how much of it nothing covers."""
    nearest = coach.nearest_to(title, parents)
    if nearest is None:
        return parents
    found = queries.find_parent(viewer=request.user, code=nearest.code)
    if not isinstance(found, KeyResult):
        return parents
    known = figures(
        viewer=request.user,
        scope=Scope(objectives=(found.objective_id,), alone=True),
        today=local_day(timezone.now()),
    ).key_results.get(found.pk)
    if known is None or known.coverage >= 1:
        return [nearest]
    gap = formats.percent(1 - known.coverage)
    note = _("Nothing covers %(gap)s of it yet.") % {"gap": gap}
    return [coach.Nearest(nearest.code, nearest.title, note)]
