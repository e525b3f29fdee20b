"""The strategy map: objectives, key results and projects, and what ties them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from waypost.bets.loading import LivePlan, Scope, load
from waypost.bets.models import Bet
from waypost.bets.queries.figures import Figures, KeyResultFigures, figures_of
from waypost.bets.queries.links import projects_of_objectives
from waypost.bets.queries.map_rows import (
    BetLine,
    KeyResultLine,
    MapLines,
    ObjectiveLine,
    ProjectLine,
    bet_lines,
    key_result_lines,
    objective_lines,
    project_lines,
)
from waypost.bets.queries.orphans import Orphans, orphans_of
from waypost.okrs.models import Cycle, Objective
from waypost.people.models import Person
from waypost.projects.models import Project
from waypost_engine import NONE

# Less than is shown: half a thousandth of the way.
ROUNDING = 0.0005


class MapNode(NamedTuple):
    """An objective, a key result or a project on the map.

    `name` is unique on the map and is the code people use: O-1, KR-101, WEB. Figures
    that a kind does not have are None or empty. `value`, `aim` and `unit` are a
    measured key result's now, target and unit. `level` says who holds an objective,
    `measure` what a key result promises. `measured` and `staked` are what a key
    result's coverage consists of: as shares of its distance, their sum is `coverage`.
    """

    name: str
    kind: str
    pk: int
    title: str
    holder: str
    owner: int | None
    owner_name: str
    team: int | None
    level: str = ""
    measure: str = ""
    health: str = ""
    progress: float | None = None
    measured: float | None = None
    staked: float = 0.0
    expected: float | None = None
    coverage: float | None = None
    coverage_class: str = ""
    value: float | None = None
    aim: float | None = None
    unit: str = ""
    phase: str = ""
    standing: str = ""
    due_on: date | None = None
    is_orphan: bool = False

    @property
    def is_covered(self) -> bool:
        """Whether what is measured and bet reaches the target."""
        return _reaches(self.coverage, self.coverage_class)


def _reaches(coverage: float | None, coverage_class: str) -> bool:
    reached = coverage is not None and coverage >= 1 - ROUNDING
    return reached or coverage_class == "covered"


class MapEdge(NamedTuple):
    """`above` is served by `below`: part of it, aligned to it, or betting on it.

    `kind` is ``part`` (objective and its key result), ``aligned``, ``bet`` or
    ``ghost`` (a bet that does not count). `worth` is in the key result's unit;
    `share` is what part of the promised distance that is; `through` is the milestone
    that a bet stands on, if it is not the whole project.
    """

    kind: str
    above: str
    below: str
    worth: float | None = None
    share: float | None = None
    unit: str = ""
    bet: int | None = None
    through: str = ""


@dataclass(frozen=True, slots=True)
class MapSums:
    """How many key results there are, and of how many the work falls short."""

    covered: int
    key_results: int
    without_work: int
    orphan_projects: int


@dataclass(frozen=True, slots=True)
class StrategyMap:
    """Everything on the map of a cycle that one person may see."""

    cycle: int
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    sums: MapSums


def strategy_map(*, viewer: Person, cycle: Cycle, today: date) -> StrategyMap:
    """Return the map of a cycle: its objectives, what they serve and what serves them.

    A fixed number of queries, whatever the size.
    """
    live = load(_all_of(cycle), today=today)
    found = figures_of(live, viewer=viewer)
    lone = orphans_of(live, viewer=viewer)
    bets = bet_lines(Bet.objects.filter(pk__in=live.seen_by(viewer).bets))
    working = {bet.project for bet in bets} | lone.projects
    lines = MapLines(
        objectives=objective_lines(Objective.objects.filter(pk__in=found.objectives)),
        key_results=key_result_lines(found.objectives),
        bets=bets,
        projects=project_lines(Project.objects.filter(pk__in=working)),
    )
    return drawn(Known(live, found, lone, lines), viewer=viewer, cycle=cycle.pk)


def map_sums(*, viewer: Person, cycle: Cycle, today: date) -> MapSums:
    """Return what the map of a cycle comes to, without drawing it."""
    live = load(_all_of(cycle), today=today)
    found = figures_of(live, viewer=viewer)
    return _sums(found.key_results.values(), orphans_of(live, viewer=viewer))


def _all_of(cycle: Cycle) -> Scope:
    return Scope(cycles=(cycle.pk,), open_work=True, above=True, guardrails=True)


def _sums(key_results: Iterable[KeyResultFigures], lone: Orphans) -> MapSums:
    promised = list(key_results)
    short = [k for k in promised if not _reaches(k.coverage, k.coverage_class)]
    return MapSums(
        covered=len(promised) - len(short),
        key_results=len(promised),
        without_work=sum(k.coverage_class == "no_work" for k in short),
        orphan_projects=len(lone.projects),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What a map is made of: a plan, its figures, what is lone, and the names."""

    live: LivePlan
    found: Figures
    lone: Orphans
    lines: MapLines


