"""People and contacts as tables: which rows are wanted, and what they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Q

from waypost.core import listing
from waypost.people import access
from waypost.people.models import Contact, Person
from waypost.people.queries.common import Ref, maybe_ref_of


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the table of people; `rate` only for who may see rates."""

    pk: int
    name: str
    initials: str
    email: str
    role: str
    role_name: str
    standing: str
    manager: Ref | None
    teams: tuple[tuple[int, str], ...]
    calendar: str
    capacity: Decimal
    rate: Decimal | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One line of the table of contacts."""

    pk: int
    name: str
    email: str
    organisation: str


ACTIVE, INVITED, INACTIVE = "active", "invited", "inactive"
_ORDERS = {
    "name": "name",
    "email": "email",
    "role": "role",
    "manager": "manager__name",
    "calendar": "calendar__name",
    "capacity": "capacity_hours_per_week",
    "seen": "seen_at",
}


def find_people(
    *, viewer: Person, today: date, wanted: listing.Wanted
) -> listing.Found:
    """Return which people are wanted."""
    rows = Person.objects.all()
    fields: Mapping[str, listing.Field] = {
        "role": "role",
        "manager": "manager",
        "team": _in_teams,
        "calendar": "calendar",
        "standing": _of_standing,
        "capacity": "capacity_hours_per_week",
        "seen": listing.within_days("seen_at"),
    }
    searched = ("name__icontains", "email__icontains")
    orders = _ORDERS | ({"rate": "hourly_rate"} if access.may_see_rates(viewer) else {})
    return listing.find(rows, wanted, fields=fields, orders=orders, searched=searched)


def people_lines(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[PersonLine]:
    """Return these people in this order: two queries."""
    memberships = access.active_memberships().select_related("team").order_by("pk")
    rows = Person.objects.select_related("manager", "calendar").prefetch_related(
        Prefetch("memberships", queryset=memberships, to_attr="active")
    )
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    shows_rate = access.may_see_rates(viewer)
    return [_person_line(found[pk], shows_rate=shows_rate) for pk in ids if pk in found]


def find_contacts(
    *, viewer: Person, today: date, wanted: listing.Wanted
) -> listing.Found:
    """Return which contacts are wanted."""
    orders = {"name": "name", "email": "email", "organisation": "organisation"}
    searched = ("name__icontains", "email__icontains", "organisation__icontains")
    fields = {"organisation": "organisation", "email": "email"}
    rows = Contact.objects.all()
    return listing.find(rows, wanted, fields=fields, orders=orders, searched=searched)


def contact_lines(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[ContactLine]:
    """Return these contacts in this order: one query."""
    found = Contact.objects.in_bulk(list(ids))
    return [
        ContactLine(row.pk, row.name, row.email, row.organisation)
        for pk in ids
        if (row := found.get(pk)) is not None
    ]


def _in_teams(narrowing: listing.Narrowing) -> Q:
    if not isinstance(narrowing, listing.OneOf):
        return Q()
    active = access.active_memberships()
    wanted = [pk for pk in narrowing.values if pk is not None]
    hit = Q(pk__in=active.filter(team_id__in=wanted).values("person_id"))
    if None in narrowing.values:
        hit |= ~Q(pk__in=active.values("person_id"))
    return hit


def _of_standing(narrowing: listing.Narrowing) -> Q:
    hit = Q(pk__in=[])
    for value in getattr(narrowing, "values", ()):
        hit |= {
            ACTIVE: Q(is_active=True) & ~Q(password__startswith="!"),
            INVITED: Q(is_active=True, password__startswith="!"),
            INACTIVE: Q(is_active=False),
        }.get(str(value), Q(pk__in=[]))
    return hit


def _person_line(person: Person, *, shows_rate: bool) -> PersonLine:
    memberships = person.active  # type: ignore[attr-defined]  # by the Prefetch above
    return PersonLine(
        pk=person.pk,
        name=person.name,
        initials=person.initials,
        email=person.email,
        role=person.role,
        role_name=person.get_role_display(),
        standing=_standing(person),
        manager=maybe_ref_of(person.manager),
        teams=tuple((each.team_id, each.team.name) for each in memberships),
        calendar=person.calendar.name if person.calendar else "",
        capacity=person.capacity_hours_per_week,
        rate=person.hourly_rate if shows_rate else None,
        seen_at=person.seen_at,
    )


def _standing(person: Person) -> str:
    if not person.is_active:
        return INACTIVE
    return ACTIVE if person.has_usable_password() else INVITED
