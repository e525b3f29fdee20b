"""Coming and going: invited, let in again, switched off, handed over."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.people import actions, queries
from waypost.people.actions import PersonTerms
from waypost.people.installation import local_day
from waypost.people.models import Person
from waypost.web.choices import (
    calendar_of,
    calendar_pairs,
    people_to_choose,
    person_of,
    team_of,
    team_pairs,
)
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
from waypost.web.people import mail
from waypost.web.people.forms import HandOverForm, InvitationForm
from waypost.web.people.views.found import find_person, require_admin


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    """Invite somebody: they get a place, and a link to choose a password."""
    require_admin(request)
    viewer = request.user
    form = InvitationForm(
        posted(request),
        people=people_to_choose(viewer),
        teams=team_pairs(viewer),
        calendars=calendar_pairs(viewer),
    )
    if request.method == "POST" and form.is_valid():
        person = _invite(request, form)
        if person is not None:
            _send(request, person)
            return see_other("people:invitation", person.pk)
    return render_page(
        request,
        "people/invite.html",
        {"form": form},
        partial="all",
        status=422 if form.is_bound else 200,
    )


def _invite(request: HttpRequest, form: InvitationForm) -> Person | None:
    said, now = form.cleaned_data, timezone.now()
    terms = PersonTerms(
        email=said["email"],
        name=said["name"],
        role=said["role"],
        manager=person_of(request.user, said["manager"]),
        calendar=calendar_of(request.user, said["calendar"]),
    )
    try:
        return actions.invite(
            actor=request.user,
            now=now,
            terms=terms,
            team=team_of(request.user, said["team"]),
            today=local_day(now),
        )
    except ValidationError as error:
        apply_errors(form, error)
        return None


def _send(request: HttpRequest, person: Person) -> None:
    """Send the link, and say so; the page shows the link either way."""
    invitation = mail.invitation_of(request, person, timezone.now())
    why_not = mail.send(request, invitation)
    said = {"email": person.email, "why": why_not}
    if why_not:
        words = _("No mail went out (%(why)s). Copy the link and send it yourself.")
        warn(request, words % said)
    else:
        offer_undo(request, _("The invitation is on its way to %(email)s.") % said)


@page("GET", "POST")
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the link of somebody who has no password yet; on POST send it again."""
    require_admin(request)
    person = find_person(request, pk)
    if not person.is_active or person.has_usable_password():
        return see_other("people:page", pk)
    if request.method == "POST":
        _send(request, person)
        return see_other("people:invitation", pk)
    found = mail.invitation_of(request, person, timezone.now())
    context = {"person": person, "invitation": found}
    return render_page(request, "people/invitation.html", context, partial="all")


@page("POST")
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a lost password and second step, and send a link for new ones."""
    person = find_person(request, pk)
    try:
        actions.reset_sign_in(actor=request.user, now=timezone.now(), person=person)
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("people:page", pk)
    _send(request, person)
    return see_other("people:invitation", pk)


@page("POST")
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch somebody off, and offer to hand over what they leave behind."""
    person = find_person(request, pk)
    try:
        actions.deactivate_person(actor=request.user, now=timezone.now(), person=person)
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("people:page", pk)
    words = _("%(name)s is switched off and signed out everywhere.")
    offer_undo(request, words % {"name": person.name})
    if person.pk == request.user.pk:
        return see_other("account_login")
    left = queries.held_by(viewer=request.user, person=person, most=1)
    has_reports = bool(queries.reports(viewer=person))
    return see_other("people:hand_over" if left or has_reports else "people:page", pk)


@page("POST")
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    actions.reactivate_person(actor=request.user, now=timezone.now(), person=person)
    offer_undo(request, _("%(name)s may sign in again.") % {"name": person.name})
    return see_other("people:page", pk)


@page("GET", "POST")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all that somebody answers for to somebody else."""
    require_admin(request)
    person = find_person(request, pk)
    offered = people_to_choose(request.user, writes=True).without(pk)
    form = HandOverForm(posted(request), people=offered)
    if request.method == "POST" and form.is_valid() and _pass_on(request, form, person):
        return see_other("people:page", pk)
    context = {
        "form": form,
        "person": person,
        "groups": queries.held_by(viewer=request.user, person=person),
        "reports": queries.reports(viewer=person),
        "back": reverse("people:page", args=[pk]),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "people/hand_over.html", context, partial="all", status=status
    )


def _pass_on(request: HttpRequest, form: HandOverForm, person: Person) -> bool:
    taker = person_of(request.user, form.cleaned_data["to"])
    assert taker is not None, "the field is required"
    try:
        moved = actions.hand_over(
            actor=request.user, now=timezone.now(), person=person, to=taker
        )
    except ValidationError as error:
        apply_errors(form, error)
        return False
    said = {"count": moved, "name": taker.name}
    words = ngettext(
        "%(count)d thing is %(name)s’s now.",
        "%(count)d things are %(name)s’s now.",
        moved,
    )
    offer_undo(request, words % said)
    return True
