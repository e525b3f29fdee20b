"""The frame of a map: its names and ties, and the figures of a part of it.

Of a map of many thousands a person sees a few hundred at a time. The frame tells which
without reckoning anything; figures are reckoned of those alone, and are the same.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from waypost.bets.loading import (
    Scope,
    Ties,
    load,
    named_bets,
    ties_of,
)
from waypost.bets.queries.figures import figures_of
from waypost.bets.queries.map import Known, StrategyMap, drawn, holder_of
from waypost.bets.queries.map_rows import (
    BetLine,
    KeyResultLine,
    MapLines,
    ProjectLine,
    key_result_lines,
    objective_lines,
    project_lines,
)
from waypost.bets.queries.map_rows import lines as lines_of
from waypost.bets.queries.orphans import orphans_of
from waypost.okrs import access as okrs_access
from waypost.okrs.models import Cycle, KeyResult
from waypost.people.models import Person
from waypost.projects import access as projects_access

# What is served, and what serves it.
Pair = tuple[str, str]


class FrameNode(NamedTuple):
    """A node by its names alone; it has what a filter by words and people asks for."""

    name: str
    kind: str
    pk: int
    title: str
    holder: str
    owner: int | None
    owner_name: str
    team: int | None
    level: str = ""
    health: str = ""
    is_orphan: bool = False


@dataclass(frozen=True, slots=True)
class MapFrame:
    """All that one person may see on the map of a cycle, without a figure.

    The nodes come in the map's order, which the ties do not have.
    """

    cycle: int
    nodes: tuple[FrameNode, ...]
    edges: tuple[Pair, ...]
    lines: MapLines
    ties: Ties


def map_size(*, viewer: Person, cycle: Cycle) -> int:
    """Return about how many objectives and key results a cycle's map has.

    It decides how the map is read; it is shown to nobody.
    """
    del viewer
    return KeyResult.objects.filter(objective__cycle=cycle).count()


def map_frame(*, viewer: Person, cycle: Cycle, today: date) -> MapFrame:
    """Return the frame of a cycle's map, in a fixed number of queries."""
    ties = ties_of(Scope(cycles=(cycle.pk,), above=True))
    seen = okrs_access.visible_objectives(viewer).filter(pk__in=list(ties.objectives))
    objectives = objective_lines(seen)
    key_results = key_result_lines([row.pk for row in objectives])
    lone = orphans_of(load(Scope(open_work=True), today=today), viewer=viewer)
    bets, projects = _work(viewer, key_results, lone.projects)
    lines = MapLines(objectives, key_results, bets, projects)
    return MapFrame(
        cycle=cycle.pk,
        nodes=tuple(lines_of(FrameNode, _nodes(lines, lone.projects))),
        edges=tuple(_edges(lines, ties)),
        lines=lines,
        ties=ties,
    )


def part_of_map(
    *, viewer: Person, frame: MapFrame, names: Collection[str], today: date
) -> StrategyMap:
    """Return the map of these nodes of a frame alone, with their figures.

    Its counts are of these nodes; all else is as on the whole map.
    """
    lines = _chosen(frame.lines, frozenset(names))
    shown = tuple(row.pk for row in lines.objectives)
    live = load(Scope(objectives=shown, bare=True), today=today)
    found = figures_of(live, viewer=viewer)
    lone = orphans_of(live, viewer=viewer)
    idle = {
        node.pk for node in frame.nodes if node.kind == "project" and node.is_orphan
    }
    idle &= {row.pk for row in lines.projects}
    known = Known(live, found, replace(lone, projects=frozenset(idle)), lines)
    return drawn(known, viewer=viewer, cycle=frame.cycle)


def _work(
    viewer: Person, key_results: list[KeyResultLine], lone: Collection[int]
) -> tuple[list[BetLine], list[ProjectLine]]:
    """Return the bets of which the viewer may see both sides, and the projects."""
    bets, open_to_all = _bets(key_results)
    named = {bet.project for bet in bets}.union(lone)
    seen = projects_access.visible_projects(viewer).filter(pk__in=list(named))
    projects = project_lines(seen)
    work = {row.pk for row in projects}
    bets = [bet for bet in bets if bet.project in work]
    sides = {row.pk for row in key_results} | open_to_all
    sides |= _seen_elsewhere(viewer, {bet.key_result for bet in bets} - sides)
    bets = [bet for bet in bets if bet.key_result in sides]
    tied = {bet.project for bet in bets}.union(lone)
    return bets, [row for row in projects if row.pk in tied]


def _bets(key_results: list[KeyResultLine]) -> tuple[list[BetLine], set[int]]:
    """Return the bets on these key results and on the metrics that they follow.

    And the key results they were placed for that everybody may see.
    """
    metrics = {row.metric for row in key_results if row.metric is not None}
    named = named_bets(metrics, [row.pk for row in key_results])
    bets = lines_of(BetLine, (row[:-1] for row in named))
    open_to_all = {row[4] for row in named if row[-1]}
    return bets, open_to_all


def _seen_elsewhere(viewer: Person, key_results: set[int]) -> set[int]:
    """Return which key results of other maps the viewer may see, asked if any."""
    if not key_results:
        return set()
    seen = okrs_access.visible_key_results(viewer).filter(pk__in=list(key_results))
    return set(seen.values_list("pk", flat=True))


def _nodes(lines: MapLines, lone: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """Tell of each node what stands in a `FrameNode`."""
    titles = {o.pk: o.title for o in lines.objectives}
    for o in lines.objectives:
        held = holder_of(o)
        said = (o.code, "objective", o.pk, o.title, held, o.owner, o.owner_name, o.team)
        yield (*said, o.level, "", False)
    for k in lines.key_results:
        under = titles[k.objective]
        who = (k.owner, k.owner_name, k.team)
        yield (k.code, "key_result", k.pk, k.title, under, *who, "", "", False)
    for p in lines.projects:
        runs = (p.manager, p.manager_name or "", p.team)
        named = (p.code, "project", p.pk, p.name, p.team_name or "")
        yield (*named, *runs, "", "", p.pk in lone)


def _edges(lines: MapLines, ties: Ties) -> Iterator[Pair]:
    objectives = {o.pk: o.code for o in lines.objectives}
    key_results = {k.pk: k.code for k in lines.key_results}
    for k in lines.key_results:
        yield objectives[k.objective], k.code
    for tie in ties.alignments:
        child = objectives.get(tie.child)
        parent = (
            key_results.get(tie.parent_key_result)
            if tie.parent_key_result
            else objectives.get(tie.parent_objective)
        )
        if child and parent:
            yield parent, child
    yield from _bet_edges(lines, key_results)


def _bet_edges(lines: MapLines, codes: Mapping[int, str]) -> Iterator[Pair]:
    """Tie each bet to what follows its metric, else to what it was placed for."""
    by_metric: dict[int, list[str]] = {}
    for k in lines.key_results:
        by_metric.setdefault(k.metric or 0, []).append(k.code)
    for bet in lines.bets:
        targets = by_metric.get(bet.metric, []) if bet.metric else []
        placed = codes.get(bet.key_result)
        for code in targets or ([placed] if placed else []):
            yield code, bet.project_code


def _chosen(lines: MapLines, names: frozenset[str]) -> MapLines:
    projects = [row for row in lines.projects if row.code in names]
    shown = {row.pk for row in projects}
    return MapLines(
        objectives=[row for row in lines.objectives if row.code in names],
        key_results=[row for row in lines.key_results if row.code in names],
        bets=[bet for bet in lines.bets if bet.project in shown],
        projects=projects,
    )