def drawn(known: Known, *, viewer: Person, cycle: int) -> StrategyMap:
    """Put figures, names and ties together; what has no figures yet is left out."""
    found, lone, lines = known.found, known.lone, known.lines
    objectives = [o for o in lines.objectives if o.pk in found.objectives]
    # One that was added since the plan was read has no figures yet.
    key_results = [k for k in lines.key_results if k.pk in found.key_results]
    names = {o.pk: o.code for o in objectives}
    held = [o.pk for o in objectives if o.level == Objective.Level.PROJECT]
    holders = projects_of_objectives(viewer=viewer, objectives=held) if held else {}
    nodes = [
        *(_objective_node(o, found, holders.get(o.pk)) for o in objectives),
        *(_key_result_node(k, found, lone) for k in key_results),
        *(_project_node(p, lone) for p in lines.projects),
    ]
    edges = [
        *(MapEdge("part", names[k.objective], k.code) for k in key_results),
        *_alignment_edges(known.live, names, key_results),
        *_bet_edges(lines.bets, key_results, found),
    ]
    return StrategyMap(
        cycle=cycle,
        nodes=tuple(nodes),
        edges=tuple(edges),
        sums=_sums([found.key_results[k.pk] for k in key_results], lone),
    )


def _objective_node(
    row: ObjectiveLine, found: Figures, project: Project | None
) -> MapNode:
    figures = found.objectives[row.pk]
    return MapNode(
        name=row.code,
        kind="objective",
        pk=row.pk,
        title=row.title,
        holder=project.name if project else holder_of(row),
        owner=row.owner,
        owner_name=row.owner_name,
        team=row.team,
        level=row.level,
        health=figures.health,
        progress=figures.progress,
        expected=figures.expected,
        coverage=figures.coverage,
        coverage_class=figures.coverage_class,
        due_on=row.due_on,
    )


def holder_of(row: ObjectiveLine) -> str:
    """Return who holds an objective: its team, its person, or its level in words."""
    return row.team_name or row.person_name or str(Objective.Level(row.level).label)


def _key_result_node(row: KeyResultLine, found: Figures, lone: Orphans) -> MapNode:
    figures = found.key_results[row.pk]
    staked = _staked(figures)
    return MapNode(
        name=row.code,
        kind="key_result",
        pk=row.pk,
        title=row.title,
        holder=row.objective_title,
        owner=row.owner,
        owner_name=row.owner_name,
        team=row.team,
        measure=row.kind,
        health=figures.health,
        progress=figures.progress,
        measured=figures.coverage - staked if figures.is_measured else None,
        staked=staked,
        expected=figures.expected,
        coverage=figures.coverage,
        coverage_class=figures.coverage_class,
        value=figures.now,
        aim=figures.target,
        unit=row.unit or "",
        due_on=_day(row.due_on),
        is_orphan=row.pk in lone.key_results,
    )


def _day(day: date | str) -> date:
    """Return a day as raw rows of either database have it."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def _staked(figures: KeyResultFigures) -> float:
    """Return what the bets bring, as a share of the promised distance."""
    distance = figures.target - figures.baseline
    return sum(s.worth for s in figures.stakes) / distance if distance else 0.0


def _project_node(row: ProjectLine, lone: Orphans) -> MapNode:
    return MapNode(
        name=row.code,
        kind="project",
        pk=row.pk,
        title=row.name,
        holder=row.team_name or "",
        owner=row.manager,
        owner_name=row.manager_name or "",
        team=row.team,
        phase=row.phase,
        standing=row.standing,
        due_on=row.due_on,
        is_orphan=row.pk in lone.projects,
    )


def _alignment_edges(
    live: LivePlan, names: dict[int, str], key_results: Sequence[KeyResultLine]
) -> list[MapEdge]:
    """Return an edge for each alignment of the plan whose both ends are seen."""
    codes = {k.pk: k.code for k in key_results}
    table, edges = live.plan.alignments, []
    for row in range(len(table)):
        child = names.get(live.objectives[table.child[row]])
        if table.key_result[row] == NONE:
            parent = names.get(live.objectives[table.objective[row]])
        else:
            parent = codes.get(live.key_results[table.key_result[row]])
        if child and parent:
            edges.append(MapEdge("aligned", parent, child))
    return edges


def _bet_edges(
    bets: Sequence[BetLine], key_results: Sequence[KeyResultLine], found: Figures
) -> list[MapEdge]:
    """Return an edge for each key result that a bet counts for, or is placed for."""
    by_metric: dict[int, list[KeyResultLine]] = {}
    for kr in key_results:
        by_metric.setdefault(kr.metric or 0, []).append(kr)
    placed = {kr.pk: kr for kr in key_results}
    worths = {
        (stake.bet, pk): stake.worth
        for pk, figures in found.key_results.items()
        for stake in figures.stakes
    }
    edges = []
    for bet in bets:
        own = placed.get(bet.key_result)
        targets = by_metric.get(bet.metric, []) if bet.metric else []
        for kr in targets or ([own] if own else []):
            worth = worths.get((bet.pk, kr.pk))
            if worth is not None or kr is own:
                edges.append(_bet_edge(bet, kr, worth, found))
    return edges


def _bet_edge(
    bet: BetLine, kr: KeyResultLine, worth: float | None, found: Figures
) -> MapEdge:
    figures = found.key_results[kr.pk]
    distance = figures.target - figures.baseline
    return MapEdge(
        kind="ghost" if worth is None else "bet",
        above=kr.code,
        below=bet.project_code,
        worth=worth,
        share=None if worth is None or not distance else worth / distance,
        unit=bet.unit or "",
        bet=bet.pk,
        through=bet.milestone_title or "",
    )
