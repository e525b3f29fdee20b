"""Progress, pace, health and coverage: every figure of every page comes from here.

The numbers are the same for everyone who may see the thing. They are computed by the
engine on one plan, loaded for what is asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isnan
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from waypost.bets.loading import LivePlan, Scope, load
from waypost.people.installation import organisation
from waypost.people.models import Person
from waypost_engine import (
    NO_DAY,
    Coverage,
    CoverageClass,
    Health,
    Progress,
    RollUpSource,
    Thresholds,
    coverage,
    coverage_class,
    progress,
    roll_up,
)

Row = TypeVar("Row")
COVERAGE_NAMES = {
    CoverageClass.COVERED: "covered",
    CoverageClass.THIN: "thin",
    CoverageClass.HOLE: "hole",
    CoverageClass.NO_WORK: "no_work",
}
_COVERAGE_BY_CODE = {int(code): name for code, name in COVERAGE_NAMES.items()}
_HEALTH_BY_CODE = {int(each): each.name.lower() for each in Health}
_SOURCE_BY_CODE = {int(each): each.name.lower() for each in RollUpSource}


@dataclass(frozen=True, slots=True)
class StakeFigures:
    """What one bet brings to one key result, in the key result's unit.

    `worth` is its bar in the waterfall: probability × mean effect × share still to
    land by the due date, after overlap. For steps it is a share of all weight.
    """

    bet: int
    effect: float
    worth: float
    worth_before_overlap: float
    share_at_due: float
    share_landed: float
    lands_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class KeyResultFigures:
    """How far a key result has come, and how far the work will carry it.

    `progress`, `expected` and `coverage` are shares of the promised distance, 1 at
    the target, unclipped; `progress` is None while nothing was measured. `now`, `gap`
    and the stakes are in the metric's unit (steps: shares of weight), and
    ``now + Σ worth + gap = target``.
    """

    pk: int
    value: float | None
    measured_on: date | None
    progress: float | None
    expected: float
    pace: float | None
    health: str
    baseline: float
    now: float
    target: float
    gap: float
    coverage: float
    coverage_class: str
    stakes: tuple[StakeFigures, ...]

    @property
    def is_measured(self) -> bool:
        """Whether there is a reading."""
        return self.progress is not None


@dataclass(frozen=True, slots=True)
class ObjectiveFigures:
    """How far an objective has come: the weighted mean of what it consists of."""

    pk: int
    progress: float | None
    expected: float | None
    health: str
    source: str
    parts: int
    not_measured: int
    coverage: float | None
    coverage_class: str
    score: float | None

    @property
    def pace(self) -> float | None:
        """Progress less what it should be by now."""
        if self.progress is None or self.expected is None:
            return None
        return self.progress - self.expected


class Made(Mapping[int, Row]):
    """Figures by id, each made when it is asked for: a page shows few of many."""

    __slots__ = ("_made", "_make", "_places")

    def __init__(self, places: Mapping[int, int], make: Callable[[int], Row]) -> None:
        self._places, self._make = places, make
        self._made: dict[int, Row] = {}

    def __getitem__(self, pk: int) -> Row:
        found = self._made.get(pk)
        if found is None:
            found = self._made[pk] = self._make(self._places[pk])
        return found

    def __contains__(self, pk: object) -> bool:
        return pk in self._places

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by id; what the viewer may not see is absent."""

    today: date
    key_results: Mapping[int, KeyResultFigures] = field(default_factory=dict)
    objectives: Mapping[int, ObjectiveFigures] = field(default_factory=dict)

    def worth(self, bet: int, key_result: int) -> float | None:
        """Return what a bet brings to a key result, if it counts for it."""
        found = self.key_results.get(key_result)
        stakes = found.stakes if found else ()
        return next((s.worth for s in stakes if s.bet == bet), None)


def figures(*, viewer: Person, scope: Scope, today: date) -> Figures:
    """Return the figures of what is in scope and visible to `viewer`."""
    return figures_of(load(scope, today=today), viewer=viewer)


def figures_of(live: LivePlan, *, viewer: Person) -> Figures:
    """Return the figures of a loaded plan, as far as `viewer` may see them."""
    limits = thresholds()
    done = progress(live.plan, thresholds=limits)
    cover = coverage(live.plan, thresholds=limits)
    seen = live.seen_by(viewer).objectives
    key_results = _visible_rows(live, seen)
    objectives = {pk: row for row, pk in enumerate(live.objectives) if pk in seen}
    return Figures(
        live.today,
        Made(key_results, _key_results(live, done, cover)),
        Made(objectives, _objectives(live, done, cover, limits)),
    )


def coverage_classes(live: LivePlan, *, viewer: Person) -> list[str]:
    """Return how well each key result is covered that `viewer` may see."""
    work = coverage(live.plan, thresholds=thresholds()).key_results
    named = _named(work.classes, _COVERAGE_BY_CODE)
    seen = _visible_rows(live, live.seen_by(viewer).objectives)
    return [named[row] for row in seen.values()]


def scores_of(live: LivePlan) -> dict[int, float]:
    """Return the score that each objective of a plan would get, by its key (pk)."""
    table = progress(live.plan, thresholds=thresholds()).objectives
    scores = zip(live.objectives, table.score, strict=True)
    return {pk: float(score) for pk, score in scores if not isnan(score)}


