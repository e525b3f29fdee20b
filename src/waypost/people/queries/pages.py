"""One person and one team, with what their pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Window

from waypost.core import registry
from waypost.core.elsewhere import Elsewhere, elsewhere_of
from waypost.people import access, holdings
from waypost.people.models import Membership, Person, Team
from waypost.people.queries.common import (
    Ref,
    TeamRow,
    maybe_ref_of,
    ref_of,
    team_tree,
)


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """Somebody's time in a team, seen from either side."""

    pk: int
    person: Ref
    team_pk: int
    team_name: str
    role: str
    starts_on: date
    ends_on: date | None
    is_over: bool
    is_to_come: bool

    @property
    def last_on(self) -> date | None:
        """The last day in the team: what is kept is the first day out of it."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with manager, reports and teams.

    `rate` is nothing to who may not see rates. `is_invited` says that they have no
    password yet, so that only a link lets them in. `elsewhere` is for admins alone:
    what a file said of somebody is not for everybody.
    """

    pk: int
    name: str
    initials: str
    email: str
    role: str
    role_name: str
    is_active: bool
    is_invited: bool
    seen_at: datetime | None
    joined_at: datetime
    manager: Ref | None
    reports: tuple[Ref, ...]
    memberships: tuple[MembershipRow, ...]
    capacity: Decimal
    rate: Decimal | None
    shows_rate: bool
    calendar_name: str
    calendar_pk: int | None
    time_zone: str
    may_edit: bool
    may_plan_time_off: bool
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that somebody answers for; `url` is nothing where it has no page."""

    code: str
    title: str
    url: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """The things of one kind: the newest of them, and how many there are."""

    heading: str
    total: int
    rows: tuple[Held, ...]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A team with who is in it, what stands below it, and what one may do there."""

    row: TeamRow
    above: tuple[TeamRow, ...]
    below: tuple[TeamRow, ...]
    memberships: tuple[MembershipRow, ...]
    may_edit: bool
    may_manage_members: bool


def person_page(*, viewer: Person, pk: int, today: date) -> PersonPage:
    """Return one person with who is around them: four queries, or five.

    Raises
    ------
    Person.DoesNotExist
        If there is none.
    """
    person = Person.objects.select_related("manager", "calendar").get(pk=pk)
    reports = Person.objects.filter(manager=person, is_active=True)
    memberships = person.memberships.select_related("team", "person")
    shows_rate = access.may_see_rates(viewer)
    return PersonPage(
        pk=person.pk,
        name=person.name,
        initials=person.initials,
        email=person.email,
        role=person.role,
        role_name=person.get_role_display(),
        is_active=person.is_active,
        is_invited=person.is_active and not person.has_usable_password(),
        seen_at=person.seen_at,
        joined_at=person.date_joined,
        manager=maybe_ref_of(person.manager),
        reports=tuple(map(ref_of, reports.order_by("name", "pk"))),
        memberships=_membership_rows(memberships.order_by("-starts_on", "pk"), today),
        capacity=person.capacity_hours_per_week,
        rate=person.hourly_rate if shows_rate else None,
        shows_rate=shows_rate,
        calendar_name=person.calendar.name if person.calendar else "",
        calendar_pk=person.calendar_id,
        time_zone=person.time_zone,
        may_edit=access.may_administrate(viewer),
        may_plan_time_off=access.may_plan_time_off(viewer, person),
        elsewhere=elsewhere_of(person) if access.may_administrate(viewer) else (),
    )


def held_by(*, viewer: Person, person: Person, most: int = 8) -> list[HeldGroup]:
    """Return what is open and somebody's to answer for, as far as `viewer` may see it.

    One query for each kind of thing, whatever their number.
    """
    return _groups(viewer, holdings.all_of_them(), person, most)


def held_by_team(*, viewer: Person, team: Team, most: int = 12) -> list[HeldGroup]:
    """Return what is open of a team, as far as `viewer` may see it."""
    return _groups(viewer, holdings.of_teams(), team, most)


def _groups(
    viewer: Person, kinds: Sequence[holdings.Holding], holder: Any, most: int
) -> list[HeldGroup]:
    found = (_group(viewer, held, holder, most) for held in kinds)
    return [group for group in found if group is not None]


def _group(
    viewer: Person, held: holdings.Holding, holder: Any, most: int
) -> HeldGroup | None:
    kind = registry.kind(registry.label_of(held.model))
    assert kind is not None, f"{held.model} is told to no registry"
    its = Q()
    for name in held.columns:
        its |= Q(**{name: holder})
    seen = kind.visible_to(viewer).filter(its).filter(held.is_open)
    joined = seen.select_related(*held.joined) if held.joined else seen
    counted = joined.annotate(held_in_all=Window(Count("pk")))
    rows = list(counted.order_by("-pk")[:most])
    if not rows:
        return None
    listed = tuple(_held(held, row, holder) for row in rows)
    return HeldGroup(str(held.heading), rows[0].held_in_all, listed)


def _held(held: holdings.Holding, row: Any, holder: Any) -> Held:
    roles = tuple(
        str(word)
        for name, word in held.columns.items()
        if word and getattr(row, f"{name}_id") == holder.pk
    )
    url = registry.page_of(row) or ""
    return Held(held.code_of(row), held.title_of(row), url, roles)


def team_page(*, viewer: Person, pk: int, today: date) -> TeamPage:
    """Return one team with its place in the tree and its people: five queries.

    Raises
    ------
    Team.DoesNotExist
        If there is none.
    """
    team = Team.objects.get(pk=pk)
    tree = {row.pk: row for row in team_tree(viewer=viewer)}
    row = tree[team.pk]
    above: list[TeamRow] = []
    up = row.parent_pk
    while up is not None and tree[up] not in above:
        above.insert(0, tree[up])
        up = tree[up].parent_pk
    memberships = team.memberships.select_related("team", "person")
    ordered = memberships.order_by("person__name", "-starts_on", "pk")
    return TeamPage(
        row=row,
        above=tuple(above),
        below=tuple(each for each in tree.values() if each.parent_pk == team.pk),
        memberships=_membership_rows(ordered, today),
        may_edit=access.may_administrate(viewer),
        may_manage_members=access.may_manage_members(viewer, team),
    )


def membership(*, viewer: Person, pk: int) -> Membership:
    """Return one membership.

    Raises
    ------
    Membership.DoesNotExist
        If there is none.
    """
    return Membership.objects.select_related("team", "person").get(pk=pk)


def _membership_rows(found: Any, today: date) -> tuple[MembershipRow, ...]:
    return tuple(
        MembershipRow(
            pk=row.pk,
            person=ref_of(row.person),
            team_pk=row.team_id,
            team_name=row.team.name,
            role=row.role,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_over=row.ends_on is not None and row.ends_on <= today,
            is_to_come=row.starts_on > today,
        )
        for row in found
    )
