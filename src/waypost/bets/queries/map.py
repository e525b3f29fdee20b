"""The strategy map: objectives, key results and projects, and what ties them."""

from dataclasses import dataclass
from datetime import date

from waypost.bets import access
from waypost.bets.loading import LivePlan, Scope, load
from waypost.bets.models import Bet
from waypost.bets.queries.figures import Figures, KeyResultFigures, figures_of
from waypost.bets.queries.links import projects_of_objectives
from waypost.bets.queries.orphans import Orphans, orphans_of
from waypost.okrs.models import Alignment, Cycle, KeyResult, Objective
from waypost.people.models import Person
from waypost.projects import access as projects_access
from waypost.projects.models import Project

# Less than is shown: half a thousandth of the way.
ROUNDING = 0.0005


@dataclass(frozen=True, slots=True)
class MapNode:
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
        reached = self.coverage is not None and self.coverage >= 1 - ROUNDING
        return reached or self.coverage_class == "covered"


@dataclass(frozen=True, slots=True)
class MapEdge:
    """`above` is served by `below`: part of it, aligned to it, or betting on it.

    `kind` is ``part`` (objective and its key result), ``aligned``, ``bet`` or
    ``ghost`` (a bet that does not count). `worth` is in the key result's unit;
    `share` is what part of the promised distance that is.
    """

    kind: str
    above: str
    below: str
    worth: float | None = None
    share: float | None = None
    unit: str = ""
    bet: int | None = None


@dataclass(frozen=True, slots=True)
class StrategyMap:
    """Everything on the map of a cycle that one person may see."""

    cycle: int
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    covered: int
    key_results: int
    without_work: int
    orphan_projects: int


def strategy_map(*, viewer: Person, cycle: Cycle, today: date) -> StrategyMap:
    """Return the map of a cycle: its objectives, what they serve and what serves them.

    A fixed number of queries, whatever the size.
    """
    scope = Scope(cycles=(cycle.pk,), open_work=True, above=True)
    live = load(scope, today=today)
    found, lone = figures_of(live, viewer=viewer), orphans_of(live, viewer=viewer)
    objectives = _objectives(found)
    key_results = _key_results(found)
    bets = list(_bets(live, viewer))
    projects = _projects(viewer, {b.project_id for b in bets} | lone.projects)
    names = {o.pk: o.code for o in objectives}
    holders = projects_of_objectives(viewer=viewer, objectives=names)
    nodes = [
        *(_objective_node(o, found, holders.get(o.pk)) for o in objectives),
        *(_key_result_node(k, found, lone) for k in key_results),
        *(_project_node(p, lone) for p in projects),
    ]
    edges = [
        *(MapEdge("part", names[k.objective_id], k.code) for k in key_results),
        *_alignment_edges(names, key_results),
        *_bet_edges(bets, key_results, found),
    ]
    promised = [node for node in nodes if node.kind == "key_result"]
    open_ones = [node for node in promised if not node.is_covered]
    return StrategyMap(
        cycle=cycle.pk,
        nodes=tuple(nodes),
        edges=tuple(edges),
        covered=len(promised) - len(open_ones),
        key_results=len(promised),
        without_work=sum(node.coverage_class == "no_work" for node in open_ones),
        orphan_projects=len(lone.projects),
    )


def _objectives(found: Figures) -> list[Objective]:
    rows = Objective.objects.filter(pk__in=found.objectives)
    joined = rows.select_related("team", "person", "owner", "cycle")
    return list(joined.order_by("level", "team__name", "-priority", "number"))


def _key_results(found: Figures) -> list[KeyResult]:
    rows = KeyResult.objects.filter(pk__in=found.key_results)
    joined = rows.select_related("metric", "owner", "objective")
    return list(joined.order_by("objective_id", "position", "number"))


def _bets(live: LivePlan, viewer: Person) -> list[Bet]:
    visible = access.visible_bets(viewer).filter(pk__in=live.bets)
    return list(visible.select_related("project", "metric").order_by("pk"))


def _projects(viewer: Person, ids: set[int]) -> list[Project]:
    visible = projects_access.visible_projects(viewer).filter(pk__in=ids)
    return list(visible.select_related("team", "manager").order_by("name"))