def thresholds() -> Thresholds:
    """Return the organisation's own limits of health and score."""
    found = organisation()
    if found is None:
        return Thresholds()
    return Thresholds(
        on_track=found.on_track_from,
        at_risk=found.at_risk_from,
        band_low=found.score_low,
        band_high=found.score_high,
    )


def _visible_rows(live: LivePlan, seen: Set[int]) -> dict[int, int]:
    """Return the rows of the key results of these objectives, by id."""
    above = live.plan.key_results.objective.tolist()
    return {
        pk: row
        for row, (pk, objective) in enumerate(zip(live.key_results, above, strict=True))
        if live.objectives[objective] in seen
    }


def _key_results(
    live: LivePlan, done: Progress, cover: Coverage
) -> Callable[[int], KeyResultFigures]:
    """Return what makes the figures of the key result in a row of the plan."""
    now, work = done.key_results, cover.key_results
    stakes = _stakes(live, cover)
    columns = _Columns(
        value=_known(now.value),
        measured_on=_days(live, now.measured_day),
        progress=_known(now.progress),
        expected=now.expected.tolist(),
        pace=_known(now.pace),
        health=_named(now.health, _HEALTH_BY_CODE),
        baseline=work.baseline.tolist(),
        now=work.now.tolist(),
        target=work.target.tolist(),
        gap=work.gap.tolist(),
        coverage=work.ratio.tolist(),
        coverage_class=_named(work.classes, _COVERAGE_BY_CODE),
    )
    return lambda row: KeyResultFigures(
        pk=live.key_results[row], stakes=stakes(row), **columns.of(row)
    )


def _stakes(
    live: LivePlan, cover: Coverage
) -> Callable[[int], tuple[StakeFigures, ...]]:
    """Return what makes the stakes of the key result in a row of the plan."""
    table, work = live.plan.stakes, cover.stakes
    places: dict[int, list[int]] = defaultdict(list)
    for place, key_result in enumerate(table.key_result.tolist()):
        places[key_result].append(place)
    landing = np.where(np.isfinite(work.landing), work.landing, NO_DAY)
    bets = table.bet.tolist()
    columns = _Columns(
        effect=work.effect.tolist(),
        worth=work.after_overlap.tolist(),
        worth_before_overlap=work.worth_to_come.tolist(),
        share_at_due=work.share_at_due.tolist(),
        share_landed=work.share_at_last.tolist(),
        lands_on=_days(live, landing.astype(np.int64)),
        is_overdue=work.overdue.tolist(),
    )
    return lambda row: tuple(
        StakeFigures(bet=live.bets[bets[place]], **columns.of(place))
        for place in places.get(row, ())
    )


def _objectives(
    live: LivePlan, done: Progress, cover: Coverage, limits: Thresholds
) -> Callable[[int], ObjectiveFigures]:
    """Return what makes the figures of the objective in a row of the plan."""
    table = done.objectives
    covered = _objective_coverage(live, cover)
    columns = _Columns(
        progress=_known(table.progress),
        expected=_known(table.expected),
        health=_named(table.health, _HEALTH_BY_CODE),
        source=_named(table.source, _SOURCE_BY_CODE),
        parts=table.parts.tolist(),
        not_measured=table.not_measured.tolist(),
        coverage=covered,
        coverage_class=_classes_of(covered, limits),
        score=_known(table.score),
    )
    return lambda row: ObjectiveFigures(pk=live.objectives[row], **columns.of(row))


class _Columns:
    """Columns of one length, by name; what is read of one row."""

    __slots__ = ("_columns",)

    def __init__(self, **columns: list[Any]) -> None:
        self._columns = columns

    def of(self, row: int) -> dict[str, Any]:
        return {name: column[row] for name, column in self._columns.items()}


def _objective_coverage(live: LivePlan, cover: Coverage) -> list[float | None]:
    """Return each objective's coverage: its key results', clipped, by weight.

    None where no bet stands behind any of them.
    """
    table, count = live.plan.key_results, len(live.objectives)
    mean = roll_up(
        table.objective,
        weight=table.weight,
        progress=cover.key_results.ratio,
        count=count,
    )
    bets = np.bincount(table.objective, weights=cover.key_results.bets, minlength=count)
    return [float(mean.progress[row]) if bets[row] else None for row in range(count)]


def _classes_of(ratios: list[float | None], limits: Thresholds) -> list[str]:
    """Return how well each is covered, in words; all at once, for there are many."""
    bets = [0 if ratio is None else 1 for ratio in ratios]
    shares = [ratio or 0.0 for ratio in ratios]
    codes = coverage_class(shares, bets=bets, thresholds=limits)
    return _named(codes, _COVERAGE_BY_CODE)


def _known(values: NDArray[np.float64]) -> list[float | None]:
    return [None if isnan(value) else value for value in values.tolist()]


def _named(codes: NDArray[np.int8], names: Mapping[int, str]) -> list[str]:
    return [names[code] for code in codes.tolist()]


def _days(live: LivePlan, days: NDArray[Any]) -> list[date | None]:
    """Return dates of days, each made once."""
    known = {
        day: live.today + timedelta(days=day)
        for day in np.unique(days).tolist()
        if day != NO_DAY
    }
    return [known.get(day) for day in days.tolist()]
