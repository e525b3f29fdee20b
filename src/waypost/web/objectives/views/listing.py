"""The list of objectives as a tree."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from waypost.bets.loading import Scope
from waypost.bets.queries import Figures, figures
from waypost.okrs import access, queries
from waypost.okrs.models import Cycle
from waypost.okrs.queries import ObjectiveGroup, ObjectiveRow, Places
from waypost.people import queries as people
from waypost.people.installation import local_day, organisation
from waypost.people.models import Person
from waypost.web.http import HttpRequest, page, render_page
from waypost.web.objectives import words
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
    selection = Selection.read(request.GET)
    context = {
        "choice": choice,
        "selection": selection,
        "fresh": fresh,
        "may_create_cycle": access.may_create_cycle(request.user),
        "may_manage": choice.current
        and access.may_manage_cycle(request.user, choice.current),
    }
    if choice.current is not None:
        found = _found(request.user, choice.current, selection, today)
        context |= _page(request, choice.current, selection, found)
    return render_page(request, "objectives/index.html", context, partial="list")


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read for the list."""

    groups: list[ObjectiveGroup]
    figures: Figures
    places: Places

    @property
    def rows(self) -> list[ObjectiveRow]:
        return [row for group in self.groups for row in group.rows]


def _found(viewer: Person, cycle: Cycle, selection: Selection, today: date) -> _Found:
    groups = queries.objective_groups(
        viewer=viewer, cycle=cycle, by=selection.by, only=selection.only
    )
    known = figures(viewer=viewer, scope=Scope(cycles=(cycle.pk,)), today=today)
    places = queries.writable_places(viewer=viewer, cycle=cycle)
    return _Found(groups, known, places)


def _page(
    request: HttpRequest, cycle: Cycle, selection: Selection, found: _Found
) -> dict[str, object]:
    home = reverse("objectives:index")
    shown = set(narrowed(found.rows, found.figures, selection.health))
    return _answer(cycle, found) | {
        "cycle": cycle,
        "is_planned": cycle.state == Cycle.State.PLANNING,
        "groups": _groups(found, shown, request.user),
        "is_empty": not found.rows and not selection.is_narrowed,
        "may_create": found.places.any,
        "groupings": groupings(selection, home),
        "chips": chips(selection, home),
        "teams": people.team_options(viewer=request.user),
        "owners": people.person_options(viewer=request.user, limit=500),
        "home": f"{home}?{selection.parameters()}",
        "query": selection.parameters(cycle=str(cycle.pk)),
    }


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
