"""Who is promised to a project, and whether they have the hours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from waypost.people import access as people_access
from waypost.people.models import Membership, Person, Team, TimeOff
from waypost.people.queries import Option, Ref, maybe_ref_of, said_options
from waypost.projects import access
from waypost.projects.access import Led, Rights
from waypost.projects.models import Allocation, Project
from waypost.projects.queries.versions import versions_of

_DAY = timedelta(days=1)
Holder = tuple[str, int]  # "person" or "team", and the id


@dataclass(frozen=True, slots=True)
class Share:
    """What one project takes of somebody; without a code it is other work."""

    code: str
    name: str
    hours: Decimal
    is_firm: bool


@dataclass(frozen=True, slots=True)
class Load:
    """The time in which most is promised of somebody, summed over all projects.

    With more than the capacity, `starts_on` and `ends_on` tell how long that lasts.
    """

    starts_on: date
    ends_on: date
    hours: Decimal
    tentative: Decimal
    capacity: Decimal
    shares: tuple[Share, ...]

    @property
    def over(self) -> Decimal:
        """How many hours a week are too much."""
        return max(self.hours - self.capacity, Decimal(0))


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody does not work, the last one included."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """A promise of hours to a project; `load` is nothing once it is over."""

    pk: int
    project_code: str
    project_name: str
    person: Ref | None
    team_pk: int | None
    team: str
    role: str
    starts_on: date
    ends_on: date
    hours_per_week: Decimal
    is_firm: bool
    is_over: bool
    is_to_come: bool
    load: Load | None
    away: tuple[Away, ...]
    can_edit: bool
    can_confirm: bool
    version: int

    @property
    def whom(self) -> str:
        """The name of the person or the team."""
        return self.person.name if self.person else self.team


@dataclass(frozen=True, slots=True)
class Staffing:
    """The people of a project; hours are those promised for today's week."""

    rows: tuple[AllocationRow, ...]
    past: tuple[AllocationRow, ...]
    firm_now: Decimal
    tentative_now: Decimal
    may_allocate: bool

    @property
    def overloaded(self) -> int:
        """How many people or teams are promised more than they have."""
        over = {row.whom for row in self.rows if row.load and row.load.over}
        return len(over)

    @property
    def waiting(self) -> int:
        """How many promises wait for a lead's word."""
        return sum(not row.is_firm for row in self.rows)


def staffing(*, viewer: Person, project: Project, today: date) -> Staffing:
    """Return who is promised to a project: a fixed number of queries."""
    rights = access.rights_on(viewer, project)
    own = access.visible_allocations(viewer).filter(project=project)
    rows = _rows(viewer, list(_joined(own)), today, rights=rights)
    live = [row for row in rows if not row.is_over]
    now = [row for row in live if not row.is_to_come]
    return Staffing(
        rows=tuple(live),
        past=tuple(row for row in rows if row.is_over),
        firm_now=_sum(row.hours_per_week for row in now if row.is_firm),
        tentative_now=_sum(row.hours_per_week for row in now if not row.is_firm),
        may_allocate=rights.edit or leads_somebody(viewer=viewer),
    )


def allocations_of(
    *, viewer: Person, person: Person, today: date
) -> list[AllocationRow]:
    """Return what a person is promised to from today on, as far as it may be seen."""
    found = access.visible_allocations(viewer).filter(
        _counted(), person=person, ends_on__gte=today
    )
    return _rows(viewer, list(_joined(found)), today)


def load_of(*, viewer: Person, person: Person, today: date) -> Load | None:
    """Return when most is promised of a person from today on: two queries."""
    whole = _whole([("person", person.pk)], today)
    if not whole:
        return None
    named = _named(viewer, whole)
    last = max(each.ends_on for each in whole)
    capacity = person.capacity_hours_per_week
    return _load(whole, first=today, last=last, capacity=capacity, named=named)


def allocation(*, viewer: Person, pk: int) -> Allocation:
    """Return one promise with its project, and whom it takes.

    Raises
    ------
    Allocation.DoesNotExist
        If there is none that `viewer` may see.
    """
    related = ("project", "person", "team")
    return access.visible_allocations(viewer).select_related(*related).get(pk=pk)


