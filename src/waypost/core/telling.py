"""Who is told of a change: what changed, where it is shown, and who may see it.

A change leads along `core.leads` from the rows that were written to the things whose
pages show them. Somebody is told of a thing only if they may see it and every thing
on the way: what is hidden from them gives no sign of itself, not even through the
public thing that it belongs to. Rights are asked for when it is told, of the registry,
in bulk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from waypost.core import leads, registry, sight
from waypost.core.as_of import as_of, decides_who_sees, has_past
from waypost.core.leads import Lead, Thing
from waypost.core.models import Change, ChangeSet
from waypost.core.registry import label_of
from waypost.core.sight import CHUNK, Turns, Viewers, by_kind

# Of a kind of which more rows changed, single rows are not followed one by one.
MANY = 2_000
# What a page shows: of each kind all (None), or these ids.
Wants = Mapping[str, frozenset[int] | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One step from a thing to one that shows it."""

    goal: Thing
    moves: bool = False
    near: bool = False
    said: bool = False


@dataclass(slots=True)
class Trail:
    """What some change sets changed, and where that leads; the same for everybody.

    Attributes
    ----------
    roots
        The rows that each change set wrote.
    ways
        The steps onward from each row or thing.
    gone
        Deleted things whose past is kept: who could see them is asked of it.
    departed
        Deleted things without one: seen by whoever sees all that they led to.
    since
        When the first was deleted: just before, it could be seen.
    born
        Things that were created.
    turns
        What changed of the rights of people.
    masses
        Change sets that wrote more of a kind than is followed row by row.
    """

    roots: dict[int, set[Thing]] = field(default_factory=dict)
    ways: dict[Thing, set[Way]] = field(default_factory=lambda: defaultdict(set))
    gone: set[Thing] = field(default_factory=set)
    departed: set[Thing] = field(default_factory=set)
    born: set[Thing] = field(default_factory=set)
    since: datetime | None = None
    turns: Turns = field(default_factory=Turns)
    masses: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def things(self) -> set[Thing]:
        """Return all that is on the way."""
        found = set(self.ways) | self.gone
        for rows in self.roots.values():
            found |= rows
        return found | {way.goal for ways in self.ways.values() for way in ways}


def trail_of(change_sets: Iterable[int]) -> Trail:
    """Return what these change sets changed and where it leads.

    A fixed number of queries for each step of the way, whatever the number of rows.
    """
    trail = Trail()
    wanted = list(change_sets)
    for pk in wanted:
        trail.roots[pk] = set()
    deleted_by, turned_by = _read_changes(trail, wanted)
    trail.since = _first_of(deleted_by)
    trail.turns.at = _first_of(turned_by)
    _follow_ways(trail)
    _note_people(trail)
    return trail


def _first_of(change_sets: set[int]) -> datetime | None:
    if not change_sets:
        return None
    found = ChangeSet.objects.filter(pk__in=change_sets)
    return min(found.values_list("at", flat=True))


def _read_changes(trail: Trail, wanted: list[int]) -> tuple[set[int], set[int]]:
    """Take in the rows that were written.

    Return which sets deleted things with a past, and which touched who sees things.
    """
    changes = Change.objects.filter(change_set__in=wanted).order_by("pk")
    columns = ("change_set", "model", "row_id", "kind", "before")
    counted: dict[tuple[int, str], int] = defaultdict(int)
    deleted_by: set[int] = set()
    turned_by: set[int] = set()
    for by, label, row, kind, before in changes.values_list(*columns).iterator():
        counted[by, label] += 1
        if counted[by, label] > MANY:
            trail.masses[label].add(by)
            continue
        trail.roots[by].add((label, row))
        if before:
            _lead_formerly(trail, (label, row), before)
        if decides_who_sees(label, kind, before):
            turned_by.add(by)
        if leads.is_everybodys_right(label, before):
            trail.turns.is_everybodys = True
        if kind == Change.Kind.CREATED:
            trail.born.add((label, row))
        elif kind == Change.Kind.DELETED and registry.kind(label) is not None:
            if has_past(label):
                trail.gone.add((label, row))
                deleted_by.add(by)
            else:
                trail.departed.add((label, row))
    return deleted_by, turned_by


def _note_people(trail: Trail) -> None:
    """Note whose own rights changed: those to whom a row of rights leads."""
    for root in set().union(*trail.roots.values()):
        kind = leads.right_of(root[0])
        if kind is not None:
            goals = {way.goal for way in trail.ways.get(root, ())}
            trail.turns.people |= {pk for label, pk in goals if label == kind}


def _lead_formerly(trail: Trail, row: Thing, before: Mapping[str, Any]) -> None:
    """Follow where a row led before it was moved or deleted."""
    label = row[0]
    if leads.hangs(label) and before.get("subject_kind"):
        subject = (str(before["subject_kind"]), int(before["subject_id"]))
        trail.ways[row].add(Way(subject, said=True))
    for lead in leads.through(label):
        goal = before.get(lead.target)
        if goal is not None:
            trail.ways[row].add(Way((lead.goal, int(goal)), lead.moves, lead.near))


def _follow_ways(trail: Trail) -> None:
    """Follow every way to its end, one step at a time."""
    known: set[Thing] = set()
    fresh = trail.things
    is_first = True
    while fresh:
        known |= fresh
        reached: set[Thing] = set()
        rows = by_kind(fresh)
        for lead in leads.from_kinds(rows):
            if is_first or not lead.near:
                reached |= _step(trail, lead, rows[lead.origin])
        for label, ids in rows.items():
            if leads.hangs(label):
                reached |= _step_to_subject(trail, label, ids)
        fresh, is_first = reached - known, False