def _objective_node(
    objective: Objective, found: Figures, project: Project | None
) -> MapNode:
    figures = found.objectives[objective.pk]
    return MapNode(
        name=objective.code,
        kind="objective",
        pk=objective.pk,
        title=objective.title,
        holder=project.name if project else holder_of(objective),
        owner=objective.owner_id,
        owner_name=objective.owner.name,
        team=objective.team_id,
        level=objective.level,
        health=figures.health,
        progress=figures.progress,
        expected=figures.expected,
        coverage=figures.coverage,
        coverage_class=figures.coverage_class,
        due_on=objective.cycle.ends_on,
    )


def holder_of(objective: Objective) -> str:
    """Return who holds an objective: its team, its person, or its level in words."""
    if objective.team is not None:
        return objective.team.name
    if objective.person is not None:
        return objective.person.name
    return str(objective.get_level_display())


def _key_result_node(kr: KeyResult, found: Figures, lone: Orphans) -> MapNode:
    figures = found.key_results[kr.pk]
    staked = _staked(figures)
    return MapNode(
        name=kr.code,
        kind="key_result",
        pk=kr.pk,
        title=kr.title,
        holder=kr.objective.title,
        owner=kr.owner_id,
        owner_name=kr.owner.name,
        team=kr.objective.team_id,
        measure=kr.kind,
        health=figures.health,
        progress=figures.progress,
        measured=figures.coverage - staked if figures.is_measured else None,
        staked=staked,
        expected=figures.expected,
        coverage=figures.coverage,
        coverage_class=figures.coverage_class,
        value=figures.now,
        aim=figures.target,
        unit=kr.metric.unit if kr.metric else "",
        due_on=kr.due_on,
        is_orphan=kr.pk in lone.key_results,
    )


def _staked(figures: KeyResultFigures) -> float:
    """Return what the bets bring, as a share of the promised distance."""
    distance = figures.target - figures.baseline
    return sum(s.worth for s in figures.stakes) / distance if distance else 0.0


def _project_node(project: Project, lone: Orphans) -> MapNode:
    return MapNode(
        name=project.code,
        kind="project",
        pk=project.pk,
        title=project.name,
        holder=project.team.name if project.team else "",
        owner=project.manager_id,
        owner_name=project.manager.name if project.manager else "",
        team=project.team_id,
        phase=project.phase,
        standing=project.standing,
        due_on=project.due_on,
        is_orphan=project.pk in lone.projects,
    )


def _alignment_edges(
    names: dict[int, str], key_results: list[KeyResult]
) -> list[MapEdge]:
    codes = {k.pk: k.code for k in key_results}
    edges = []
    for row in Alignment.objects.filter(child__in=names).order_by("pk"):
        if row.parent_key_result_id is not None:
            parent = codes.get(row.parent_key_result_id)
        else:
            parent = names.get(row.parent_objective_id or 0)
        if parent is not None:
            edges.append(MapEdge("aligned", parent, names[row.child_id]))
    return edges


def _bet_edges(
    bets: list[Bet], key_results: list[KeyResult], found: Figures
) -> list[MapEdge]:
    """Return an edge for each key result that a bet counts for, or is placed for."""
    by_metric: dict[int, list[KeyResult]] = {}
    for kr in key_results:
        by_metric.setdefault(kr.metric_id or 0, []).append(kr)
    placed = {kr.pk: kr for kr in key_results}
    edges = []
    for bet in bets:
        own = placed.get(bet.key_result_id)
        targets = by_metric.get(bet.metric_id or 0, []) if bet.metric_id else []
        for kr in targets or ([own] if own else []):
            worth = found.worth(bet.pk, kr.pk)
            if worth is not None or kr is own:
                edges.append(_bet_edge(bet, kr, worth, found))
    return edges


def _bet_edge(bet: Bet, kr: KeyResult, worth: float | None, found: Figures) -> MapEdge:
    figures = found.key_results[kr.pk]
    distance = figures.target - figures.baseline
    return MapEdge(
        kind="ghost" if worth is None else "bet",
        above=kr.code,
        below=bet.project.code,
        worth=worth,
        share=None if worth is None or not distance else worth / distance,
        unit=bet.metric.unit if bet.metric else "",
        bet=bet.pk,
    )