def may_allocate(*, viewer: Person, project: Project) -> bool:
    """Whether `viewer` may promise anybody to a project that they see."""
    return access.rights_on(viewer, project).edit or leads_somebody(viewer=viewer)


def leads_somebody(*, viewer: Person) -> bool:
    """Whether the word of `viewer` makes a promise firm, for some people at least."""
    if not viewer.acts or viewer.is_admin:
        return viewer.acts
    return Team.objects.filter(pk__in=people_access.led_teams(viewer)).exists()


def people_to_allocate(
    *, viewer: Person, project: Project, words: str = "", limit: int = 50
) -> list[Option]:
    """Return whom `viewer` may promise: active people who see the project."""
    found = Person.objects.filter(is_active=True)
    audience = access.audience_of([project.pk]).get(project.pk)
    if audience is not None and not audience.is_everyone:
        found = found.filter(Q(pk__in=audience.people) | Q(role=Person.Role.ADMIN))
    if not access.rights_on(viewer, project).edit:
        ids = list(found.values_list("pk", flat=True))
        found = found.filter(pk__in=access.led_by(viewer, people=ids).people)
    by_name = found.order_by("name", "pk")
    return said_options(by_name, viewer=viewer, words=words, limit=limit)


def teams_to_allocate(*, viewer: Person, project: Project) -> list[Option]:
    """Return which teams `viewer` may promise."""
    found = people_access.visible_teams(viewer)
    if not access.rights_on(viewer, project).edit:
        found = found.filter(pk__in=people_access.led_teams(viewer))
    return [Option(*row) for row in found.order_by("name").values_list("pk", "name")]


@dataclass(slots=True)
class _Facts:
    """What all rows of one list need."""

    whole: dict[Holder, list[Allocation]] = field(default_factory=dict)
    named: frozenset[int] = frozenset()
    away: dict[int, list[Away]] = field(default_factory=dict)
    of_teams: dict[int, Decimal] = field(default_factory=dict)
    led: Led = field(default_factory=Led)
    today: date = date.min


def _joined(found: QuerySet[Allocation]) -> QuerySet[Allocation]:
    ordered = found.order_by("starts_on", "ends_on", "pk")
    return ordered.select_related("project", "person", "team")


def _rows(
    viewer: Person,
    listed: Sequence[Allocation],
    today: date,
    *,
    rights: Rights | None = None,
) -> list[AllocationRow]:
    facts = _gather(viewer, listed, today)
    edits = rights is not None and rights.edit
    versions = versions_of(listed)
    return [
        _row(each, facts, edits=edits, version=versions.get((Allocation, each.pk), 0))
        for each in listed
    ]


def _gather(viewer: Person, listed: Sequence[Allocation], today: date) -> _Facts:
    holders = {_holder(each) for each in listed}
    people = [pk for kind, pk in holders if kind == "person"]
    teams = [pk for kind, pk in holders if kind == "team"]
    # What is listed counts here, whatever stands with its project.
    seen = {each.pk: each for each in listed if each.ends_on >= today}
    whole = {each.pk: each for each in _whole(holders, today)} | seen
    facts = _Facts(today=today, named=_named(viewer, whole.values()))
    for each in whole.values():
        facts.whole.setdefault(_holder(each), []).append(each)
    facts.away = _away(people, today)
    facts.of_teams = _capacities(teams)
    facts.led = access.led_by(viewer, people=people, teams=teams)
    return facts


def _counted() -> Q:
    """Return what takes hours: of projects that are worked on, or will be."""
    return Q(project__standing=Project.Standing.RUNNING) & ~Q(
        project__phase=Project.Phase.CLOSED
    )


def _whole(holders: Iterable[Holder], today: date) -> list[Allocation]:
    """Return all that is promised of them from today on, hidden or not: one query."""
    listed = list(holders)
    people = [pk for kind, pk in listed if kind == "person"]
    teams = [pk for kind, pk in listed if kind == "team"]
    theirs = Q(person__in=people) | Q(team__in=teams)
    found = Allocation.objects.filter(theirs, _counted(), ends_on__gte=today)
    return list(found.select_related("project").order_by("starts_on", "pk"))


def _named(viewer: Person, whole: Iterable[Allocation]) -> frozenset[int]:
    """Return the projects among them that `viewer` may hear of: one query."""
    ids = {each.project_id for each in whole}
    seen = access.visible_projects(viewer).filter(pk__in=ids)
    return frozenset(seen.values_list("pk", flat=True))


