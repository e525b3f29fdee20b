"""The tables of objectives and of key results with their figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from waypost.bets.loading import Scope
from waypost.bets.queries.figures import (
    Figures,
    KeyResultFigures,
    ObjectiveFigures,
    figures,
)
from waypost.core import memo
from waypost.core.db import shown as shown_moment
from waypost.core.listing import Found, Wanted, fits, in_order
from waypost.okrs import queries as okrs
from waypost.okrs.queries import KeyResultLine, ObjectiveLine
from waypost.people.models import Person

FIGURES = frozenset({"progress", "pace", "health", "coverage"})
_WORST = ("off_track", "at_risk", "on_track", "no_data")
Some = KeyResultFigures | ObjectiveFigures


@dataclass(frozen=True, slots=True)
class ObjectiveWithFigures:
    """A line of the table of objectives; None: it counts no more, or never did."""

    row: ObjectiveLine
    figures: ObjectiveFigures | None


@dataclass(frozen=True, slots=True)
class KeyResultWithFigures:
    """A line of the table of key results; None: it counts no more, or never did."""

    row: KeyResultLine
    figures: KeyResultFigures | None


def objective_table_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which objectives are wanted, also by their figures."""
    if not wanted.names(FIGURES):
        return okrs.objective_ids(viewer=viewer, today=today, wanted=wanted)
    found = okrs.objective_ids(viewer=viewer, today=today, wanted=_all(wanted))
    known = _of_objectives(viewer, today, found.ids)
    _keep(viewer, "objectives", found.ids, known)
    return _by_figures(found.ids, wanted, known.objectives)


def objective_table(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[ObjectiveWithFigures]:
    """Return objectives with their figures, in the order of `ids`."""
    rows = okrs.objective_lines(viewer=viewer, today=today, ids=ids)
    shown = [row.pk for row in rows]
    known = _kept(viewer, "objectives", shown, today)
    known = known or _of_objectives(viewer, today, shown)
    return [ObjectiveWithFigures(row, known.objectives.get(row.pk)) for row in rows]


def key_result_table_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which key results are wanted, also by their figures."""
    if not wanted.names(FIGURES):
        return okrs.key_result_ids(viewer=viewer, today=today, wanted=wanted)
    found = okrs.key_result_ids(viewer=viewer, today=today, wanted=_all(wanted))
    known = _of_key_results(viewer, today, found.ids)
    _keep(viewer, "key results", found.ids, known)
    return _by_figures(found.ids, wanted, known.key_results)


def key_result_table(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[KeyResultWithFigures]:
    """Return key results with their figures, in the order of `ids`."""
    rows = okrs.key_result_lines(viewer=viewer, today=today, ids=ids)
    shown = [row.pk for row in rows]
    known = _kept(viewer, "key results", shown, today)
    known = known or _of_key_results(viewer, today, shown)
    return [KeyResultWithFigures(row, known.key_results.get(row.pk)) for row in rows]


def _all(wanted: Wanted) -> Wanted:
    return replace(wanted, first=0, count=None)


def _of_objectives(viewer: Person, today: date, ids: Iterable[int]) -> Figures:
    listed = tuple(ids)
    if not listed:
        return Figures(today)
    scope = Scope(objectives=listed, bare=True)
    return figures(viewer=viewer, scope=scope, today=today)


def _of_key_results(viewer: Person, today: date, ids: Sequence[int]) -> Figures:
    aims = tuple(sorted(okrs.objectives_of(viewer=viewer, key_results=ids)))
    if not aims:
        return Figures(today)
    scope = Scope(objectives=aims, alone=True)
    return figures(viewer=viewer, scope=scope, today=today)


def _keep(viewer: Person, of: str, ids: Iterable[int], known: Figures) -> None:
    """Keep the figures of all that were sorted for the lines of a few of them."""
    memo.keep((__name__, of, viewer.pk, shown_moment()), (frozenset(ids), known))


def _kept(viewer: Person, of: str, ids: Iterable[int], today: date) -> Figures | None:
    """Return the figures that this request has sorted by, if they tell of all these."""
    found = memo.kept((__name__, of, viewer.pk, shown_moment()))
    if found is None:
        return None
    sorted_ids, known = found
    is_whole = known.today == today and sorted_ids.issuperset(ids)
    return known if is_whole else None


def _by_figures(ids: Iterable[int], wanted: Wanted, known: Mapping[int, Some]) -> Found:
    """Narrow and sort by figures; the order that the ids have breaks ties."""
    asked = [(_VALUES[n], each) for n, each in wanted.only.items() if n in FIGURES]
    kept = [
        pk
        for pk in ids
        if all(fits(value(known.get(pk)), each) for value, each in asked)
    ]
    keys: dict[str, Callable[[int], Any]] = {
        name: _key(value, known) for name, value in _VALUES.items()
    }
    keys["health"] = _key(_badness, known)
    ordered = in_order(kept, wanted.order, keys)
    return Found(tuple(wanted.cut(ordered)), len(ordered))


def _key(
    value: Callable[[Some | None], Any], known: Mapping[int, Some]
) -> Callable[[int], Any]:
    return lambda pk: value(known.get(pk))


def _badness(found: Some | None) -> int | None:
    return None if found is None else _WORST.index(found.health)


_VALUES: dict[str, Callable[[Some | None], Any]] = {
    "progress": lambda found: found and found.progress,
    "pace": lambda found: found and found.pace,
    "health": lambda found: found and found.health,
    "coverage": lambda found: found and found.coverage,
}
