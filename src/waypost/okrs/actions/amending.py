"""Many objectives and key results changed at once, as a file says them anew.

The rights, checks and words are those of `edit_objective`, `edit_key_result` and
`move_target`; a `core.checking.RowRefused` says which it was.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.core.checking import once_each, row_at, update_checked
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.actions.key_result_terms import (
    KeyResultTerms,
    promise_now,
    require_able,
    require_same_kind,
    require_still,
)
from waypost.okrs.actions.key_results import rename_only_step
from waypost.okrs.actions.moving import Move
from waypost.okrs.actions.objectives import (
    ObjectiveTerms,
    require_key_results_inside,
    require_writable,
)
from waypost.okrs.actions.owners import require_able_owner
from waypost.okrs.actions.promises import check_promise, scale_of
from waypost.okrs.models import KeyResult, Metric, Objective
from waypost.people.models import Person

CHUNK = 900  # SQLite takes at most some thousand parameters in one statement


def amend_objectives(
    *,
    actor: Person,
    now: datetime,
    edits: Sequence[tuple[Objective, ObjectiveTerms]],
) -> None:
    """Change many objectives."""
    may_write = once_each(access.require_create_objective)
    verb = "okrs.edit_objective"
    with history.change(actor=actor, now=now, verb=verb) as change:
        for at, (objective, terms) in enumerate(edits):
            with row_at(at):
                access.require_edit_objective(actor, objective)
                if terms.level != objective.level or terms.level != "project":
                    may_write(
                        actor,
                        cycle=terms.cycle,
                        level=terms.level,
                        team=terms.team,
                        holder=terms.person,
                    )
                _require_fits(objective, terms)
        update_checked(change, [(row, terms.values()) for row, terms in edits])
        for objective, _terms in edits:
            change.emit(verb, objective=objective.pk)


def _require_fits(objective: Objective, terms: ObjectiveTerms) -> None:
    require_not_closed(objective.cycle)
    require_not_closed(terms.cycle)
    if terms.state != objective.state:
        require_writable(terms.state)
    if terms.owner != objective.owner:
        require_able_owner(terms.owner)
    if terms.cycle != objective.cycle:
        require_key_results_inside(objective, terms.cycle)


def amend_key_results(
    *,
    actor: Person,
    now: datetime,
    edits: Sequence[tuple[KeyResult, KeyResultTerms]],
) -> None:
    """Change many key results; what they promise moves only while nothing runs."""
    verb = "okrs.edit_key_result"
    with history.change(actor=actor, now=now, verb=verb) as change:
        stored = _locked([row for row, _terms in edits])
        seen = _seen_metrics(actor, [terms for _row, terms in edits])
        wanted = []
        for at, (row, terms) in enumerate(edits):
            with row_at(at):
                access.require_edit_key_result(actor, row)
                wanted.append((row, _values(stored[row.pk], row, terms, seen)))
        changed = update_checked(change, wanted)
        for row, names in changed:
            if "title" in names:
                rename_only_step(change, row)
            change.emit(verb, key_result=row.pk)


def _values(
    edited: KeyResult, row: KeyResult, terms: KeyResultTerms, seen: set[int]
) -> dict[str, object]:
    """Return the columns of one, checked as `edit_key_result` checks them."""
    require_not_closed(row.objective.cycle)
    require_same_kind(row, terms)
    require_able(row, terms)
    values = terms.values()
    metric = values["metric"]
    if isinstance(metric, Metric) and metric.pk not in seen:
        message = _("There is no %(code)s.")
        raise Refused({"metric": message % {"code": metric.code}})
    before = promise_now(edited)
    for name, value in values.items():
        setattr(edited, name, value)
    require_still(edited, before)
    running = access.is_running(edited)
    values["scale"] = edited.scale if running else scale_of(edited)
    check_promise(edited)
    return values


def move_targets(
    *,
    actor: Person,
    now: datetime,
    moves: Sequence[tuple[KeyResult, Move]],
    reason: str,
) -> None:
    """Move targets, ranges, baselines and dates of what runs, for one reason."""
    if moves and not reason.strip():
        raise Refused({"reason": _("Say why it moves; the reviewer will read it.")})
    verb = "okrs.move_target"
    with history.change(actor=actor, now=now, verb=verb, reason=reason) as change:
        for at, (row, move) in enumerate(moves):
            with row_at(at):
                access.require_move_target(actor, row)
                require_not_closed(row.objective.cycle)
                _check_moved(row, move)
        update_checked(change, [(row, move.values()) for row, move in moves])
        for row, _move in moves:
            reviewer = row.objective.reviewer_id
            change.emit(verb, key_result=row.pk, reviewer=reviewer)


def _check_moved(row: KeyResult, move: Move) -> None:
    """Look whether it would fit, and leave the row as it is."""
    before = {name: getattr(row, name) for name in move.values()}
    try:
        for name, value in move.values().items():
            setattr(row, name, value)
        check_promise(row)
    finally:
        for name, value in before.items():
            setattr(row, name, value)


def _locked(rows: Sequence[KeyResult]) -> dict[int, KeyResult]:
    found: dict[int, KeyResult] = {}
    draft = KeyResult.objects.select_related("objective__cycle", "metric")
    for some in _chunks([row.pk for row in rows]):
        locked = draft.select_for_update(of=("self",)).filter(pk__in=some)
        found |= {row.pk: row for row in locked}
    return found


def _seen_metrics(actor: Person, terms: Sequence[KeyResultTerms]) -> set[int]:
    ids = sorted({t.metric.pk for t in terms if isinstance(t.metric, Metric)})
    seen: set[int] = set()
    for some in _chunks(ids):
        rows = access.visible_metrics_among(actor, some)
        seen |= set(rows.values_list("pk", flat=True))
    return seen


def _chunks(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
