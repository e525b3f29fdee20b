"""The way from the top down to an objective: its breadcrumbs."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from waypost.core import graphs
from waypost.okrs import access
from waypost.okrs.models import Alignment, KeyResult, Objective
from waypost.okrs.queries.loading import served
from waypost.okrs.queries.rows import Served
from waypost.people.models import Person

Node = tuple[str, int]
Edges = dict[Node, list[Node]]


def path_to(objective: Objective, viewer: Person) -> tuple[Served, ...]:
    """Return the shortest visible path to a company objective, from the top down.

    Without one, the shortest to the top of what it supports. The objective itself is
    left out. Three queries.
    """
    if objective.level == Objective.Level.COMPANY:
        return ()
    edges, tops = _graph(viewer)
    nodes = _shortest(edges, ("o", objective.pk), tops)
    things: dict[Node, Objective | KeyResult] = {}
    wanted = [pk for kind, pk in nodes if kind == "o"]
    for pk, above in Objective.objects.in_bulk(wanted).items():
        things["o", pk] = above
    wanted = [pk for kind, pk in nodes if kind == "k"]
    for pk, key_result in KeyResult.objects.in_bulk(wanted).items():
        things["k", pk] = key_result
    return tuple(served(things[node]) for node in nodes)


def _graph(viewer: Person) -> tuple[Edges, set[int]]:
    """Return the alignments to what `viewer` sees, and the company's objectives."""
    seen = access.visible_objectives(viewer).values("pk")
    rows = Alignment.objects.filter(
        Q(parent_objective__in=seen) | Q(parent_key_result__objective__in=seen)
    ).values_list(
        "child_id",
        "parent_objective_id",
        "parent_objective__level",
        "parent_key_result_id",
        "parent_key_result__objective_id",
        "parent_key_result__objective__level",
    )
    edges: dict[Node, list[Node]] = defaultdict(list)
    tops: set[int] = set()
    listed: Iterable[tuple[Any, ...]] = rows.order_by("pk")
    for child, above, level, key_result, own, own_level in listed:
        if above is not None:
            edges["o", child].append(("o", above))
        else:
            edges["o", child].append(("k", key_result))
            edges["k", key_result] = [("o", own)]
        if Objective.Level.COMPANY in {level, own_level}:
            tops.add(above or own)
    return edges, tops


def _shortest(edges: Edges, start: Node, tops: set[int]) -> list[Node]:
    reached = [start]
    for node in reached:  # breadth first, so the nearest comes first
        reached += [up for up in edges.get(node, ()) if up not in reached]
    company = [n for n in reached[1:] if n[0] == "o" and n[1] in tops]
    ends = company or [n for n in reached[1:] if not edges.get(n)]
    path = graphs.path_between(edges, start, ends[0]) if ends else None
    return path[:0:-1] if path else []
