"""Teams: the tree, one team, made, changed, moved, deleted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.core import history
from waypost.people import access, actions, queries
from waypost.people.actions import TeamTerms
from waypost.people.installation import local_day
from waypost.people.models import Team
from waypost.people.queries import TeamRow
from waypost.web.choices import people_to_choose, person_of, team_of, team_pairs
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
    warn,
)
from waypost.web.teams.forms import TeamForm
from waypost.web.teams.views.found import find_team
from waypost.web.templatetags.formats import number


@page("GET")
def index(request: HttpRequest) -> HttpResponse:
    rows = queries.team_tree(viewer=request.user)
    holding = {row.parent_pk for row in rows}
    context = {
        "rows": [(row, row.pk in holding) for row in rows],
        "headline": _headline(rows),
        "leaderless": sum(row.lead is None for row in rows),
        "mine": set(queries.my_teams(viewer=request.user)),
        "may_create": access.may_administrate(request.user),
    }
    return render_page(request, "teams/index.html", context, partial="all")


def _headline(rows: list[TeamRow]) -> str:
    words = ngettext("%(count)s team", "%(count)s teams", len(rows))
    return words % {"count": number(len(rows))}


@page("GET")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    today = local_day(timezone.now())
    team = find_team(request, pk)
    try:
        found = queries.team_page(viewer=request.user, pk=pk, today=today)
    except Team.DoesNotExist as error:
        raise Http404 from error
    context = {
        "found": found,
        "row": found.row,
        "now": [
            each for each in found.memberships if not (each.is_over or each.is_to_come)
        ],
        "to_come": [each for each in found.memberships if each.is_to_come],
        "former": [each for each in found.memberships if each.is_over],
        "groups": queries.held_by_team(viewer=request.user, team=team),
    }
    return render_page(request, "teams/page.html", context, partial="all")


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    access.require_admin(request.user)
    form = TeamForm(
        posted(request),
        teams=team_pairs(request.user),
        people=people_to_choose(request.user, writes=True),
        initial={"parent": request.GET.get("parent", "")[:20]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_team(
                actor=request.user, now=timezone.now(), terms=_terms(request, form)
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s created.") % {"name": made.name})
            return see_other("teams:page", made.pk)
    return _written(request, form, None)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    team = find_team(request, pk)
    access.require_admin(request.user)
    form = TeamForm(
        posted(request),
        teams=[each for each in team_pairs(request.user) if each[0] != pk],
        people=people_to_choose(request.user, team.lead, writes=True),
        initial=_as_it_is(team),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_team(
                actor=request.user,
                now=timezone.now(),
                team=team,
                terms=_terms(request, form),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s saved.") % {"name": team.name})
            return see_other("teams:page", pk)
    return _written(request, form, find_team(request, pk))


def _as_it_is(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "parent": team.parent_id or "",
        "lead": team.lead_id or "",
        "version": history.version_of(team),
    }


def _terms(request: HttpRequest, form: TeamForm) -> TeamTerms:
    said = form.cleaned_data
    return TeamTerms(
        said["name"],
        parent=team_of(request.user, said["parent"]),
        lead=person_of(request.user, said["lead"]),
    )


def _written(request: HttpRequest, form: TeamForm, team: Team | None) -> HttpResponse:
    back = reverse("teams:page", args=[team.pk]) if team else reverse("teams:index")
    context = {"form": form, "team": team, "back": back}
    return render_page(
        request,
        "teams/edit.html",
        context,
        partial="all",
        status=422 if form.is_bound else 200,
    )


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    team = find_team(request, pk)
    name = team.name
    try:
        actions.delete_team(actor=request.user, now=timezone.now(), team=team)
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("teams:page", pk)
    offer_undo(request, _("%(name)s deleted.") % {"name": name})
    return see_other("teams:index")
