"""The table of projects with what each serves: both sides in one line."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from waypost.bets import access
from waypost.bets.loading import Scope
from waypost.bets.models import Bet
from waypost.bets.queries.bets import BetRow
from waypost.bets.queries.figures import (
    Figures,
    KeyResultFigures,
    StakeFigures,
    figures,
)
from waypost.core import memo
from waypost.core.db import shown
from waypost.core.listing import Field, Found, Narrowing, OneOf, Wanted, fits, in_order
from waypost.core.prepared import prepared
from waypost.people.models import Person
from waypost.projects.models import Project
from waypost.projects.queries import (
    ProjectRow,
    counted_projects,
    project_ids,
    project_rows,
)

FIGURES = frozenset({"covers", "health"})
LONE = "lone"
_WORST = ("off_track", "at_risk", "no_data", "on_track")
_SHOULD_SERVE = (
    Project.Phase.PLANNING,
    Project.Phase.EXECUTION,
    Project.Phase.CLOSURE,
)


@dataclass(frozen=True, slots=True)
class ServedRow:
    """A standing bet as the table shows it: no more than that, for there are many.

    `share` is its worth as a share of the way left; `is_live`: its cycle is not over;
    `is_staked`: it counts for its key result.
    """

    pk: int
    project: int
    key_result: int
    key_result_number: int
    key_result_title: str
    objective: int
    state: str
    project_standing: str
    is_funded: bool
    unit: str
    step_title: str
    likely: float | None
    probability: float
    share: float | None = None
    is_live: bool = False
    is_staked: bool = False

    @property
    def key_result_code(self) -> str:
        """The short name of the key result."""
        return f"KR-{self.key_result_number}"

    @property
    def is_ghost(self) -> bool:
        """Whether it is shown but does not count."""
        runs = self.project_standing == Project.Standing.RUNNING
        return not (self.state == Bet.State.ACTIVE and self.is_funded and runs)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One line: the project, its standing bets by worth, and what they come to.

    `covers` is the largest share of the way left on a key result that one of its bets
    is worth; `health` the worst of the key results it serves. `is_lone`: it serves
    nothing, and should.
    """

    row: ProjectRow
    bets: tuple[ServedRow, ...]
    covers: float | None
    health: str
    is_lone: bool


@dataclass(frozen=True, slots=True)
class ProjectsInShort:
    """How many of the wanted projects run, run late, and serve nothing."""

    running: int
    late: int
    lone: int


def project_line_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which projects are wanted, also by figures of what they serve."""
    if not wanted.names(FIGURES):
        return project_ids(viewer=viewer, today=today, wanted=wanted, more=_FIELDS)
    everything = replace(wanted, first=0, count=None)
    found = project_ids(viewer=viewer, today=today, wanted=everything, more=_FIELDS)
    told = _told(viewer, today, found.ids)
    memo.keep(_name(viewer, today), told)
    kept = [
        pk
        for pk in found.ids
        if all(
            fits(_figure(told, pk, name), narrowing)
            for name, narrowing in wanted.only.items()
            if name in FIGURES
        )
    ]
    ordered = in_order(
        kept,
        wanted.order,
        {
            "covers": lambda pk: told[pk].covers,
            "health": lambda pk: _badness(told[pk].health),
        },
    )
    return Found(tuple(wanted.cut(ordered)), len(ordered))


def project_lines(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[ProjectLine]:
    """Return projects as lines, in the order of `ids`: a fixed number of queries."""
    rows = project_rows(viewer=viewer, today=today, ids=ids)
    told = memo.kept(_name(viewer, today)) or {}
    if not told.keys() >= set(ids):
        told = _told(viewer, today, ids)
    lone = set(_alone(each_project=[row.pk for row in rows]))
    return [
        ProjectLine(
            row=row,
            bets=told[row.pk].bets,
            covers=told[row.pk].covers,
            health=told[row.pk].health,
            is_lone=row.pk in lone,
        )
        for row in rows
    ]


def projects_in_short(
    *, viewer: Person, today: date, wanted: Wanted
) -> ProjectsInShort:
    """Return how many of the wanted projects run, run late, and serve nothing.

    What the wanted figures leave out is counted all the same.
    """
    if wanted.narrows:
        counted = counted_projects(
            viewer=viewer, today=today, wanted=wanted, also=_is_lone(), more=_FIELDS
        )
        running, late, serving_nothing = counted[0]
    else:
        ((running, late, serving_nothing),) = _of_all(viewer, today=today)
    if "serves" not in wanted.only:
        return ProjectsInShort(running, late, serving_nothing)
    alone = replace(wanted, only={**wanted.only, "serves": OneOf((LONE,))}, count=0)
    lone = project_ids(viewer=viewer, today=today, wanted=alone, more=_FIELDS)
    return ProjectsInShort(running, late, lone.total)


@prepared
def _of_all(asker: Person, today: date) -> QuerySet[Project, tuple[int, int, int]]:
    return counted_projects(viewer=asker, today=today, wanted=Wanted(), also=_is_lone())


def share_of_way(
    row: BetRow, found: KeyResultFigures, stake: StakeFigures
) -> float | None:
    """Return a bet's worth as a share of the way that is left; None when none is."""
    return _share(found, stake, row.direction)


