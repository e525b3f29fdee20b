"""Inviting: somebody gets a place, and the team they begin in, before they sign in."""

from datetime import date, datetime

from waypost.core import history
from waypost.people.actions.members import MemberTerms, add_member
from waypost.people.actions.persons import PersonTerms, create_person
from waypost.people.models import Person, Team


def invite(
    *,
    actor: Person,
    now: datetime,
    terms: PersonTerms,
    team: Team | None = None,
    today: date,
) -> Person:
    """Add somebody who will choose a password by a link, and put them into a team.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    with history.change(actor=actor, now=now, verb="people.create_person") as change:
        person = create_person(actor=actor, now=now, terms=terms)
        if team is not None:
            member = MemberTerms(person=person, starts_on=today)
            add_member(actor=actor, now=now, team=team, terms=member)
        change.about(person, person.name)
    return person
