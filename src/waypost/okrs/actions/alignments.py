"""What an objective supports: a graph without circles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, WouldCircle, require_not_closed
from waypost.okrs.models import Alignment, KeyResult, Objective
from waypost.people.models import Person

Parent = Objective | KeyResult
Node = tuple[str, int]
GUARD = "alignments"
CHUNK = 900  # SQLite takes at most some thousand parameters in one statement


def align(
    *, actor: Person, now: datetime, objective: Objective, parent: Parent
) -> None:
    """Say that `objective` supports `parent`.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the objective.
    WouldCircle
        If it would support itself through others.
    """
    with _changing(actor, now, "okrs.align", objective) as change:
        add_alignments(change, actor, objective, [parent])


def unalign(
    *, actor: Person, now: datetime, objective: Objective, parent: Parent
) -> None:
    """Take back that `objective` supports `parent`.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the objective.
    Refused
        If it does not.
    """
    with _changing(actor, now, "okrs.unalign", objective) as change:
        rows = [r for r in objective.alignments.all() if node_up(r) == node_of(parent)]
        if not rows:
            raise Refused(_("It was not aligned to that."))
        for row in rows:
            change.delete(row)


def set_alignments(
    *, actor: Person, now: datetime, objective: Objective, serves: Sequence[Parent]
) -> None:
    """Say all that `objective` supports; what `actor` cannot see stays as it is.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not edit the objective.
    WouldCircle
        If it would support itself through others.
    """
    with _changing(actor, now, "okrs.align", objective) as change:
        wanted = {node_of(parent): parent for parent in serves}
        rows = list(objective.alignments.all())
        seen = visible(actor, [node_up(row) for row in rows])
        for row in rows:
            is_kept = wanted.pop(node_up(row), None) is not None
            if not is_kept and node_up(row) in seen:
                change.delete(row)
        add_alignments(change, actor, objective, list(wanted.values()))


@contextmanager
def _changing(
    actor: Person, now: datetime, verb: str, objective: Objective
) -> Iterator[history.Recorder]:
    """Open a change set about what an objective supports, for who may edit it."""
    access.require_edit_objective(actor, objective)
    with history.change(
        actor=actor,
        now=now,
        verb=verb,
        subject=objective,
        summary=objective.title,
    ) as change:
        require_not_closed(objective.cycle)
        yield change
        change.emit(verb, objective=objective.pk)


def add_alignments(
    change: history.Recorder,
    actor: Person,
    objective: Objective,
    parents: Sequence[Parent],
) -> None:
    """Add alignments inside an open change set, checked as one."""
    if not parents:
        return
    _require_visible(actor, parents)
    graphs.lock(GUARD)
    edges = edges_up()
    for parent in parents:
        path = graphs.path_between(edges, node_of(parent), ("o", objective.pk))
        if path:
            raise WouldCircle({"serves": say_circle(actor, objective, path)})
        change.create(row_of(objective, parent))
        edges["o", objective.pk].append(node_of(parent))


def node_of(thing: Parent) -> Node:
    """Return the thing as a node of the graph."""
    return ("o" if isinstance(thing, Objective) else "kr", thing.pk)


def node_up(row: Alignment) -> Node:
    """Return the parent of an alignment as a node of the graph."""
    if row.parent_objective_id is not None:
        return ("o", row.parent_objective_id)
    return ("kr", row.parent_key_result_id or 0)


def row_of(objective: Objective, parent: Parent) -> Alignment:
    """Return the row that says what an objective supports."""
    if isinstance(parent, Objective):
        return Alignment(child=objective, parent_objective=parent)
    return Alignment(child=objective, parent_key_result=parent)


def edges_up() -> dict[Node, list[Node]]:
    """Return the whole graph upwards; a key result leads to its own objective."""
    edges: dict[Node, list[Node]] = defaultdict(list)
    columns = ("child_id", "parent_objective_id", "parent_key_result_id")
    for child, up, key_result in Alignment.objects.values_list(*columns):
        edges["o", child].append(("o", up) if up else ("kr", key_result or 0))
    for pk, its_objective in KeyResult.objects.values_list("pk", "objective_id"):
        edges["kr", pk] = [("o", its_objective)]
    return edges


def visible(actor: Person, nodes: Iterable[Node]) -> set[Node]:
    """Return those of the things that `actor` may see; nobody asks for all at once."""
    listed = list(nodes)
    found: set[Node] = set()
    for start in range(0, len(listed), CHUNK):
        some = listed[start : start + CHUNK]
        for name, rows in (
            ("o", access.visible_objectives(actor)),
            ("kr", access.visible_key_results(actor)),
        ):
            ids = [pk for kind, pk in some if kind == name]
            if ids:
                seen = rows.filter(pk__in=ids).values_list("pk", flat=True)
                found |= {(name, pk) for pk in seen}
    return found


def _require_visible(actor: Person, parents: Sequence[Parent]) -> None:
    seen = visible(actor, map(node_of, parents))
    for parent in parents:
        if node_of(parent) not in seen:
            message = _("There is no %(code)s.")
            raise Refused({"serves": message % {"code": parent.code}})


def say_circle(actor: Person, objective: Objective, path: list[Node]) -> str:
    """Say which way round, naming only what `actor` may see."""
    if len(path) <= 1 or path[0] == ("o", objective.pk):
        return _("An objective does not support itself.")
    seen = visible(actor, path)
    ids = [pk for kind, pk in path if kind == "o" and (kind, pk) in seen]
    titles = Objective.objects.in_bulk(ids)
    names = [
        titles[pk].title if pk in titles else _("other work")
        for kind, pk in path[:-1]
        if kind == "o"
    ]
    if not names:
        return _("A key result of this objective cannot be what it supports.")
    message = _("It would support itself: %(names)s already supports it.")
    return message % {"names": " › ".join(dict.fromkeys(names))}
