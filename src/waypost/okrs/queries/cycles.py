"""Cycles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from waypost.okrs import access
from waypost.okrs.models import Cycle
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One cycle in the tree of cycles; `objectives` counts what is visible."""

    pk: int
    name: str
    kind_name: str
    state: str
    state_name: str
    starts_on: date
    ends_on: date
    manager: Ref | None
    depth: int
    parent_pk: int | None
    objectives: int


def cycles(*, viewer: Person) -> list[Cycle]:
    """Return all cycles, the latest first, longer before shorter."""
    found = access.visible_cycles(viewer).select_related("manager")
    return list(found.order_by("-starts_on", "-ends_on", "pk"))


def cycle(*, viewer: Person, pk: int) -> Cycle:
    """Return one cycle.

    Raises
    ------
    Cycle.DoesNotExist
        If there is none.
    """
    found = access.visible_cycles(viewer).select_related("manager", "parent")
    return found.get(pk=pk)


def current_cycle(*, viewer: Person, today: date) -> Cycle | None:
    """Return the shortest running cycle; else the next one, else the last."""
    return current_among(cycles(viewer=viewer), today=today)


def current_among(listed: Sequence[Cycle], *, today: date) -> Cycle | None:
    """Return the current one of cycles that were read: see `current_cycle`."""
    running = [c for c in listed if c.starts_on <= today <= c.ends_on]
    if running:
        return min(
            running, key=lambda c: (c.state == "closed", c.ends_on - c.starts_on)
        )
    ahead = [c for c in listed if c.starts_on > today]
    if ahead:
        return min(ahead, key=lambda c: (c.starts_on, c.ends_on))
    return max(listed, key=lambda c: c.ends_on, default=None)


def cycle_parts(*, viewer: Person, cycle: Cycle) -> list[CycleRow]:
    """Return the cycles that lie in one, the latest first: two queries at most."""
    parts = list(
        access.visible_cycles(viewer)
        .filter(parent=cycle)
        .select_related("manager")
        .order_by("-starts_on", "-ends_on", "pk")
    )
    if not parts:
        return []
    seen = access.visible_objectives(viewer).filter(cycle__in=parts).order_by()
    counts = dict(seen.values_list("cycle_id").annotate(n=Count("pk")))
    return [_row(each, 1, counts) for each in parts]


def cycle_tree(*, viewer: Person) -> list[CycleRow]:
    """Return all cycles, each below what it lies in, the latest first: two queries."""
    seen = access.visible_objectives(viewer).order_by()
    counts = dict(seen.values_list("cycle_id").annotate(n=Count("pk")))
    below: dict[int | None, list[Cycle]] = defaultdict(list)
    for each in cycles(viewer=viewer):
        below[each.parent_id].append(each)
    return list(_below(None, 0, below, counts))


def _below(
    parent: int | None,
    depth: int,
    below: Mapping[int | None, list[Cycle]],
    counts: Mapping[int, int],
) -> Iterator[CycleRow]:
    for each in below.get(parent, ()):
        yield _row(each, depth, counts)
        yield from _below(each.pk, depth + 1, below, counts)


def _row(each: Cycle, depth: int, counts: Mapping[int, int]) -> CycleRow:
    return CycleRow(
        pk=each.pk,
        name=each.name,
        kind_name=str(Cycle.Kind(each.kind).label),
        state=each.state,
        state_name=str(Cycle.State(each.state).label),
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        manager=maybe_ref_of(each.manager),
        depth=depth,
        parent_pk=each.parent_id,
        objectives=counts.get(each.pk, 0),
    )
