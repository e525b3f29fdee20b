"""What objectives support, and the way from the top down to one: its breadcrumbs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from waypost.core import graphs
from waypost.core.prepared import prepared
from waypost.okrs import access
from waypost.okrs.models import Alignment, KeyResult, Objective
from waypost.okrs.queries.rows import Served
from waypost.people.models import Person

Node = tuple[str, int]
Edges = dict[Node, list[Node]]
# The objective and all that it supports, through what is hidden too: an alignment to
# what the viewer does not see is left out afterwards.
_UP = """
WITH RECURSIVE up(id) AS (
  SELECT id FROM okrs_objective WHERE id = %s
  UNION
  SELECT COALESCE(a.parent_objective_id, k.objective_id) FROM up
  JOIN okrs_alignment a ON a.child_id = up.id
  LEFT JOIN okrs_keyresult k ON k.id = a.parent_key_result_id
)
SELECT id FROM up
"""


@dataclass(frozen=True, slots=True)
class Ties:
    """What objectives support, as far as it is seen; by the objective (pk).

    `served` gives each with the objective it belongs to.
    """

    served: Mapping[int, list[tuple[Served, int]]]
    _things: Mapping[Node, Objective | KeyResult]
    _edges: Edges
    _tops: frozenset[int]

    def path_to(self, objective: Objective) -> tuple[Served, ...]:
        """Return the shortest visible path to a company objective, from the top down.

        Without one, the shortest to the top of what it supports. The objective itself
        is left out. What it supports, at any depth, must have been read.
        """
        if objective.level == Objective.Level.COMPANY:
            return ()
        nodes = _shortest(self._edges, ("o", objective.pk), self._tops)
        return tuple(served(self._things[node]) for node in nodes)


def ties_of(
    viewer: Person, objectives: Collection[int], *, up_from: int | None = None
) -> Ties:
    """Return what objectives support, and all above one of them: one query."""
    # Numbers begin at 1: from 0, nothing leads up.
    return _ties(_above(viewer, each_child=objectives, up_from=up_from or 0))


@prepared
def _above(asker: Person, each_child: list[int], up_from: Any) -> QuerySet[Alignment]:
    seen = access.visible_objectives(asker)
    found = Alignment.objects.filter(
        Q(child_id__in=each_child) | Q(child_id__in=RawSQL(_UP, [up_from])),
        Exists(seen.filter(pk=OuterRef("parent_objective")))
        | Exists(seen.filter(pk=OuterRef("parent_key_result__objective"))),
    )
    related = found.select_related("parent_objective", "parent_key_result__objective")
    return related.order_by("pk")


def path_to(objective: Objective, viewer: Person) -> tuple[Served, ...]:
    """Return the visible path to an objective, from the top down: one query."""
    if objective.level == Objective.Level.COMPANY:
        return ()
    return ties_of(viewer, [], up_from=objective.pk).path_to(objective)


def served(thing: Objective | KeyResult) -> Served:
    """Return what a crumb or a line “supports …” shows."""
    return Served(
        pk=thing.pk,
        number=thing.number,
        code=thing.code,
        title=thing.title,
        is_key_result=isinstance(thing, KeyResult),
    )


def _ties(rows: Iterable[Alignment]) -> Ties:
    supports: dict[int, list[tuple[Served, int]]] = defaultdict(list)
    things: dict[Node, Objective | KeyResult] = {}
    edges: Edges = defaultdict(list)
    tops: set[int] = set()
    for row in rows:
        key_result = row.parent_key_result
        above = row.parent_objective if key_result is None else key_result.objective
        assert above is not None
        node = ("o", above.pk)
        things[node] = above
        if key_result is not None:
            edges["k", key_result.pk] = [node]
            node = ("k", key_result.pk)
            things[node] = key_result
        edges["o", row.child_id].append(node)
        supports[row.child_id].append((served(things[node]), above.pk))
        if above.level == Objective.Level.COMPANY:
            tops.add(above.pk)
    return Ties(supports, things, edges, frozenset(tops))


def _shortest(edges: Edges, start: Node, tops: Collection[int]) -> list[Node]:
    reached = [start]
    for node in reached:  # breadth first, so the nearest comes first
        reached += [up for up in edges.get(node, ()) if up not in reached]
    company = [n for n in reached[1:] if n[0] == "o" and n[1] in tops]
    ends = company or [n for n in reached[1:] if not edges.get(n)]
    path = graphs.path_between(edges, start, ends[0]) if ends else None
    return path[:0:-1] if path else []