def _step(trail: Trail, lead: Lead, ids: list[int]) -> set[Thing]:
    reached = set()
    for start in range(0, len(ids), CHUNK):
        named = {f"{lead.source}__in": ids[start : start + CHUNK]}
        rows = lead.model._base_manager.filter(**named)
        for source, target in rows.values_list(lead.source, lead.target):
            if target is None:
                continue
            goal = (lead.goal, target)
            way = Way(goal, lead.moves, lead.near)
            trail.ways[lead.origin, source].add(way)
            reached.add(goal)
    return reached


def _step_to_subject(trail: Trail, label: str, ids: list[int]) -> set[Thing]:
    reached = set()
    model = next(h.model for h in registry.hangers() if label_of(h.model) == label)
    for start in range(0, len(ids), CHUNK):
        rows = model._base_manager.filter(pk__in=ids[start : start + CHUNK])
        for pk, kind, subject in rows.values_list("pk", "subject_kind", "subject_id"):
            trail.ways[label, pk].add(Way((kind, subject), said=True))
            reached.add((kind, subject))
    return reached


# --- Who is told --------------------------------------------------------------------


def may_concern(trail: Trail, wants: Wants) -> bool:
    """Whether a page may show any of it, rights aside: asks no database."""
    if any(label in wants for label in trail.masses):
        return True
    return any(_is_wanted(thing, wants) for thing in trail.things)


def seen_by(trail: Trail, viewers: Viewers) -> dict[int, set[Thing]]:
    """Return which things on the way each viewer may see, by the viewer's id.

    What was deleted is looked for in the past.
    """
    found = sight.seen(trail.things - trail.gone, viewers)
    if trail.since is None:
        return found
    with as_of(trail.since):
        former = sight.seen(trail.gone, viewers)
    return {pk: found[pk] | former[pk] for pk in found}


def who_sees_others(trail: Trail, viewers: Viewers) -> set[int]:
    """Return who may see other things since, whether or not they show them.

    What somebody could see and what they can see now is no secret to them: that it is
    not the same may be told, and nothing more.
    """
    turns = trail.turns
    if turns.is_everybodys:
        return set(viewers.people)
    found = turns.people & viewers.people.keys()
    if turns.at is not None:
        stood = trail.things - trail.born - trail.gone - trail.departed
        found |= sight.who_sees_others(stood, viewers, turns.at)
    return found


def told(
    trail: Trail, *, viewer: Any, wants: Wants, seen: set[Thing]
) -> dict[int, set[Thing]]:
    """Return what of it a page of `viewer` shows, for each change set that did it."""
    found: dict[int, set[Thing]] = {}
    for change_set, roots in trail.roots.items():
        reached = _reached(trail, roots, seen)
        wanted = {thing for thing in reached if _is_wanted(thing, wants)}
        wanted |= _seen_in_mass(trail, change_set, viewer, wants)
        if wanted:
            found[change_set] = wanted
    return found


def _is_wanted(thing: Thing, wants: Wants) -> bool:
    label, pk = thing
    if label not in wants:
        return False
    ids = wants[label]
    return ids is None or pk in ids


def _reached(trail: Trail, roots: set[Thing], seen: set[Thing]) -> set[Thing]:
    """Return the visible things that can be reached over visible ones."""
    found: set[Thing] = set()
    # Where one stands, and whether what people said led there.
    open_ends = [(root, False, True) for root in roots if _lets_pass(trail, root, seen)]
    walked: set[tuple[Thing, bool, bool]] = set(open_ends)
    while open_ends:
        thing, said, is_first = open_ends.pop()
        if thing in seen:
            found.add(thing)
        for way in trail.ways.get(thing, ()):
            if (said and way.moves) or (way.near and not is_first):
                continue
            step = (way.goal, said or way.said, False)
            if step not in walked and _lets_pass(trail, way.goal, seen):
                walked.add(step)
                open_ends.append(step)
    return found


def _lets_pass(trail: Trail, thing: Thing, seen: set[Thing]) -> bool:
    """Whether one may know of a row: a thing by its rights, a part by its wholes.

    A part, and a thing that is deleted, is seen by whoever sees all that it leads to.
    """
    if thing in seen:
        return True
    if registry.kind(thing[0]) is not None and thing not in trail.departed:
        return False
    ends = {way.goal for way in trail.ways.get(thing, ()) if not way.near}
    return bool(ends) and ends <= seen


def _seen_in_mass(
    trail: Trail, change_set: int, viewer: Any, wants: Wants
) -> set[Thing]:
    """Return what somebody sees of many rows: wanted ids, or one for a whole kind."""
    found: set[Thing] = set()
    for label, sets in trail.masses.items():
        kind = registry.kind(label)
        if change_set not in sets or kind is None or label not in wants:
            continue
        written = Change.objects.filter(change_set=change_set, model=label)
        rows = kind.visible_to(viewer).filter(pk__in=written.values("row_id"))
        ids = wants[label]
        some = rows.order_by() if ids is None else rows.filter(pk__in=ids).order_by()
        found |= {(label, pk) for pk in some.values_list("pk", flat=True)[:1]}
    return found
