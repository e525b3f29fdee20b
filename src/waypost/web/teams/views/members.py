"""Who is in a team: added, changed, ended, struck out."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.people import access, actions
from waypost.people.actions import MemberTerms
from waypost.people.installation import local_day
from waypost.people.models import Membership, Person, Team
from waypost.web.choices import people_to_choose, person_of
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
from waypost.web.teams.forms import MemberForm, MembershipForm
from waypost.web.teams.views.found import find_membership, find_team

ONE_DAY = timedelta(days=1)  # what is kept is the first day out of the team


@page("GET", "POST")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    team = find_team(request, pk)
    access.require_manage_members(request.user, team)
    form = MemberForm(
        posted(request),
        people=people_to_choose(request.user),
        initial={"starts_on": local_day(timezone.now())},
    )
    if request.method == "POST" and form.is_valid():
        person = person_of(request.user, form.cleaned_data["person"])
        assert person is not None, "the field is required"
        try:
            actions.add_member(
                actor=request.user,
                now=timezone.now(),
                team=team,
                terms=_terms(form, person),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            said = {"name": person.name, "team": team.name}
            offer_undo(request, _("%(name)s is in %(team)s.") % said)
            return see_other("teams:page", pk)
    return _written(request, form, team, None)


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_membership(request, pk)
    access.require_manage_members(request.user, found.team)
    initial = {
        "role": found.role,
        "starts_on": found.starts_on,
        "last_on": found.ends_on - ONE_DAY if found.ends_on else None,
    }
    form = MembershipForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_membership(
                actor=request.user,
                now=timezone.now(),
                membership=found,
                terms=_terms(form, found.person),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("%(name)s saved.") % {"name": found.person.name})
            return see_other("teams:page", found.team_id)
    return _written(request, form, found.team, find_membership(request, pk))


@page("POST")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership: today is the last day."""
    found = find_membership(request, pk)
    now = timezone.now()
    try:
        actions.end_membership(
            actor=request.user,
            now=now,
            membership=found,
            ends_on=local_day(now) + ONE_DAY,
        )
    except ValidationError as error:
        warn(request, said_of(error))
    else:
        said = {"name": found.person.name, "team": found.team.name}
        offer_undo(request, _("%(name)s leaves %(team)s after today.") % said)
    return see_other("teams:page", found.team_id)


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_membership(request, pk)
    actions.delete_membership(actor=request.user, now=timezone.now(), membership=found)
    said = {"name": found.person.name}
    offer_undo(request, _("The membership of %(name)s is struck out.") % said)
    return see_other("teams:page", found.team_id)


def _terms(form: MembershipForm, person: Person) -> MemberTerms:
    said = form.cleaned_data
    last = said["last_on"]
    return MemberTerms(
        person=person,
        starts_on=said["starts_on"],
        role=said["role"].strip(),
        ends_on=last + ONE_DAY if last else None,
    )


def _written(
    request: HttpRequest,
    form: MembershipForm,
    team: Team,
    membership: Membership | None,
) -> HttpResponse:
    context = {
        "form": form,
        "team": team,
        "membership": membership,
        "back": reverse("teams:page", args=[team.pk]),
    }
    return render_page(
        request,
        "teams/member.html",
        context,
        partial="all",
        status=422 if form.is_bound else 200,
    )
