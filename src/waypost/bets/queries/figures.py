"""Progress, pace, health and coverage: every figure of every page comes from here.

The numbers are the same for everyone who may see the thing. They are computed by the
engine on one plan, loaded for what is asked.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isfinite, isnan

import numpy as np

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

COVERAGE_NAMES = {
    CoverageClass.COVERED: "covered",
    CoverageClass.THIN: "thin",
    CoverageClass.HOLE: "hole",
    CoverageClass.NO_WORK: "no_work",
}


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


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by id; what the viewer may not see is absent."""

    today: date
    key_results: dict[int, KeyResultFigures] = field(default_factory=dict)
    objectives: dict[int, ObjectiveFigures] = field(default_factory=dict)

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
    stakes = _stakes(live, cover)
    key_results = {
        pk: _key_result(live, done, cover, row, tuple(stakes.get(row, ())))
        for row, pk in enumerate(live.key_results)
        if live.objectives[live.plan.key_results.objective[row]] in seen
    }
    covered = _objective_coverage(live, cover)
    classes = _classes_of(covered, limits)
    objectives = {
        pk: _objective(pk, done, row, covered[row], classes[row])
        for row, pk in enumerate(live.objectives)
        if pk in seen
    }
    return Figures(live.today, key_results, objectives)


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


def _key_result(
    live: LivePlan,
    done: Progress,
    cover: Coverage,
    row: int,
    stakes: tuple[StakeFigures, ...],
) -> KeyResultFigures:
    now, work = done.key_results, cover.key_results
    return KeyResultFigures(
        pk=live.key_results[row],
        value=_known(now.value[row]),
        measured_on=_day(live, int(now.measured_day[row])),
        progress=_known(now.progress[row]),
        expected=float(now.expected[row]),
        pace=_known(now.pace[row]),
        health=Health(now.health[row]).name.lower(),
        baseline=float(work.baseline[row]),
        now=float(work.now[row]),
        target=float(work.target[row]),
        gap=float(work.gap[row]),
        coverage=float(work.ratio[row]),
        coverage_class=COVERAGE_NAMES[CoverageClass(work.classes[row])],
        stakes=stakes,
    )


def _stakes(live: LivePlan, cover: Coverage) -> dict[int, list[StakeFigures]]:
    table, work = live.plan.stakes, cover.stakes
    found: dict[int, list[StakeFigures]] = {}
    for place in range(len(table)):
        landing = float(work.landing[place])
        found.setdefault(int(table.key_result[place]), []).append(
            StakeFigures(
                bet=live.bets[table.bet[place]],
                effect=float(work.effect[place]),
                worth=float(work.after_overlap[place]),
                worth_before_overlap=float(work.worth_to_come[place]),
                share_at_due=float(work.share_at_due[place]),
                share_landed=float(work.share_at_last[place]),
                lands_on=_day(live, int(landing)) if isfinite(landing) else None,
                is_overdue=bool(work.overdue[place]),
            )
        )
    return found


def _objective(
    pk: int,
    done: Progress,
    row: int,
    ratio: float | None,
    coverage_class: str,
) -> ObjectiveFigures:
    table = done.objectives
    return ObjectiveFigures(
        pk=pk,
        progress=_known(table.progress[row]),
        expected=_known(table.expected[row]),
        health=Health(table.health[row]).name.lower(),
        source=RollUpSource(table.source[row]).name.lower(),
        parts=int(table.parts[row]),
        not_measured=int(table.not_measured[row]),
        coverage=ratio,
        coverage_class=coverage_class,
        score=_known(table.score[row]),
    )


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
    return [COVERAGE_NAMES[CoverageClass(code)] for code in codes]


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _day(live: LivePlan, day: int) -> date | None:
    return None if day == NO_DAY else live.today + timedelta(days=day)
