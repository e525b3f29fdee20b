"""The list of objectives as a tree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from waypost.bets.loading import Scope
from waypost.bets.queries import Figures, figures
from waypost.okrs import access, queries
from waypost.okrs.models import Cycle
from waypost.okrs.queries import ObjectiveGroup, ObjectiveRow, Places, Standing
from waypost.people import queries as people
from waypost.people.installation import local_day, organisation
from waypost.people.models import Person
from waypost.people.queries import Option, TeamRow
from waypost.web.choices import people_named, people_to_choose
from waypost.web.http import (
    HttpRequest,
    page,
    render_page,
    see_other,
    wants_fragment,
)
from waypost.web.objectives import pieces, words
from waypost.web.objectives.drafting import key_of, place_of
from waypost.web.objectives.lines import Group, group_lines, narrowed
from waypost.web.objectives.selection import Selection, chips, groupings
from waypost.web.shell.cycles import CycleChoice, choose_cycle


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    today = local_day(timezone.now())
    choice = choose_cycle(request, today=today)
    return listing(request, choice, today=today)


def listing(
    request: HttpRequest, choice: CycleChoice, *, today: date, fresh: str = ""
) -> HttpResponse:
    """Render the list; `fresh` is the code of what was just made."""
    selection = _selection(request)
    context = {
        "choice": choice,
        "selection": selection,
        "fresh": fresh,
        "may_create_cycle": access.may_create_cycle(request.user),
        "may_manage": choice.current
        and access.may_manage_cycle(request.user, choice.current),
    }
    cycle = choice.current
    if cycle is not None:
        standing = queries.objective_standing(
            viewer=request.user, cycle=cycle, only=selection.only
        )
        if standing.is_long:
            if fresh:  # what was just made shows in the piece that it went into
                selection = replace(selection, at=request.POST.get("group", "")[:40])
            context |= _long(request, cycle, selection, standing, today)
        else:
            found = _found(request.user, cycle, selection, today)
            context |= _page(request, cycle, selection, found)
    return render_page(request, "objectives/index.html", context, partial="list")


@page("GET")
def piece(request: HttpRequest) -> HttpResponse:
    """Answer htmx with what a heading, or a row of a long list, brings."""
    today = local_day(timezone.now())
    cycle = choose_cycle(request, today=today).current
    if cycle is None:
        raise Http404
    selection = Selection.read(request.GET)
    if not wants_fragment(request):
        query = selection.parameters(at=selection.at, page=str(selection.page))
        return see_other(f"{reverse('objectives:index')}?{query}")
    context = _piece(request, cycle, selection, today)
    if "rows" not in request.GET:
        return render(request, "objectives/piece.html", context)
    depth = request.GET.get("depth", "")
    lines = [
        line
        for group in context["groups"]
        for line in pieces.below(
            group.lines,
            parent=request.GET.get("parent", "")[:20],
            depth=int(depth) if depth in set("012345678") else 0,
        )
    ]
    return render(request, "objectives/piece_rows.html", {"lines": lines})


@page("GET")
def answer(request: HttpRequest) -> HttpResponse:
    """Say how a whole cycle stands, after the page that could not wait for it."""
    today = local_day(timezone.now())
    cycle = choose_cycle(request, today=today).current
    if cycle is None:
        raise Http404
    scope = Scope(cycles=(cycle.pk,), bare=True)
    known = figures(viewer=request.user, scope=scope, today=today)
    above = queries.key_results_by_objective(viewer=request.user, cycle=cycle)
    all_of_it = queries.objective_standing(viewer=request.user, cycle=cycle)
    said = words.long_lede(known, all_of_it.ids, above)
    return render(request, "objectives/answer.html", {"said": said})


def _long(
    request: HttpRequest,
    cycle: Cycle,
    selection: Selection,
    standing: Standing,
    today: date,
) -> dict[str, Any]:
    """Return a list that is shown piece by piece; its answer comes after it."""
    house = organisation()
    if cycle.state == Cycle.State.CLOSED and house is not None:
        said = {
            "headline": words.scores_headline(standing.scores, cycle, house.score_high),
            "lede": words.closed_lede(house.score_high),
        }
    else:
        said = {"headline": words.long_headline(standing.count, cycle), "lede": ""}
    tree = people.team_tree(viewer=request.user)
    return (
        _frame(request, cycle, selection, tree)
        | said
        | _piece(request, cycle, selection, today, standing=standing, tree=tree)
        | {"is_long": True, "is_empty": False}
    )


def _piece(
    request: HttpRequest,
    cycle: Cycle,
    selection: Selection,
    today: date,
    *,
    standing: Standing | None = None,
    tree: Sequence[TeamRow] | None = None,
) -> dict[str, Any]:
    found, known = pieces.read(
        request.user, cycle, selection, today=today, standing=standing, tree=tree
    )
    places = queries.writable_places(viewer=request.user, cycle=cycle, tree=tree)
    shown = pieces.shown(found, known, selection, viewer=request.user, places=places)
    return {
        "groups": shown.groups,
        "heads": shown.heads,
        "is_whole": shown.is_whole,
        "folds": True,
        "may_create": places.any,
        "query": selection.parameters(cycle=str(cycle.pk)),
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read for the list."""

    groups: list[ObjectiveGroup]
    figures: Figures
    places: Places
    tree: list[TeamRow]

    @property
    def rows(self) -> list[ObjectiveRow]:
        return [row for group in self.groups for row in group.rows]


