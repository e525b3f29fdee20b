"""Writes objectives and key results of a table; actions ask for every right again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.exchange.errors import CannotGoOn
from waypost.exchange.reading.sheets import Entry
from waypost.exchange.sheets.memory import Memory, said_of
from waypost.exchange.sheets.okr_places import terms_of
from waypost.exchange.sheets.okr_plan import (
    NewMetric,
    PlannedKeyResult,
    PlannedObjective,
    Up,
)
from waypost.okrs import actions
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
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

    Raises
    ------
    CannotGoOn
        With the row, if an action refuses what the preview took: nothing is written.
    """
    planned = work.planned
    writing = _Writing(change, actor, now, work.memories)
    writing.make_cycles(planned, work.made)
    for done, each in enumerate(planned, 1):
        writing.write(each)
        if tell is not None:
            tell(done, len(planned))
    for each in planned:
        writing.align(each)
    writing.remember(planned)
    change.emit("exchange.imported", projects=[])


class _Writing:
    def __init__(
        self,
        change: history.Recorder,
        actor: Person,
        now: datetime,
        memories: tuple[Memory, Memory],
    ) -> None:
        self.change, self.actor, self.now = change, actor, now
        self.objectives, self.key_results = memories
        self.by_key: dict[str, Objective] = {}
        self.kr_by_key: dict[str, KeyResult] = {}
        self.cycles: dict[int, Cycle] = {}

    def make_cycles(
        self, planned: Sequence[PlannedObjective], made: Sequence[Cycle]
    ) -> None:
        """Make the cycles that something of the file goes into."""
        self.objectives.forget_stale(self.change)
        self.key_results.forget_stale(self.change)
        used = {id(each.cycle) for each in planned}
        for cycle in made:
            if id(cycle) in used:
                self.cycles[id(cycle)] = actions.create_cycle(
                    actor=self.actor, now=self.now, terms=terms_of(cycle)
                )

    def write(self, planned: PlannedObjective) -> None:
        """Write one objective with its key results."""
        with _telling(planned.draft.entry):
            objective = self._objective(planned)
        planned.written = self.by_key[planned.draft.key] = objective
        for each in planned.key_results:
            with _telling(each.draft.entry):
                key_result = self._key_result(each, objective)
                self.kr_by_key[each.draft.key] = key_result
                self._record(each, key_result)

    def _cycle(self, cycle: Cycle) -> Cycle:
        return self.cycles.get(id(cycle), cycle)

    def _objective(self, planned: PlannedObjective) -> Objective:
        known, cycle = planned.known, self._cycle(planned.cycle)
        if known is not None:
            values = dict(planned.changes.values)
            if "cycle" in values:
                values["cycle"] = cycle
            if "team" in values:
                values |= {"level": Objective.Level.TEAM, "person": None}
            if not values:
                return known
            return actions.edit_objective(
                actor=self.actor,
                now=self.now,
                objective=known,
                terms=replace(actions.ObjectiveTerms.of(known), **values),
            )
        given = {k: v for k, v in planned.values.items() if v is not None}
        given.setdefault("owner", self.actor)
        holder = planned.holder
        terms = actions.ObjectiveTerms(
            cycle=cycle,
            level=holder.level,
            team=holder.team,
            person=holder.person,
            **given,
        )
        return actions.create_objective(actor=self.actor, now=self.now, terms=terms)

    def _key_result(self, planned: PlannedKeyResult, objective: Objective) -> KeyResult:
        known = planned.known
        if known is not None:
            self._change(planned, known)
            return known
        given = {k: v for k, v in planned.values.items() if v is not None}
        given.setdefault("owner", objective.owner)
        terms = actions.KeyResultTerms(metric=self._metric(planned), **given)
        saved = actions.create_key_result(
            actor=self.actor, now=self.now, objective=objective, terms=terms
        )
        return saved.key_result

    def _metric(self, planned: PlannedKeyResult) -> Metric | None:
        metric = planned.metric
        if not isinstance(metric, NewMetric):
            return metric
        if metric.made is None:
            terms = actions.MetricTerms(
                name=metric.name,
                unit=metric.unit,
                better=metric.better,
                owner=metric.owner,
            )
            metric.made = actions.create_metric(
                actor=self.actor, now=self.now, terms=terms
            )
        return metric.made

    def _change(self, planned: PlannedKeyResult, known: KeyResult) -> None:
        values = planned.changes.values
        plain = {k: v for k, v in values.items() if k not in PROMISED}
        moved = {k: v for k, v in values.items() if k in PROMISED}
        if plain:
            terms = replace(actions.KeyResultTerms.of(known), **plain)
            actions.edit_key_result(
                actor=self.actor, now=self.now, key_result=known, terms=terms
            )
        if moved:
            reason = _("Imported from %(name)s")
            name = self.change.change_set.summary
            actions.move_target(
                actor=self.actor,
                now=self.now,
                key_result=known,
                move=actions.Move(**moved),
                reason=reason % {"name": name},
            )

    def _record(self, planned: PlannedKeyResult, key_result: KeyResult) -> None:
        metric = key_result.metric
        if planned.reading is None or metric is None:
            return
        entry = actions.ReadingEntry(
            metric=metric, value=planned.reading, observed_at=self.now, source=SOURCE
        )
        same = metric.readings.filter(observed_at=self.now, source=SOURCE)
        if not same.exists():  # two key results of one metric say it once
            actions.record_reading(actor=self.actor, now=self.now, entry=entry)

    def align(self, planned: PlannedObjective) -> None:
        """Say what an objective serves, once all of the file is here."""
        assert planned.written is not None
        for up in planned.up:
            with _telling(planned.draft.entry):
                actions.align(
                    actor=self.actor,
                    now=self.now,
                    objective=planned.written,
                    parent=self._parent(up),
                )

    def _parent(self, up: Up) -> Objective | KeyResult:
        if up.objective:
            return self.by_key[up.objective]
        if up.key_result:
            return self.kr_by_key[up.key_result]
        assert up.here is not None
        return up.here

    def remember(self, planned: Sequence[PlannedObjective]) -> None:
        """Note what the file said of each thing, for the next time."""
        for each in planned:
            draft = each.draft
            said = {**each.values, "cycle": self._cycle(each.cycle)}
            said |= {"team": each.holder.team, "parent": draft.parent or None}
            if not draft.is_implied or each.known is None:
                self._keep(
                    self.objectives, draft.key, self.by_key[draft.key], each, said
                )
            for below in each.key_results:
                said = {**below.values, "current": below.reading}
                row = self.kr_by_key[below.draft.key]
                self._keep(self.key_results, below.draft.key, row, below, said)

    def _keep(
        self,
        memory: Memory,
        key: str,
        row: Objective | KeyResult,
        planned: PlannedObjective | PlannedKeyResult,
        values: dict[str, Any],
    ) -> None:
        known = memory.known.get(key)
        said = said_of(values, known.said if known else {})
        if memory.has_news(key, said, planned.kept):
            memory.keep(
                self.change, external_id=key, pk=row.pk, said=said, kept=planned.kept
            )


@contextmanager
def _telling(entry: Entry) -> Iterator[None]:
    """Name the row whose writing was refused."""
    try:
        yield
    except (ValidationError, PermissionDenied) as error:
        words = (
            " ".join(error.messages)
            if isinstance(error, ValidationError)
            else str(error)
        )
        message = _("Row %(row)s: %(why)s Nothing was written.")
        raise CannotGoOn(message % {"row": entry.number, "why": words}) from error
