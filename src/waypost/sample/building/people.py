"""The company, its people and teams."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from waypost.people import actions, installation
from waypost.people.models import Person
from waypost.sample.building.cast import Cast
from waypost.sample.content.organisation import (
    ADMIN,
    AFTER_EASTER,
    CREW,
    CREW_CALENDAR,
    CREW_WEEK,
    FOUNDED,
    HOLIDAYS,
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
    _build_calendars(cast, at)
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


def _build_calendars(cast: Cast, at: datetime) -> None:
    """Give the office its holidays, and the engine room a week of its own."""
    admin, today = cast.admin, cast.clock.day(0)
    office = installation.default_calendar()
    assert office is not None, "the first run makes one"
    years = range(today.year - 1, today.year + 2)
    days = [day for year in years for day in _holidays(year)]
    actions.add_exceptions(actor=admin, now=at, calendar=office, exceptions=days)
    week = actions.CalendarTerms(CREW_CALENDAR, CREW_WEEK)
    crew = actions.create_calendar(actor=admin, now=at, terms=week)
    for key in CREW:
        person = cast.people[key]
        terms = replace(actions.PersonTerms.of(person), calendar=crew)
        actions.edit_person(actor=admin, now=at, person=person, terms=terms)


def _holidays(year: int) -> list[actions.ExceptionTerms]:
    sunday = easter(year)
    fixed = [
        actions.ExceptionTerms(date(year, month, day), Decimal(hours), name)
        for month, day, hours, name in HOLIDAYS
    ]
    moving = [
        actions.ExceptionTerms(sunday + timedelta(days=after), name=name)
        for after, name in AFTER_EASTER
    ]
    by_day = {each.day: each for each in [*moving, *fixed]}  # 1 May may be Ascension
    return list(by_day.values())


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar.

    By the rule that Butcher's *Ecclesiastical Calendar* of 1876 gives.

    >>> easter(2026), easter(2027)
    (datetime.date(2026, 4, 5), datetime.date(2027, 3, 28))
    """
    century, of_century = divmod(year, 100)
    golden = year % 19
    leaps, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - shift + 15) % 30
    quarters, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarters - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


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
