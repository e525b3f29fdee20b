"""Who has not linked yet: what a cycle still lacks before it starts.

Whether something is there is asked of the whole plan, so that a private objective is
work too; only what the viewer may see is named.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window

from waypost.okrs import access
from waypost.okrs.models import Alignment, Cycle, KeyResult, Objective
from waypost.okrs.queries.loading import holder_of
from waypost.people.models import Person, Team
from waypost.people.queries import Ref, maybe_ref_of, ref_of

MOST_NAMED = 20
_ALL = Window(Count("pk"))  # counted before the list is cut
Row = TypeVar("Row")
State = Objective.State


@dataclass(frozen=True, slots=True)
class Named:
    """An objective or a key result, with who it belongs to."""

    pk: int
    number: int
    code: str
    title: str
    holder: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How an objective ended: what it scored, and what was learned."""

    number: int
    title: str
    holder: str
    score: float | None
    reflection: str


@dataclass(frozen=True, slots=True)
class TeamLacking:
    """A team without an objective of its own."""

    pk: int
    name: str
    lead: Ref | None


@dataclass(frozen=True, slots=True)
class Some(Generic[Row]):
    """The first of those that lack something, and how many there are in all."""

    rows: tuple[Row, ...] = ()
    count: int = 0

    @property
    def rest(self) -> int:
        """How many are not named."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Linking:
    """What a cycle lacks, as far as OKRs alone can tell."""

    objectives: int
    key_results: int
    teams: Some[TeamLacking]
    teams_in_all: int
    people: Some[Ref]
    unaligned: Some[Named]
    unmeasured: Some[Named]
    drafts: Some[Named]
    proposed: Some[Named]


def linking(*, viewer: Person, cycle: Cycle) -> Linking:
    """Return what `cycle` lacks: a fixed number of queries, whatever its size."""
    seen = access.visible_objectives(viewer).filter(cycle=cycle)
    standing = seen.exclude(state=State.CANCELLED)
    counted = standing.order_by().aggregate(
        objectives=Count("pk", distinct=True), key_results=Count("key_results")
    )
    return Linking(
        objectives=counted["objectives"],
        key_results=counted["key_results"],
        teams=_teams_without(standing),
        teams_in_all=Team.objects.count(),
        people=_people_without(standing),
        unaligned=_named(_unaligned(standing)),
        unmeasured=_named(_unmeasured(standing)),
        drafts=_named(seen.filter(state=State.DRAFT)),
        proposed=_named(seen.filter(state=State.PROPOSED)),
    )


def undecided(*, viewer: Person, cycle: Cycle) -> tuple[Some[Named], Some[Named]]:
    """Return what was never agreed on, and what was and has no final score."""
    seen = access.visible_objectives(viewer).filter(cycle=cycle)
    unagreed = seen.filter(state__in=(State.DRAFT, State.PROPOSED))
    unscored = seen.filter(state=State.ACTIVE, final_score=None)
    scored = unscored.exclude(kind=Objective.Kind.LEARNING)
    return _named(unagreed), _named(scored)


def ended(*, viewer: Person, cycle: Cycle) -> Some[Ended]:
    """Return how the objectives of a closed cycle ended, the best score first."""
    found = access.visible_objectives(viewer).filter(cycle=cycle, state=State.CLOSED)
    ordered = found.select_related("team", "person").order_by(
        F("final_score").desc(nulls_last=True), "priority", "number"
    )
    listed = list(ordered.annotate(total=_ALL)[:MOST_NAMED])
    rows = tuple(
        Ended(row.number, row.title, holder_of(row), row.final_score, row.reflection)
        for row in listed
    )
    return Some(rows, listed[0].total if listed else 0)


def _teams_without(objectives: QuerySet[Objective]) -> Some[TeamLacking]:
    """Return the teams that hold none of these: a private one must not tell itself."""
    held = objectives.filter(team__isnull=False).order_by()
    found = Team.objects.exclude(pk__in=held.values("team")).select_related("lead")
    listed = list(found.order_by("name", "pk").annotate(total=_ALL)[:MOST_NAMED])
    rows = tuple(
        TeamLacking(row.pk, row.name, maybe_ref_of(row.lead)) for row in listed
    )
    return Some(rows, listed[0].total if listed else 0)


def _people_without(objectives: QuerySet[Objective]) -> Some[Ref]:
    """Return who acts here, and owns none of these nor a key result of them."""
    objectives = objectives.order_by()
    key_results = KeyResult.objects.filter(objective__in=objectives)
    found = (
        Person.objects.filter(is_active=True)
        .exclude(role=Person.Role.VIEWER)
        .exclude(pk__in=objectives.values("owner"))
        .exclude(pk__in=key_results.values("owner"))
        .order_by("name", "pk")
        .only("name")  # thousands are sorted and counted to name a few
    )
    listed = list(found.annotate(total=_ALL)[:MOST_NAMED])
    rows = tuple(ref_of(person) for person in listed)
    return Some(rows, listed[0].total if listed else 0)


def _unaligned(found: QuerySet[Objective]) -> QuerySet[Objective]:
    """Return what supports nothing; the company's own objectives are the top."""
    ups = Alignment.objects.filter(child=OuterRef("pk"))
    return found.exclude(level=Objective.Level.COMPANY).exclude(Exists(ups))


def _unmeasured(found: QuerySet[Objective]) -> QuerySet[Objective]:
    """Return what has no key result, nor anything aligned that could stand in."""
    own = KeyResult.objects.filter(objective=OuterRef("pk"))
    # Two questions: one for either has no index to go by.
    below = Alignment.objects.filter(parent_objective=OuterRef("pk"))
    through = Alignment.objects.filter(parent_key_result__objective=OuterRef("pk"))
    for each in (own, below, through):
        found = found.exclude(Exists(each))
    return found


def _named(found: QuerySet[Objective]) -> Some[Named]:
    ordered = found.select_related("team", "person").order_by("priority", "number")
    listed = list(ordered.annotate(total=_ALL)[:MOST_NAMED])
    rows = tuple(
        Named(row.pk, row.number, row.code, row.title, holder_of(row)) for row in listed
    )
    return Some(rows, listed[0].total if listed else 0)
