"""Writes objectives and key results of a table; actions ask for every right again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.exchange.errors import CannotGoOn
from waypost.exchange.reading.sheets import Entry
from waypost.exchange.sheets.memory import Memory, Told, said_of
from waypost.exchange.sheets.okr_places import terms_of
from waypost.exchange.sheets.okr_plan import (
    NewMetric,
    PlannedKeyResult,
    PlannedObjective,
    Up,
)
from waypost.exchange.sheets.refusals import telling, words_of
from waypost.okrs import actions
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.people.models import Person

Tell = Callable[[int, int], None]
SOURCE = "file"
PROMISED = {"baseline", "target", "low", "high", "starts_on", "due_on"}


@dataclass(frozen=True, slots=True)
class Work:
    """All that is written: what is planned, cycles to make, and what is remembered."""

    planned: Sequence[PlannedObjective]
    made: Sequence[Cycle]
    memories: tuple[Memory, Memory]


def write_okrs(
    change: history.Recorder,
    actor: Person,
    now: datetime,
    *,
    work: Work,
    tell: Tell | None,
) -> None:
    """Write everything within the change set that is open, parents last.

    What is new goes in by thousands; what changes, one by one.

    Raises
    ------
    CannotGoOn
        With the row, if an action refuses what the preview took: nothing is written.
    """
    writing = _Writing(change, actor, now, work)
    steps = (
        writing.make_cycles,
        writing.write_objectives,
        writing.make_metrics,
        writing.write_key_results,
        writing.record,
        writing.align,
        writing.remember,
    )
    for done, step in enumerate(steps, 1):
        step()
        if tell is not None:
            tell(done, len(steps))
    change.emit("exchange.imported", projects=[])


class _Writing:
    def __init__(
        self, change: history.Recorder, actor: Person, now: datetime, work: Work
    ) -> None:
        self.change, self.actor, self.now = change, actor, now
        self.planned, self.made = work.planned, work.made
        self.objectives, self.key_results = work.memories
        self.below = [
            (above, each) for above in self.planned for each in above.key_results
        ]
        self.by_key: dict[str, Objective] = {}
        self.kr_by_key: dict[str, KeyResult] = {}
        self.cycles: dict[int, Cycle] = {}

    def make_cycles(self) -> None:
        """Make the cycles that something of the file goes into."""
        self.objectives.forget_stale(self.change)
        self.key_results.forget_stale(self.change)
        used = {id(each.cycle) for each in self.planned}
        for cycle in self.made:
            if id(cycle) in used:
                self.cycles[id(cycle)] = actions.create_cycle(
                    actor=self.actor, now=self.now, terms=terms_of(cycle)
                )

    def _cycle(self, cycle: Cycle) -> Cycle:
        return self.cycles.get(id(cycle), cycle)

    def write_objectives(self) -> None:
        """Write the new objectives, and what changes of those that stand here."""
        fresh = [each for each in self.planned if each.known is None]
        with telling([each.draft.entry for each in fresh]):
            made = actions.bring_objectives(
                actor=self.actor,
                now=self.now,
                terms=[self._objective_terms(each) for each in fresh],
            )
        for each, objective in zip(fresh, made, strict=True):
            each.written = self.by_key[each.draft.key] = objective
        known = [each for each in self.planned if each.known is not None]
        changed = [each for each in known if each.changes.values]
        with telling([each.draft.entry for each in changed]):
            actions.amend_objectives(
                actor=self.actor, now=self.now, edits=list(map(self._edit, changed))
            )
        for each in known:
            assert each.known is not None
            each.written = self.by_key[each.draft.key] = each.known

    def _objective_terms(self, planned: PlannedObjective) -> actions.ObjectiveTerms:
        given = {k: v for k, v in planned.values.items() if v is not None}
        given.setdefault("owner", self.actor)
        holder = planned.holder
        return actions.ObjectiveTerms(
            cycle=self._cycle(planned.cycle),
            level=holder.level,
            team=holder.team,
            person=holder.person,
            **given,
        )

    def _edit(
        self, planned: PlannedObjective
    ) -> tuple[Objective, actions.ObjectiveTerms]:
        assert planned.known is not None
        values = dict(planned.changes.values)
        if "cycle" in values:
            values["cycle"] = self._cycle(planned.cycle)
        if "team" in values:
            values |= {"level": Objective.Level.TEAM, "person": None}
        terms = replace(actions.ObjectiveTerms.of(planned.known), **values)
        return planned.known, terms

    def make_metrics(self) -> None:
        """Make the metrics that come with new key results."""
        wanted: dict[int, tuple[NewMetric, Entry]] = {}
        for _above, each in self.below:
            if isinstance(each.metric, NewMetric) and each.metric.made is None:
                wanted.setdefault(id(each.metric), (each.metric, each.draft.entry))
        with telling([entry for _metric, entry in wanted.values()]):
            made = actions.bring_metrics(
                actor=self.actor,
                now=self.now,
                terms=[_metric_terms(metric) for metric, _entry in wanted.values()],
            )
        for (metric, _entry), row in zip(wanted.values(), made, strict=True):
            metric.made = row

    def write_key_results(self) -> None:
        """Write the new key results, and what changes of those that stand here."""
        fresh = [(above, each) for above, each in self.below if each.known is None]
        with telling([each.draft.entry for _above, each in fresh]):
            made = actions.bring_key_results(
                actor=self.actor,
                now=self.now,
                promised=[self._promised(above, each) for above, each in fresh],
            )
        for (_above, each), key_result in zip(fresh, made, strict=True):
            self.kr_by_key[each.draft.key] = key_result
        self._edit_key_results()
        self._move_targets()

    def _promised(
        self, above: PlannedObjective, planned: PlannedKeyResult
    ) -> actions.Promised:
        objective = above.written
        assert objective is not None, "objectives are written before"
        given = {k: v for k, v in planned.values.items() if v is not None}
        given.setdefault("owner", objective.owner)
        metric = planned.metric
        if isinstance(metric, NewMetric):
            metric = metric.made
        return actions.Promised(
            objective, actions.KeyResultTerms(metric=metric, **given)
        )

    def _edit_key_results(self) -> None:
        """Change what is said of those that stand here, save what they promise."""
        edits, entries = [], []
        for _above, each in self.below:
            if each.known is None:
                continue
            self.kr_by_key[each.draft.key] = each.known
            values = each.changes.values
            plain = {k: v for k, v in values.items() if k not in PROMISED}
            if plain:
                terms = replace(actions.KeyResultTerms.of(each.known), **plain)
                edits.append((each.known, terms))
                entries.append(each.draft.entry)
        with telling(entries):
            actions.amend_key_results(actor=self.actor, now=self.now, edits=edits)

    def _move_targets(self) -> None:
        """Move what they promise, with the file as the reason."""
        moves, entries = [], []
        for _above, each in self.below:
            values = each.changes.values
            moved = {k: v for k, v in values.items() if k in PROMISED}
            if each.known is not None and moved:
                moves.append((each.known, actions.Move(**moved)))
                entries.append(each.draft.entry)
        reason = _("Imported from %(name)s") % {"name": self.change.change_set.summary}
        with telling(entries):
            actions.move_targets(
                actor=self.actor, now=self.now, moves=moves, reason=reason
            )

    def record(self) -> None:
        """Take current values as readings; two key results of a metric say it once."""
        entries: dict[int, tuple[actions.ReadingEntry, Entry]] = {}
        for _above, each in self.below:
            metric = self.kr_by_key[each.draft.key].metric
            if each.reading is None or metric is None:
                continue
            reading = actions.ReadingEntry(
                metric=metric, value=each.reading, observed_at=self.now, source=SOURCE
            )
            entries.setdefault(metric.pk, (reading, each.draft.entry))
        if not entries:
            return
        try:
            actions.bring_readings(
                actor=self.actor,
                now=self.now,
                entries=[reading for reading, _entry in entries.values()],
                corrected={},
            )
        except IntegrityError as error:  # a second file of the same instant
            message = _("A file was imported at this very moment. Try again.")
            raise CannotGoOn(message) from error
        except (ValidationError, PermissionDenied) as error:
            message = _("%(why)s Nothing was written.")
            raise CannotGoOn(message % {"why": words_of(error)}) from error

    def align(self) -> None:
        """Say what objectives serve, once all of the file is here."""
        pairs = [(each, up) for each in self.planned for up in each.up]
        with telling([each.draft.entry for each, _up in pairs]):
            actions.bring_alignments(
                actor=self.actor,
                now=self.now,
                pairs=[
                    (self.by_key[each.draft.key], self._parent(up))
                    for each, up in pairs
                ],
            )

    def _parent(self, up: Up) -> Objective | KeyResult:
        if up.objective:
            return self.by_key[up.objective]
        if up.key_result:
            return self.kr_by_key[up.key_result]
        assert up.here is not None
        return up.here

    def remember(self) -> None:
        """Note what the file said of each thing, for the next time."""
        objectives, key_results = [], []
        for each in self.planned:
            draft = each.draft
            said = {**each.values, "cycle": self._cycle(each.cycle)}
            said |= {"team": each.holder.team, "parent": draft.parent or None}
            if not draft.is_implied or each.known is None:
                row: Objective | KeyResult = self.by_key[draft.key]
                objectives.append(_told(self.objectives, row, each, said))
            for below in each.key_results:
                said = {**below.values, "current": below.reading}
                row = self.kr_by_key[below.draft.key]
                key_results.append(_told(self.key_results, row, below, said))
        self.objectives.keep(self.change, objectives)
        self.key_results.keep(self.change, key_results)


def _metric_terms(metric: NewMetric) -> actions.MetricTerms:
    return actions.MetricTerms(
        name=metric.name, unit=metric.unit, better=metric.better, owner=metric.owner
    )


def _told(
    memory: Memory,
    row: Objective | KeyResult,
    planned: PlannedObjective | PlannedKeyResult,
    values: dict[str, Any],
) -> Told:
    key = planned.draft.key
    known = memory.known.get(key)
    said = said_of(values, known.said if known else {})
    return Told(key, row.pk, said, planned.kept)
