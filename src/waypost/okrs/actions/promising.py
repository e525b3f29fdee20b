"""Objectives, metrics and key results from a file: as one by one, in bulk.

The rights, checks and words are those of `create_objective`, `create_metric`,
`create_key_result` and `align`; a `core.checking.RowRefused` says which it was.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from waypost.core import graphs, history, numbers
from waypost.core.checking import create_checked, once_each, row_at
from waypost.okrs import access
from waypost.okrs.actions import alignments
from waypost.okrs.actions.errors import Refused, WouldCircle, require_not_closed
from waypost.okrs.actions.key_result_terms import KeyResultTerms, fill
from waypost.okrs.actions.metrics import MetricTerms
from waypost.okrs.actions.objectives import ObjectiveTerms, require_writable
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.actions.promises import check_promise, scale_of
from waypost.okrs.actions.steps import check_steps, first_steps
from waypost.okrs.models import Alignment, KeyResult, Metric, Objective, Step
from waypost.people.models import Person

CHUNK = 900  # SQLite takes at most some thousand parameters in one statement


@dataclass(frozen=True, slots=True)
class Promised:
    """A key result that an objective is to have; its metric stands here already."""

    objective: Objective
    terms: KeyResultTerms


def bring_objectives(
    *, actor: Person, now: datetime, terms: Sequence[ObjectiveTerms]
) -> Sequence[Objective]:
    """Write many objectives down; three queries for all, and one for each right."""
    may = once_each(access.require_create_objective)
    for at, each in enumerate(terms):
        with row_at(at):
            may(
                actor,
                cycle=each.cycle,
                level=each.level,
                team=each.team,
                holder=each.person,
            )
            require_not_closed(each.cycle)
            require_writable(each.state)
            require_able_owner(each.owner)
    verb = "okrs.create_objective"
    with history.change(actor=actor, now=now, verb=verb) as change:
        first = numbers.take("O", len(terms)) if terms else 0
        rows = [
            Objective(number=number, **each.values())
            for number, each in enumerate(terms, first)
        ]
        create_checked(change, rows)
        for row in rows:
            change.emit(verb, objective=row.pk)
    return rows


def bring_metrics(
    *, actor: Person, now: datetime, terms: Sequence[MetricTerms]
) -> Sequence[Metric]:
    """Add many metrics that are read, not computed."""
    access.require_create_metric(actor)
    verb = "okrs.create_metric"
    with history.change(actor=actor, now=now, verb=verb) as change:
        first = numbers.take("M", len(terms)) if terms else 0
        rows = []
        for number, each in enumerate(terms, first):
            owned = replace(each, owner=each.owner or actor)
            rows.append(Metric(number=number, **owned.values()))
        create_checked(change, rows)
        for row in rows:
            change.emit(verb, metric=row.pk)
    return rows


def bring_key_results(
    *, actor: Person, now: datetime, promised: Sequence[Promised]
) -> Sequence[KeyResult]:
    """Promise many key results, those of one objective in their order."""
    may = once_each(access.require_add_key_result)
    seen = _visible_metrics(actor, promised)
    verb = "okrs.create_key_result"
    with history.change(actor=actor, now=now, verb=verb) as change:
        places = _next_places(promised)
        first = numbers.take("KR", len(promised)) if promised else 0
        rows, steps = [], []
        for at, each in enumerate(promised):
            with row_at(at):
                may(actor, each.objective)
                row = _promise(each, seen)
                row.number = first + at
                row.position = places[each.objective.pk]
                places[each.objective.pk] += 1
                steps += first_steps(row, check_steps(row, each.terms.steps))
            rows.append(row)
        create_checked(change, rows)
        _write_steps(change, steps, rows)
        for row in rows:
            change.emit(verb, key_result=row.pk)
    return rows


def _promise(each: Promised, seen: set[int]) -> KeyResult:
    """Return the row of a key result, checked as one by itself is."""
    terms = each.terms
    require_not_closed(each.objective.cycle)
    require_able_owner(terms.owner)
    if terms.delegate is not None:
        require_able_owner(terms.delegate, field="delegate")
    metric = terms.metric
    if isinstance(metric, MetricTerms):
        message = "make the metrics first: bring_metrics"
        raise TypeError(message)
    is_measured = terms.kind in {KeyResult.Kind.METRIC, KeyResult.Kind.RANGE}
    if is_measured and metric is None:
        raise Refused({"metric": _("Say which metric it moves.")})
    if is_measured and metric is not None and metric.pk not in seen:
        message = _("There is no %(code)s.")
        raise Refused({"metric": message % {"code": metric.code}})
    row = KeyResult(objective=each.objective)
    fill(row, terms, metric if is_measured else None)
    row.scale = scale_of(row)
    check_promise(row)
    return row


def _visible_metrics(actor: Person, promised: Sequence[Promised]) -> set[int]:
    ids = sorted(
        {p.terms.metric.pk for p in promised if isinstance(p.terms.metric, Metric)}
    )
    seen: set[int] = set()
    for some in _chunks(ids):
        rows = access.visible_metrics_among(actor, some)
        seen |= set(rows.values_list("pk", flat=True))
    return seen


def _next_places(promised: Sequence[Promised]) -> Counter[int]:
    """Return the place after the last key result of each objective."""
    places: Counter[int] = Counter()
    for some in _chunks(sorted({each.objective.pk for each in promised})):
        rows = KeyResult.objects.filter(objective__in=some).order_by()
        counted = rows.values_list("objective_id").annotate(n=Count("pk"))
        places.update(dict(counted))
    return places


def _write_steps(
    change: history.Recorder, steps: Sequence[Step], rows: Sequence[KeyResult]
) -> None:
    place = {id(row): at for at, row in enumerate(rows)}
    for step in steps:
        with row_at(place[id(step.key_result)]):
            step.clean_fields(exclude={"key_result"})
    change.create_many(steps)


def bring_alignments(
    *,
    actor: Person,
    now: datetime,
    pairs: Sequence[tuple[Objective, alignments.Parent]],
) -> None:
    """Say what many objectives support; the graph is read once."""
    may = once_each(access.require_edit_objective)
    seen = alignments.visible(
        actor, sorted({alignments.node_of(up) for _o, up in pairs})
    )
    verb = "okrs.align"
    with history.change(actor=actor, now=now, verb=verb) as change:
        graphs.lock(alignments.GUARD)
        edges = alignments.edges_up()
        rows: list[Alignment] = []
        for at, (objective, up) in enumerate(pairs):
            with row_at(at):
                may(actor, objective)
                require_not_closed(objective.cycle)
                _require_seen(up, seen)
                below, above = ("o", objective.pk), alignments.node_of(up)
                if path := graphs.path_between(edges, above, below):
                    said = alignments.say_circle(actor, objective, path)
                    raise WouldCircle({"serves": said})
            edges[below].append(above)
            rows.append(alignments.row_of(objective, up))
        create_checked(change, rows)
        for pk in {objective.pk for objective, _up in pairs}:
            change.emit(verb, objective=pk)


def _require_seen(up: alignments.Parent, seen: set[alignments.Node]) -> None:
    if alignments.node_of(up) not in seen:
        message = _("There is no %(code)s.")
        raise Refused({"serves": message % {"code": up.code}})


def _chunks(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
