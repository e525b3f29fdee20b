"""The company, its people and teams."""

from datetime import datetime
from decimal import Decimal

from waypost.people import actions
from waypost.people.models import Person
from waypost.sample.building.cast import Cast
from waypost.sample.content.organisation import (
    ADMIN,
    FOUNDED,
    ORGANISATION,
    PEOPLE,
    TEAMS,
    TIME_OFF,
)
from waypost.sample.terms import PersonContent, TeamContent


def build_people(cast: Cast, *, password: str) -> None:
    """Set the organisation up, then let its admin add everybody else."""
    at = cast.clock.past(cast.clock.day(FOUNDED))
    admin = actions.set_up_organisation(
        now=at, organisation=ORGANISATION, admin=_terms(cast, ADMIN), password=password
    )
    cast.people[ADMIN.key] = admin
    for person in PEOPLE:
        cast.people[person.key] = actions.create_person(
            actor=admin, now=at, terms=_terms(cast, person)
        )
    for team in TEAMS:
        _build_team(cast, team, at)
    _share_password(admin)


def look_in(cast: Cast) -> None:
    """Let everybody have looked in on Wednesday of last week, so that there is news."""
    at = cast.clock.at(cast.clock.day(-3), 17)
    for person in cast.people.values():
        actions.mark_seen(actor=person, now=at)


def plan_time_off(cast: Cast) -> None:
    """Let people say when they are away, two weeks ago."""
    clock = cast.clock
    for key, first, last, note in TIME_OFF:
        person = cast.people[key]
        actions.add_time_off(
            actor=person,
            now=clock.at(clock.day(-11)),
            person=person,
            terms=actions.TimeOffTerms(clock.day(first), clock.day(last), note),
        )


def _terms(cast: Cast, person: PersonContent) -> actions.PersonTerms:
    return actions.PersonTerms(
        email=person.email,
        name=person.name,
        role=person.role,
        manager=cast.person(person.manager),
        capacity_hours_per_week=Decimal(person.hours),
        hourly_rate=None if person.rate is None else Decimal(person.rate),
    )


def _build_team(cast: Cast, team: TeamContent, at: datetime) -> None:
    terms = actions.TeamTerms(
        team.name,
        parent=cast.teams[team.parent] if team.parent else None,
        lead=cast.people[team.lead],
    )
    row = actions.create_team(actor=cast.admin, now=at, terms=terms)
    cast.teams[team.key] = row
    for key, role in team.members:
        actions.add_member(
            actor=cast.admin,
            now=at,
            team=row,
            terms=actions.MemberTerms(
                cast.people[key], cast.clock.day(FOUNDED), role=role
            ),
        )


def _share_password(admin: Person) -> None:
    """Give everybody the admin's password: it is printed for all to read.

    Past the actions, because hashing it once for each person takes seconds.
    """
    Person.objects.exclude(pk=admin.pk).update(password=admin.password)