def _found(viewer: Person, cycle: Cycle, selection: Selection, today: date) -> _Found:
    tree = people.team_tree(viewer=viewer)
    groups = queries.objective_groups(
        viewer=viewer, cycle=cycle, by=selection.by, only=selection.only, tree=tree
    )
    scope = Scope(cycles=(cycle.pk,), bare=True)
    known = figures(viewer=viewer, scope=scope, today=today)
    places = queries.writable_places(viewer=viewer, cycle=cycle, tree=tree)
    return _Found(groups, known, places, tree)


def _page(
    request: HttpRequest, cycle: Cycle, selection: Selection, found: _Found
) -> dict[str, object]:
    shown = set(narrowed(found.rows, found.figures, selection.health))
    return (
        _frame(request, cycle, selection, found.tree)
        | _answer(cycle, found)
        | {
            "groups": _groups(found, shown, request.user),
            "is_empty": not found.rows and not selection.is_narrowed,
            "may_create": found.places.any,
        }
    )


def _frame(
    request: HttpRequest,
    cycle: Cycle,
    selection: Selection,
    tree: Sequence[TeamRow],
) -> dict[str, object]:
    """Return what stands around the list, short or long."""
    home = reverse("objectives:index")
    owners = people_to_choose(request.user)
    return {
        "cycle": cycle,
        "is_planned": cycle.state == Cycle.State.PLANNING,
        "groupings": groupings(selection, home),
        "chips": chips(selection, home),
        "teams": [Option(row.pk, row.name, "") for row in tree],
        "owners": owners,
        "owner_options": [Option(*pair) for pair in owners.pairs],
        "owner_said": _owner_said(request.user, selection),
        "home": f"{home}?{selection.parameters()}",
        "query": selection.parameters(cycle=str(cycle.pk)),
    }


def _selection(request: HttpRequest) -> Selection:
    """Read an address, in which an owner may be typed by name."""
    selection = Selection.read(request.GET)
    said = " ".join(request.GET.get("owner", "").split())[:200]
    if not said or selection.owner is not None:
        return selection
    try:
        owner = people_named(request.user).meant(said)
    except ValidationError as error:
        return replace(selection, unknown=said, problem=error.messages[0])
    return replace(selection, owner=owner)


def _owner_said(viewer: Person, selection: Selection) -> str:
    if selection.owner is None:
        return selection.unknown
    return people_named(viewer).written(selection.owner)


def _answer(cycle: Cycle, found: _Found) -> dict[str, str]:
    """Say the answer of the page: at the end of a cycle what was reached."""
    rows, known = found.rows, found.figures
    house = organisation()
    if cycle.state == Cycle.State.CLOSED and house is not None:
        return {
            "headline": words.closed_headline(rows, cycle, house.score_high),
            "lede": words.closed_lede(house.score_high),
        }
    return {"headline": words.headline(rows, known), "lede": words.lede(rows, known)}


def _groups(found: _Found, shown: set[int], viewer: Person) -> list[Group]:
    made: list[Group] = []
    for group in found.groups:
        rows = tuple(row for row in group.rows if row.pk in shown)
        if not rows:
            continue
        kept = ObjectiveGroup(group.kind, group.pk, group.title, group.subtitle, rows)
        note = words.group_note(rows, found.figures)
        made.append(
            Group(
                key=key_of(group),
                path=tuple(group.title.split(" › ")),
                subtitle=", ".join(filter(None, [group.subtitle, note])),
                lines=group_lines(kept, found.figures, is_first=not made),
                may_add=place_of(key_of(group), found.places, viewer) is not None,
            )
        )
    return made
