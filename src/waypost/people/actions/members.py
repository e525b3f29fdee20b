"""Who is in a team, from when until when."""

from dataclasses import dataclass
from datetime import date, datetime

from waypost.core import history
from waypost.people import access
from waypost.people.models import Membership, Person, Team


@dataclass(frozen=True, slots=True)
class MemberTerms:
    """Somebody's time in a team; `ends_on` is the first day they are out of it."""

    person: Person
    starts_on: date
    role: str = ""
    ends_on: date | None = None


def add_member(
    *, actor: Person, now: datetime, team: Team, terms: MemberTerms
) -> Membership:
    """Put somebody into a team.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither its lead, a lead above, nor an admin.
    django.core.exceptions.ValidationError
        If they are in it already.
    """
    access.require_manage_members(actor, team)
    with history.change(
        actor=actor,
        now=now,
        verb="people.add_member",
        subject=team,
        summary=terms.person.name,
    ) as change:
        membership = Membership(
            team=team,
            person=terms.person,
            role=terms.role,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
        )
        change.create(membership)
        change.emit("people.add_member", team=team.pk, person=terms.person.pk)
    return membership


def edit_membership(
    *, actor: Person, now: datetime, membership: Membership, terms: MemberTerms
) -> None:
    """Change somebody's role or days in a team; who it is stays.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither its lead, a lead above, nor an admin.
    django.core.exceptions.ValidationError
        If it would end before it started, or they are in it twice.
    """
    access.require_manage_members(actor, membership.team)
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_membership",
        subject=membership.team,
        summary=membership.person.name,
    ) as change:
        change.update(
            membership,
            role=terms.role.strip(),
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
        )
        change.emit(
            "people.edit_membership",
            team=membership.team_id,
            person=membership.person_id,
        )


def delete_membership(*, actor: Person, now: datetime, membership: Membership) -> None:
    """Strike out a membership that never was; one that was is ended instead.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither its lead, a lead above, nor an admin.
    """
    access.require_manage_members(actor, membership.team)
    with history.change(
        actor=actor,
        now=now,
        verb="people.delete_membership",
        subject=membership.team,
        summary=membership.person.name,
    ) as change:
        team, person = membership.team_id, membership.person_id
        change.delete(membership)
        change.emit("people.delete_membership", team=team, person=person)


def end_membership(
    *, actor: Person, now: datetime, membership: Membership, ends_on: date
) -> None:
    """Take somebody out of a team from a day on.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither its lead, a lead above, nor an admin.
    django.core.exceptions.ValidationError
        If it would end before it started.
    """
    access.require_manage_members(actor, membership.team)
    with history.change(
        actor=actor,
        now=now,
        verb="people.end_membership",
        subject=membership.team,
        summary=membership.person.name,
    ) as change:
        change.update(membership, ends_on=ends_on)
        change.emit(
            "people.end_membership",
            team=membership.team_id,
            person=membership.person_id,
        )
