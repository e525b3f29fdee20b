"""Objectives and key results from a table, compared with those that stand here."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waypost.exchange import access as exchange_access
from waypost.exchange.brought import Phase, Source
from waypost.exchange.preview import (
    FieldRow,
)
from waypost.exchange.preview_rows import in_words
from waypost.exchange.reading import read_sheet
from waypost.exchange.reading.problems import NO_PARENT, Trouble
from waypost.exchange.reading.said import Said, say
from waypost.exchange.reading.sheets import Entry, LeftOut
from waypost.exchange.sheets.memory import Compared, Memory, compare, plain
from waypost.exchange.sheets.okr_alignments import Alignments, Metrics
from waypost.exchange.sheets.okr_alike import Alike, recognized
from waypost.exchange.sheets.okr_brought import BroughtOkrs
from waypost.exchange.sheets.okr_drafts import (
    Drafts,
    KeyResultDraft,
    ObjectiveDraft,
    all_key_results,
    read_drafts,
)
from waypost.exchange.sheets.okr_places import Cycles, Holder, Holders
from waypost.exchange.sheets.okr_plan import (
    SYSTEM,
    NewMetric,
    PlannedKeyResult,
    PlannedObjective,
)
from waypost.exchange.sheets.okr_values import (
    Kind,
    Promise,
    check_metric,
    days_of,
    promise_of,
    weight_of,
    words_of_objective,
)
from waypost.exchange.sheets.people_here import TO_ME, TO_OWNER, PeopleHere
from waypost.exchange.sheets.rows import (
    Item,
    require_size,
)
from waypost.exchange.taking.troubles import LEAVE_AS_IT_IS, Troubles
from waypost.okrs import access
from waypost.okrs.limits import outside
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
from waypost.people.models import Person

MOST = 20_000


def study_okrs(viewer: Person, source: Source, begin: Phase) -> BroughtOkrs:
    """Read a table of objectives and compare it with those that stand here."""
    exchange_access.require_kind(viewer, "okrs")
    begin("reading")
    answers = dict(source.answers or {})
    sheet = read_sheet(
        source.path, kind="okrs", mapping=source.mapping, answers=answers
    )
    require_size(sheet, MOST, _("More than %(rows)s rows in one file: split it."))
    has_title = sheet.has("objective") or sheet.has("title")
    brought = BroughtOkrs(
        actor=viewer,
        sheet=sheet,
        troubles=Troubles({}),
        needs=() if has_title else ("objective",),
        objectives_memory=Memory(SYSTEM, Objective, str(viewer.pk)),
        key_results_memory=Memory(SYSTEM, KeyResult, str(viewer.pk)),
    )
    if brought.is_read:
        begin("comparing")
        _Study(brought, answers).run()
    return brought


class _Study:
    def __init__(self, brought: BroughtOkrs, answers: dict[str, str]) -> None:
        self.brought = brought
        self.viewer, self.troubles = brought.actor, brought.troubles
        self.people = PeopleHere(self.viewer, self.troubles, answers)
        self.cycles = brought.cycles = Cycles(self.viewer, self.troubles, answers)
        self.holders = Holders(self.viewer, self.troubles, answers)
        self.metrics = Metrics(self.viewer)
        self.alike = Alike(self.viewer)
        self.objectives: dict[int, Objective] = {}
        self.key_results: dict[int, KeyResult] = {}
        self.by_key: dict[str, PlannedObjective] = {}

    def run(self) -> None:
        drafts = read_drafts(self.brought.sheet)
        self._remember(drafts)
        for draft in drafts.by_key.values():
            try:
                planned = self._objective(draft)
            except LeftOut:
                self._leave_below(draft)
                continue
            self.by_key[draft.key] = planned
            self._key_results(planned)
        Alignments(self, drafts).settle()
        self.brought.planned = list(self.by_key.values())
        for planned in self.brought.planned:
            self._count(planned)

    def _remember(self, drafts: Drafts) -> None:
        """Find what earlier files brought: three queries for each kind of thing."""
        objectives, key_results = (
            access.visible_objectives(self.viewer),
            access.visible_key_results(self.viewer),
        )
        parents = {draft.parent for draft in drafts.by_key.values() if draft.parent}
        brought = self.brought
        brought.objectives_memory.load({*drafts.by_key, *parents}, objectives)
        keys = {below.key for _o, below in all_key_results(drafts)}
        brought.key_results_memory.load({*keys, *parents}, key_results)
        related = objectives.select_related("cycle", "owner", "team", "person")
        ids = [known.pk for known in brought.objectives_memory.known.values()]
        self.objectives = {row.pk: row for row in _in_chunks(related, ids)}
        with_all = key_results.select_related(
            "objective__cycle", "objective__owner", "metric", "owner"
        )
        ids = [known.pk for known in brought.key_results_memory.known.values()]
        self.key_results = {row.pk: row for row in _in_chunks(with_all, ids)}
        self.alike.claim(self.objectives.values())
        self.alike.claim(self.key_results.values())

    # ── objectives

    def _objective(self, draft: ObjectiveDraft) -> PlannedObjective:
        entry, kept = draft.entry, {} if draft.is_implied else draft.entry.kept()
        cycle = self.cycles.of(entry, draft.cycle)
        text = entry.text("owner", most=200)
        owner = self.people.owner(entry, text, first=TO_ME) if text else None
        if text and (owner is None or self.people.find(text) != owner):
            kept[entry.column("owner")] = text
        holder = self.holders.of(entry, owner or self.viewer)
        known = self._known_objective(draft, cycle, holder)
        values: dict[str, Any] = {"title": draft.title, "owner": owner}
        if not draft.is_implied:
            values |= {
                "why": entry.raw("why") or None,
                "weight": weight_of(entry),
                **words_of_objective(entry, kept),
            }
        planned = PlannedObjective(draft, values, cycle, holder, known, kept=kept)
        if known is None:
            self.holders.require(entry, cycle, holder)
        else:
            self._compare_objective(planned, known)
        return planned

    def _known_objective(
        self, draft: ObjectiveDraft, cycle: Cycle, holder: Holder
    ) -> Objective | None:
        """Return what the row is here: by its id, else by its title."""
        known = self.brought.objectives_memory.known.get(draft.key)
        if known is not None:
            return self.objectives.get(known.pk)
        has_id = not draft.is_implied and bool(draft.entry.text("id"))
        return self.alike.objective(draft.title, cycle, holder, has_id=has_id)

    def _compare_objective(self, planned: PlannedObjective, known: Objective) -> None:
        if planned.draft.is_implied:
            return
        memory = self.brought.objectives_memory.known.get(planned.draft.key)
        wanted = dict(planned.values)
        wanted["cycle"] = planned.cycle
        wanted["team"] = planned.holder.team
        here = {name: getattr(known, name) for name in wanted}
        said = memory.said if memory else {}
        changes = compare(wanted, here, said, _field_words)
        if changes.values and not access.may_edit_objective(self.viewer, known):
            self._forbid(planned.draft.entry, "objective", changes)
        if memory is None:
            changes.rows.append(recognized(known))
        planned.changes = changes

    def _forbid(self, entry: Entry, name: str, changes: Compared) -> None:
        """Leave a thing as it is that the person who imports may not change."""
        reason = say(_("is not yours to change: it stays as it is here"))
        self.note(entry, name, reason)
        changes.values.clear()
        changes.rows.clear()

    def note(self, entry: Entry, name: str, reason: Said, text: str = "") -> None:
        choice = NO_PARENT if name == "parent" else LEAVE_AS_IT_IS
        trouble = Trouble("here", text or entry.raw(name), reason, (choice,))
        self.troubles.add(entry.place(name), trouble)

    def _leave_below(self, draft: ObjectiveDraft) -> None:
        """Key results of an objective that stays out stay out with it."""
        for below in draft.key_results:
            if below.entry is not draft.entry:
                below.entry.refuse(
                    "key_result", say(_("its objective is left out")), below.title
                )

    # ── key results

    def _key_results(self, planned: PlannedObjective) -> None:
        for draft in planned.draft.key_results:
            try:
                planned.key_results.append(self._key_result(planned, draft))
            except LeftOut:
                continue

    def _key_result(
        self, above: PlannedObjective, draft: KeyResultDraft
    ) -> PlannedKeyResult:
        entry, kept = draft.entry, draft.entry.kept()
        memory = self.brought.key_results_memory.known.get(draft.key)
        known = self.key_results.get(memory.pk) if memory else None
        if memory is None and above.known is not None:
            has_id = bool(entry.text("id"))
            known = self.alike.key_result(draft.title, above.known, has_id=has_id)
        is_new = known is None
        if is_new and above.known is not None:
            self._require_add(entry, above.known)
        text = entry.text("owner", most=200)
        owner = self.people.owner(entry, text, first=TO_OWNER) if text else None
        if text and owner is None:
            kept[entry.column("owner")] = text
        promise = promise_of(entry, is_new=is_new)
        values: dict[str, Any] = {
            "title": draft.title,
            "owner": owner,
            "weight": weight_of(entry),
            **days_of(entry, above.cycle, is_new=is_new),
            **{
                name: getattr(promise, name)
                for name in ("baseline", "target", "low", "high")
            },
        }
        planned = PlannedKeyResult(draft, values, known=known, kept=kept)
        if known is None:
            self._new_key_result(planned, above, promise)
        else:
            self._compare_key_result(planned, known, promise)
        self._reading(planned)
        return planned

    def _require_add(self, entry: Entry, objective: Objective) -> None:
        if not access.may_add_key_result(self.viewer, objective):
            reason = say(_("you may not add to this objective"))
            raise entry.refuse("objective", reason, objective.title)

    def _new_key_result(
        self, planned: PlannedKeyResult, above: PlannedObjective, promise: Promise
    ) -> None:
        planned.values["kind"] = promise.kind
        if promise.kind == Kind.BINARY:
            return
        owner = planned.values["owner"] or above.values["owner"] or self.viewer
        metric = self.metrics.of(planned.draft, promise, owner)
        planned.metric = metric
        if isinstance(metric, Metric):
            check_metric(planned.draft.entry, promise, metric)

    def _compare_key_result(
        self, planned: PlannedKeyResult, known: KeyResult, promise: Promise
    ) -> None:
        entry, wanted = planned.draft.entry, dict(planned.values)
        if promise.kind != known.kind:
            # A key result keeps its kind: what it promises stays with it.
            for name in ("baseline", "target", "low", "high"):
                wanted[name] = None
        elif known.metric is not None:
            check_metric(entry, promise, known.metric)
        here = {name: getattr(known, name) for name in wanted}
        memory = self.brought.key_results_memory.known.get(planned.draft.key)
        said = memory.said if memory else {}
        changes = compare(wanted, here, said, _field_words)
        promised = {"baseline", "target", "low", "high", "starts_on", "due_on"}
        moves = promised & changes.values.keys()
        may = access.may_edit_key_result(self.viewer, known)
        if moves:
            may = may and access.may_move_target(self.viewer, known)
        if changes.values and not may:
            self._forbid(entry, "key_result", changes)
        if memory is None:
            changes.rows.append(recognized(known))
        planned.changes, planned.metric = changes, known.metric

    def _reading(self, planned: PlannedKeyResult) -> None:
        """Take the current value as a reading, unless an earlier file said the same."""
        entry, metric = planned.draft.entry, planned.metric
        value = entry.value("current")
        if value is None:
            return
        if metric is None:
            planned.kept[entry.column("current")] = entry.raw("current")
            return
        memory = self.brought.key_results_memory.known.get(planned.draft.key)
        before = memory.said.get("current") if memory else None
        if before == plain(value):
            return
        reason = self._why_no_reading(metric, value)
        if reason is not None:
            self.note(entry, "current", reason)
            return
        planned.reading = value
        if planned.known is not None:
            row = FieldRow(
                _now("current value"), before or "–", in_words(value), was_edited=False
            )
            planned.changes.rows.append(row)

    def _why_no_reading(
        self, metric: Metric | NewMetric, value: Decimal
    ) -> Said | None:
        if isinstance(metric, NewMetric):
            return None
        if problem := outside(metric, value):
            return Said(problem)
        if not access.may_record_reading(self.viewer, metric):
            return say(_("is of a metric whose readings you may not enter"))
        if metric.is_counter and metric.readings.filter(value__gt=value).exists():
            return say(_("would let a counter fall"))
        return None

    # ── counting

    def _count(self, planned: PlannedObjective) -> None:
        rows, draft = self.brought.rows, planned.draft
        shown = draft.entry.text("id", most=60) if not draft.is_implied else ""
        item = Item(draft.entry.number, shown, "objective", draft.title)
        rows.kept_fields += planned.changes.kept
        if planned.known is None:
            rows.add_new(item)
        else:
            rows.add_updated(item, planned.changes.rows)
        for below in planned.key_results:
            key = below.draft.entry.text("id", most=60)
            item = Item(below.draft.entry.number, key, "key_result", below.draft.title)
            rows.kept_fields += below.changes.kept
            if below.known is None:
                rows.add_new(item)
            else:
                rows.add_updated(item, below.changes.rows)


def _in_chunks(found: Any, ids: Sequence[int]) -> list[Any]:
    rows: list[Any] = []
    for start in range(0, len(ids), 900):
        rows += found.filter(pk__in=ids[start : start + 900])
    return rows


def _field_words(name: str) -> str:
    words = {
        "title": _now("title"),
        "owner": _now("owner"),
        "why": _now("why"),
        "cycle": _now("cycle"),
        "team": _now("team"),
        "kind": _now("kind"),
        "state": _now("state"),
        "weight": _now("weight"),
        "baseline": _now("baseline"),
        "target": _now("target"),
        "low": _now("lower end"),
        "high": _now("upper end"),
        "starts_on": _now("start"),
        "due_on": _now("due"),
    }
    return words.get(name, name)
