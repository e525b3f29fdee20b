"""What pages and other apps read about people, teams and calendars."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from waypost.core.words import exact_first, has_words
from waypost.people import access
from waypost.people.models import Calendar, Person, Team, initials_of


@dataclass(frozen=True, slots=True)
class Ref:
    """A person, as far as a row or an avatar shows them."""

    pk: int
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a field that is searched and chosen from."""

    value: int
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    pk: int
    name: str
    initials: str
    email: str
    role: str
    role_name: str
    is_active: bool
    manager: Ref | None
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One line of the tree of teams; `path` are the names from the top down."""

    pk: int
    name: str
    path: tuple[str, ...]
    depth: int
    parent_pk: int | None
    lead: Ref | None
    member_count: int


@dataclass(frozen=True, slots=True)
class TimeOffRow:
    """Days on which somebody does not work, the last one included."""

    pk: int
    starts_on: date
    ends_on: date
    note: str


def ref_of(person: Person) -> Ref:
    """Return what a row shows of a person."""
    return Ref(person.pk, person.name, person.initials)


def maybe_ref_of(person: Person | None) -> Ref | None:
    """Return what a row shows of a person, if there is one."""
    return None if person is None else ref_of(person)


def people(
    *, viewer: Person, words: str = "", include_inactive: bool = False
) -> list[PersonRow]:
    """Return people by name, with their manager and teams: two queries."""
    memberships = access.active_memberships().select_related("team").order_by("pk")
    found = _named(words, include_inactive=include_inactive)
    rows = found.select_related("manager").prefetch_related(
        Prefetch("memberships", queryset=memberships, to_attr="active")
    )
    return [_person_row(person) for person in rows]


def person(*, viewer: Person, pk: int) -> Person:
    """Return one person.

    Raises
    ------
    Person.DoesNotExist
        If there is none.
    """
    return Person.objects.select_related("manager", "calendar").get(pk=pk)


def person_options(
    *, viewer: Person, words: str = "", limit: int = 20, is_owner: bool = False
) -> list[Option]:
    """Return active people to choose from; `is_owner` leaves out who only reads.

    Whose whole name or address was said stands before the rest.
    """
    found = _named("", include_inactive=False)
    if is_owner:
        found = found.exclude(role=Person.Role.VIEWER)
    return said_options(found, viewer=viewer, words=words, limit=limit)


def said_options(
    found: QuerySet[Person], *, viewer: Person, words: str, limit: int
) -> list[Option]:
    """Return those of these people whom words fit; who is called just so stands first.

    That is their whole name or address.
    """
    if words:
        found = found.filter(has_words(words, "name", "email"))
        found = found.order_by(exact_first(words, "name", "email"), "name", "pk")
    return [Option(*row) for row in found.values_list("pk", "name", "email")[:limit]]


def shared_names(*, viewer: Person, names: Collection[str]) -> set[str]:
    """Return those of these names that several people bear."""
    found = Person.objects.filter(name__in=names).order_by()
    counted = found.values("name").annotate(n=Count("pk")).filter(n__gt=1)
    return set(counted.values_list("name", flat=True))


def people_named(*, viewer: Person, words: str, limit: int = 200) -> list[Option]:
    """Return who is meant by an id, an e-mail address, or words of a name."""
    found = Person.objects.order_by("name", "pk")
    if words.isascii() and words.isdecimal():
        found = found.filter(pk=int(words[:18]))
    elif "@" in words:
        found = found.filter(email__iexact=words)
    else:
        for word in words.split():
            found = found.filter(name__icontains=word)
    rows = found.values_list("pk", "name", "email")[:limit]
    return [Option(*row) for row in rows]


def team_tree(*, viewer: Person) -> list[TeamRow]:
    """Return all teams, each below its parent: two queries."""
    counted = access.active_memberships().values("team_id").annotate(n=Count("pk"))
    counts = {row["team_id"]: row["n"] for row in counted.order_by()}
    columns = ("pk", "name", "parent_id", "lead_id", "lead__name", "lead__email")
    below: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    # Plain columns: rows of the ORM cost five times as much, and there may be hundreds.
    for team in Team.objects.order_by("name", "pk").values_list(*columns):
        below[team[2]].append(team)
    rows: list[TeamRow] = []
    _add_below(rows, None, (), below=below, counts=counts)
    return rows


def led_in(tree: Iterable[TeamRow], person: Person) -> frozenset[int]:
    """Return the teams of a tree that `person` leads, and all below them."""
    led: set[int] = set()
    for row in tree:  # each stands below its parent
        own = row.lead is not None and row.lead.pk == person.pk
        if own or row.parent_pk in led:
            led.add(row.pk)
    return frozenset(led)


def team(*, viewer: Person, pk: int) -> Team:
    """Return one team.

    Raises
    ------
    Team.DoesNotExist
        If there is none.
    """
    return Team.objects.select_related("lead", "parent").get(pk=pk)


def team_options(*, viewer: Person, words: str = "") -> list[Option]:
    """Return teams to choose from, each with its place in the tree as a hint."""
    wanted = words.casefold()
    rows = Team.objects.order_by("name", "pk").values_list("pk", "name", "parent_id")
    below: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
    for pk, name, parent in rows:
        below[parent].append((pk, name))
    found: list[Option] = []
    stack = [(pk, name, "") for pk, name in reversed(below[None])]
    while stack:
        pk, name, above = stack.pop()
        if wanted in name.casefold():
            found.append(Option(pk, name, above))
        path = f"{above} › {name}" if above else name
        stack += [(*each, path) for each in reversed(below[pk])]
    return found


def my_teams(*, viewer: Person) -> list[int]:
    """Return the teams that `viewer` is in or leads, and those below what they lead."""
    seen = Team.objects.filter(pk__in=access.seen_teams(viewer))
    return list(seen.order_by("name").values_list("pk", flat=True))


def teams_of(*, viewer: Person, people: Iterable[int]) -> dict[int, int]:
    """Return the first team of each of these people who is in one."""
    found = access.active_memberships().filter(person_id__in=list(people))
    first: dict[int, int] = {}
    ordered = found.order_by("starts_on", "pk").values_list("person_id", "team_id")
    for person_id, team_id in ordered:
        first.setdefault(person_id, team_id)
    return first


def members(*, viewer: Person, team: Team) -> list[Ref]:
    """Return who is in a team now."""
    inside = access.active_memberships().filter(team=team).values("person_id")
    return [ref_of(p) for p in Person.objects.filter(pk__in=inside).order_by("name")]


def reports(*, viewer: Person) -> list[Ref]:
    """Return the people whose manager `viewer` is."""
    found = Person.objects.filter(manager=viewer, is_active=True)
    return [ref_of(report) for report in found.order_by("name", "pk")]


def admins(*, viewer: Person) -> list[Ref]:
    """Return who administers this installation: whom to ask."""
    found = Person.objects.filter(role=Person.Role.ADMIN, is_active=True)
    return [ref_of(person) for person in found.order_by("name", "pk")[:50]]


def calendars(*, viewer: Person) -> QuerySet[Calendar]:
    """Return all calendars, the default first, with their exceptions."""
    found = Calendar.objects.prefetch_related("exceptions")
    return found.order_by("-is_default", "name")


def time_off(*, viewer: Person, person: Person) -> list[TimeOffRow]:
    """Return a person's days off, the latest first.

    Notes are shown only to who may plan them: they may say why.
    """
    shows_notes = access.may_plan_time_off(viewer, person)
    return [
        TimeOffRow(off.pk, off.starts_on, off.ends_on, off.note if shows_notes else "")
        for off in person.time_off.order_by("-starts_on", "pk")
    ]


def _named(words: str, *, include_inactive: bool) -> QuerySet[Person]:
    found = Person.objects.order_by("name", "pk")
    if not include_inactive:
        found = found.filter(is_active=True)
    return found.filter(has_words(words, "name", "email"))


def _person_row(person: Person) -> PersonRow:
    memberships = person.active  # type: ignore[attr-defined]  # by the Prefetch above
    return PersonRow(
        pk=person.pk,
        name=person.name,
        initials=person.initials,
        email=person.email,
        role=person.role,
        role_name=person.get_role_display(),
        is_active=person.is_active,
        manager=maybe_ref_of(person.manager),
        teams=tuple(membership.team.name for membership in memberships),
    )


def _add_below(
    rows: list[TeamRow],
    parent_pk: int | None,
    path: tuple[str, ...],
    *,
    below: Mapping[int | None, list[tuple[Any, ...]]],
    counts: Mapping[int, int],
) -> None:
    for pk, name, _parent, lead_pk, lead_name, email in below.get(parent_pk, ()):
        here = (*path, name)
        lead = (
            Ref(lead_pk, lead_name, initials_of(lead_name.strip() or email))
            if lead_pk
            else None
        )
        rows.append(
            TeamRow(
                pk=pk,
                name=name,
                path=here,
                depth=len(path),
                parent_pk=parent_pk,
                lead=lead,
                member_count=counts.get(pk, 0),
            )
        )
        _add_below(rows, pk, here, below=below, counts=counts)