def _share(found: KeyResultFigures, stake: StakeFigures, rises: int) -> float | None:
    left = found.target - found.now
    if left * rises <= 1e-9 * max(1.0, abs(found.target)):
        return None
    return stake.worth / left


@dataclass(frozen=True, slots=True)
class _Told:
    bets: tuple[ServedRow, ...]
    covers: float | None
    health: str


def _name(viewer: Person, today: date) -> Hashable:
    """Return what is kept of the projects that were sorted, for the lines of a few."""
    return __name__, viewer.pk, today, shown()


def _told(viewer: Person, today: date, ids: Sequence[int]) -> dict[int, _Told]:
    """Return what each project serves."""
    bets = _standing(viewer, ids)
    aims = {bet.objective for rows in bets.values() for bet in rows}
    scope = Scope(objectives=tuple(sorted(aims)), alone=True)
    known = figures(viewer=viewer, scope=scope, today=today) if aims else Figures(today)
    return {pk: _told_of(bets.get(pk, ()), known) for pk in ids}


def _standing(viewer: Person, ids: Sequence[int]) -> dict[int, list[ServedRow]]:
    """Return the standing bets of projects, as narrow rows."""
    found: dict[int, list[ServedRow]] = {}
    for *facts, unit, step_title, likely, probability in _of_projects(
        viewer, each_project=ids
    ):
        worth = None if likely is None else float(likely)
        last = (unit or "", step_title or "", worth, probability)
        bet = ServedRow(*(*facts, *last))
        found.setdefault(bet.project, []).append(bet)
    return found


@prepared
def _of_projects(
    asker: Person, each_project: Sequence[int]
) -> QuerySet[Bet, tuple[Any, ...]]:
    states = [Bet.State.PROPOSED, Bet.State.ACTIVE]
    seen = access.visible_bets(asker).filter(project__in=each_project, state__in=states)
    return seen.order_by("state", "-probability", "pk").values_list(
        "pk",
        "project_id",
        "key_result_id",
        "key_result__number",
        "key_result__title",
        "key_result__objective_id",
        "state",
        "project__standing",
        "project__is_funded",
        "metric__unit",
        "step__title",
        "likely",
        "probability",
    )


@prepared
def _alone(each_project: Sequence[int]) -> QuerySet[Project, int]:
    found = Project.objects.filter(_is_lone(), pk__in=each_project)
    return found.values_list("pk", flat=True)


def _told_of(bets: Iterable[ServedRow], known: Figures) -> _Told:
    rows = [_shared(bet, known.key_results.get(bet.key_result)) for bet in bets]
    rows.sort(key=lambda bet: -abs(bet.share or 0))
    served = {bet.key_result for bet in rows}
    healths = [known.key_results[pk].health for pk in served if pk in known.key_results]
    return _Told(
        bets=tuple(rows),
        covers=max((bet.share for bet in rows if bet.share is not None), default=None),
        health=min(healths, key=_WORST.index, default=""),
    )


def _shared(bet: ServedRow, found: KeyResultFigures | None) -> ServedRow:
    if found is None:
        return bet
    stake = next((each for each in found.stakes if each.bet == bet.pk), None)
    rises = 1 if found.target >= found.baseline else -1
    share = None if stake is None else _share(found, stake, rises)
    return replace(bet, share=share, is_live=True, is_staked=stake is not None)


def _figure(told: Mapping[int, _Told], pk: int, name: str) -> float | str | None:
    return told[pk].covers if name == "covers" else told[pk].health or None


def _badness(health: str) -> int | None:
    return _WORST.index(health) if health else None


def _is_lone() -> Q:
    """Return the condition of an orphan, as the engine has it for a plan."""
    counted = Bet.objects.filter(project=OuterRef("pk"), state=Bet.State.ACTIVE)
    serves = Q(Exists(counted), is_funded=True)
    return (
        Q(standing=Project.Standing.RUNNING, phase__in=_SHOULD_SERVE, waiver="")
        & ~serves
    )


def _serves(narrowing: Narrowing) -> Q:
    assert isinstance(narrowing, OneOf)
    return _is_lone() if LONE in narrowing.values else ~_is_lone()


_FIELDS: dict[str, Field] = {"serves": _serves}