def _away(people: list[int], today: date) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    rows = TimeOff.objects.filter(person__in=people, ends_on__gte=today)
    ordered = rows.order_by("starts_on").values_list("person", "starts_on", "ends_on")
    for person, first, last in ordered:
        found[person].append(Away(first, last))
    return found


def _capacities(teams: list[int]) -> dict[int, Decimal]:
    """Return the weekly hours of all who are in each team: one query."""
    members: QuerySet[Membership] = people_access.active_memberships().filter(
        team__in=teams, person__is_active=True
    )
    summed = (
        members.order_by()
        .values_list("team")
        .annotate(hours=Sum("person__capacity_hours_per_week"))
    )
    return dict(summed)


def _row(
    each: Allocation, facts: _Facts, *, edits: bool, version: int
) -> AllocationRow:
    is_led = facts.led.covers(each.person_id, each.team_id)
    is_over = each.ends_on < facts.today
    first = max(each.starts_on, facts.today)
    return AllocationRow(
        pk=each.pk,
        project_code=each.project.code,
        project_name=each.project.name,
        person=maybe_ref_of(each.person),
        team_pk=each.team_id,
        team=each.team.name if each.team else "",
        role=each.role,
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        hours_per_week=each.hours_per_week,
        is_firm=each.is_firm,
        is_over=is_over,
        is_to_come=each.starts_on > facts.today,
        load=None
        if is_over
        else _load(
            facts.whole[_holder(each)],
            first=first,
            last=each.ends_on,
            capacity=_capacity(each, facts),
            named=facts.named,
        ),
        away=tuple(
            off
            for off in facts.away.get(each.person_id or 0, ())
            if off.starts_on <= each.ends_on and off.ends_on >= first
        ),
        can_edit=edits or is_led,
        can_confirm=is_led and not each.is_firm,
        version=version,
    )


def _capacity(each: Allocation, facts: _Facts) -> Decimal:
    if each.person is not None:
        return Decimal(each.person.capacity_hours_per_week)
    return facts.of_teams.get(each.team_id or 0, Decimal(0))


def _load(
    whole: Sequence[Allocation],
    *,
    first: date,
    last: date,
    capacity: Decimal,
    named: frozenset[int],
) -> Load:
    """Look for the days within these on which most is promised."""
    marks = {first, last + _DAY}
    for each in whole:
        marks |= {each.starts_on, each.ends_on + _DAY}
    days = sorted(day for day in marks if first <= day <= last + _DAY)
    sums = [_sum(each.hours_per_week for each in _on(whole, day)) for day in days[:-1]]
    top = max(range(len(sums)), key=lambda at: (sums[at], -at))
    begin, end = top, top + 1
    if sums[top] > capacity:
        while begin > 0 and sums[begin - 1] > capacity:
            begin -= 1
        while end < len(sums) and sums[end] > capacity:
            end += 1
    promised = _on(whole, days[top])
    return Load(
        starts_on=days[begin],
        ends_on=days[end] - _DAY,
        hours=sums[top],
        tentative=_sum(each.hours_per_week for each in promised if not each.is_firm),
        capacity=capacity,
        shares=_shares(promised, named),
    )


def _on(whole: Iterable[Allocation], day: date) -> list[Allocation]:
    return [each for each in whole if each.starts_on <= day <= each.ends_on]


def _shares(promised: Iterable[Allocation], named: frozenset[int]) -> tuple[Share, ...]:
    """Name the projects that may be named; the rest is one sum of other work."""
    listed = list(promised)
    shares = [
        Share(each.project.code, each.project.name, each.hours_per_week, each.is_firm)
        for each in listed
        if each.project_id in named
    ]
    hidden = _sum(
        each.hours_per_week for each in listed if each.project_id not in named
    )
    if hidden:
        shares.append(Share("", "", hidden, is_firm=True))
    return tuple(sorted(shares, key=lambda share: (not share.code, -share.hours)))


def _holder(each: Allocation) -> Holder:
    if each.person_id is not None:
        return ("person", each.person_id)
    return ("team", each.team_id or 0)


def _sum(hours: Iterable[Decimal]) -> Decimal:
    return sum(hours, Decimal(0))
