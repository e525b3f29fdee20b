"""The tables of a plan: positions for ids, columns for the engine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

import waypost_engine as engine
from waypost.bets.loading.days import Days
from waypost.bets.loading.raw import Raw
from waypost.bets.loading.rows import BetRow
from waypost_engine import NONE, Plan


def _codes(names: type[IntEnum]) -> dict[str, int]:
    """Return the numbers behind names as the database spells them."""
    return {each.name.lower(): int(each) for each in names}


_BETTER = {
    "higher": int(engine.Better.HIGHER),
    "lower": int(engine.Better.LOWER),
    "range": int(engine.Better.WITHIN),
}
_OBJECTIVE_KINDS = _codes(engine.ObjectiveKind)
_KINDS = _codes(engine.KeyResultKind)
_PATHS = _codes(engine.PathKind)
_PHASES = _codes(engine.Phase)
Places = dict[int, int]


@dataclass(frozen=True, slots=True)
class Hung:
    """What bets hang on, each once, by id: rows of milestones and overlap groups."""

    milestones: list[tuple[Any, ...]]
    overlaps: list[tuple[Any, ...]]

    @classmethod
    def of(cls, bets: list[BetRow]) -> "Hung":
        """Return the milestones and overlap groups that bets name."""
        milestones = {
            bet.milestone: (
                bet.milestone,
                bet.milestone_key,
                bet.milestone_project,
                bet.milestone_due,
                bet.milestone_achieved,
            )
            for bet in bets
            if bet.milestone is not None
        }
        overlaps = {
            bet.overlap: (bet.overlap, bet.overlap_key, bet.overlap_share)
            for bet in bets
            if bet.overlap is not None
        }
        return cls(_by_id(milestones), _by_id(overlaps))


def _by_id(rows: dict[int, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [rows[pk] for pk in sorted(rows)]


class Tables:
    """Builds a plan of raw rows."""

    def __init__(self, raw: Raw, hung: Hung, days: Days) -> None:
        self.raw, self.hung, self.days = raw, hung, days
        self.objective = _places(raw.objectives)
        self.key_result = _places(raw.key_results)
        self.metric = _places(raw.metrics)
        self.step = _places(raw.steps)
        self.project = _places(raw.projects)
        self.milestone = _places(hung.milestones)
        self.overlap = _places(hung.overlaps)

    def plan(self) -> Plan:
        """Return the plan."""
        return Plan(
            objectives=self._objectives(),
            alignments=self._alignments(),
            key_results=self._key_results(),
            path_points=self._path_points(),
            steps=self._steps(),
            guardrails=self._guardrails(),
            metrics=self._metrics(),
            readings=self._readings(),
            projects=self._projects(),
            milestones=self._milestones(),
            overlaps=self._overlaps(),
            bets=self._bets(),
            stakes=self._stakes(),
        )

    def _objectives(self) -> engine.Objectives:
        return engine.Objectives.from_rows(
            (key, _OBJECTIVE_KINDS[kind], weight, self.days.of(due))
            for _, key, kind, weight, due, *_shown in self.raw.objectives
        )

    def _alignments(self) -> engine.Alignments:
        may = self.raw.may.objectives
        return engine.Alignments.from_rows(
            (
                self.objective[child],
                NONE if key_result else self.objective[parent],
                self.key_result[key_result] if key_result else NONE,
                may[child].covers(may[parent]),
            )
            for child, parent, key_result in self.raw.alignments
        )

    def _key_results(self) -> engine.KeyResults:
        rows = self.raw.key_results
        if not rows:
            return engine.KeyResults.empty()
        day = self.days.of
        _pk, key, kind, objective, metric, *shape = zip(*rows, strict=True)
        base, target, low, high, scale, start, due, weight, every, path, said = shape
        return engine.KeyResults(
            key=_column(key),
            kind=_column(_KINDS[each] for each in kind),
            objective=_column(self.objective[each] for each in objective),
            metric=_column(_place(self.metric, each) for each in metric),
            baseline=_numbers(base),
            target=_numbers(target),
            low=_numbers(low),
            high=_numbers(high),
            scale=_numbers(scale),
            start=_column(map(day, start)),
            due=_column(map(day, due)),
            weight=_numbers(weight),
            cadence_days=_column(every),
            checked_day=self.days.of_instants(said),
            path=_column(_PATHS[each] for each in path),
        )

    def _path_points(self) -> engine.PathPoints:
        return engine.PathPoints.from_rows(
            (self.key_result[k], self.days.of(day), float(value))
            for k, day, value in self.raw.points
        )

    def _steps(self) -> engine.Steps:
        return engine.Steps.from_rows(
            (key, self.key_result[k], weight, self.days.of(done))
            for _, key, k, weight, done in self.raw.steps
        )

    def _guardrails(self) -> engine.Guardrails:
        return engine.Guardrails.from_rows(
            (self.objective[o], self.metric[m], _number(low), _number(high))
            for o, m, low, high in self.raw.guardrails
        )

    def _metrics(self) -> engine.Metrics:
        return engine.Metrics.from_rows(
            (metric.key, _BETTER[metric.better]) for metric in self.raw.metrics
        )

    def _readings(self) -> engine.Readings:
        series = self.raw.readings
        found = [reading for known in series.values() for reading in known]
        if not found:
            return engine.Readings.empty()
        instants, values = zip(*found, strict=True)
        metrics = [self.metric[pk] for pk in series]
        return engine.tidy_readings(
            np.repeat(metrics, [len(known) for known in series.values()]),
            self.days.of_instants(instants),
            _numbers(values),
        )

    def _projects(self) -> engine.Projects:
        return engine.Projects.from_rows(
            (
                row.key,
                _phase(row.phase, row.standing),
                self.days.of(row.finish),
                bool(row.is_waived or row.serves),
            )
            for row in self.raw.projects
        )

    def _milestones(self) -> engine.Milestones:
        return engine.Milestones.from_rows(
            (key, self.project[p], self.days.of(due), self.days.of(achieved))
            for _, key, p, due, achieved in self.hung.milestones
        )

    def _overlaps(self) -> engine.Overlaps:
        return engine.Overlaps.from_rows(
            (key, share) for _, key, share in self.hung.overlaps
        )

    def _bets(self) -> engine.Bets:
        return engine.Bets.from_rows(
            (
                bet.key,
                self.project[bet.project],
                _place(self.milestone, bet.milestone),
                _place(self.metric, bet.metric),
                _place(self.step, bet.step),
                _number(bet.low),
                _number(bet.likely),
                _number(bet.high),
                bet.probability,
                bet.lag,
                bet.ramp,
                _place(self.overlap, bet.overlap),
                bool(bet.counts),
            )
            for bet in self.raw.bets
        )

    def _stakes(self) -> engine.Stakes:
        """Pair each bet that counts with every key result that it counts for.

        On its metric, on a metric computed from it, or the key result of its step; and
        only where whoever sees the key result may see the bet, so that no number tells
        of what is hidden. What is proposed or not funded is a ghost, and no more.
        """
        return engine.Stakes.from_rows(self._pairs())

    def _pairs(self) -> Iterator[tuple[int, int, float]]:
        raw = self.raw
        on_metric = self._moved_by()
        of_step = {step[0]: [(self.key_result[step[2]], 1.0)] for step in raw.steps}
        sees = [raw.may.objectives[k[3]] for k in raw.key_results]
        for place, bet in enumerate(raw.bets):
            if not bet.counts:
                continue
            may = raw.may.of_bet(bet)
            if bet.step is not None:
                targets = of_step[bet.step]
            else:
                targets = on_metric.get(bet.metric or 0, [])
            for key_result, slope in targets:
                if may.covers(sees[key_result]):
                    yield place, key_result, slope

    def _moved_by(self) -> dict[int, list[tuple[int, float]]]:
        """Return which key results move with a metric, and by how much."""
        found: dict[int, list[tuple[int, float]]] = {}
        for place, k in enumerate(self.raw.key_results):
            for metric, slope in self.raw.slopes.get(k[4], {k[4]: 1.0}).items():
                found.setdefault(metric, []).append((place, slope))
        return found


def _places(rows: list[Any]) -> Places:
    return {row[0]: place for place, row in enumerate(rows)}


def _place(places: Places, pk: int | None) -> int:
    return NONE if pk is None else places.get(pk, NONE)


def _phase(phase: str, standing: str) -> int:
    return _PHASES[phase if standing == "running" else standing]


def _number(value: Any) -> float:
    return nan if value is None else float(value)


def _column(values: Iterable[int]) -> NDArray[Any]:
    """Return a column of whole numbers; the table gives it its width."""
    return np.fromiter(values, dtype=np.int64)


def _numbers(values: Sequence[Any]) -> NDArray[np.float64]:
    """Return a column of numbers; what is not set is nan."""
    return np.array(values, dtype=np.float64)
