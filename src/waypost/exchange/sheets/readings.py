"""Readings of metrics from a table: one a row, found again by metric and instant."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from waypost.core import history
from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.exchange import access as exchange_access
from waypost.exchange.brought import Phase, Source, Tell
from waypost.exchange.preview import FieldRow, Preview
from waypost.exchange.preview_rows import in_words
from waypost.exchange.reading import Sheet, read_sheet
from waypost.exchange.reading.incoming import Choice, Problem
from waypost.exchange.reading.problems import LEAVE_ROW_OUT, Trouble
from waypost.exchange.reading.said import say
from waypost.exchange.reading.sheets import Entry, LeftOut
from waypost.exchange.sheets.memory import plain
from waypost.exchange.sheets.people_here import folded
from waypost.exchange.sheets.rows import (
    Extra,
    Item,
    Rows,
    preview_of_rows,
    problems_of,
    require_size,
)
from waypost.exchange.taking.troubles import Troubles
from waypost.okrs import access as okr_access
from waypost.okrs import actions as okr_actions
from waypost.okrs.limits import first_fall, outside
from waypost.okrs.models import Metric
from waypost.people import installation
from waypost.people.models import Person

SOURCE = "file"
MOST = 300_000
MOST_NOTE = 500
MOST_METRICS = 300  # of more, one is named
# Among what a person said about a file: the metric of rows that name none.
METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Stored:
    """A reading that stands here."""

    pk: int
    value: Decimal
    note: str


@dataclass(slots=True)
class Wanted:
    """A reading that a row asks for."""

    entry: Entry
    metric: Metric
    at: datetime
    value: Decimal
    note: str


@dataclass(slots=True)
class BroughtReadings:
    """Readings, compared with those that stand here."""

    actor: Person
    sheet: Sheet
    troubles: Troubles
    needs: tuple[str, ...]
    rows: Rows = field(default_factory=Rows)
    entries: list[okr_actions.ReadingEntry] = field(default_factory=list)
    corrected: dict[Metric, list[okr_actions.Corrected]] = field(default_factory=dict)

    kind = "readings"
    blocked: Sequence[str] = ()

    @property
    def is_read(self) -> bool:
        """Whether its columns say enough to make anything of it."""
        return not self.needs

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""
        return bool(self.entries or self.corrected)

    def problems(self) -> tuple[Problem, ...]:
        """Return what cannot be taken as it stands."""
        return problems_of(self.sheet, self.troubles)

    def preview(self) -> Preview:
        """Return what the steps of the import show."""
        extra = Extra(needs=self.needs)
        return preview_of_rows(self.sheet, self.rows, self.problems(), extra)

    def projects(self) -> list[int]:
        """Readings go into no project."""
        return []

    def ready(self) -> Any:
        """Nothing has to be made ready."""

    def write(
        self, change: history.Recorder, now: datetime, *, ready: Any, tell: Tell | None
    ) -> list[int]:
        """Write the readings."""
        okr_actions.bring_readings(
            actor=self.actor, now=now, entries=self.entries, corrected=self.corrected
        )
        change.emit("exchange.imported", projects=[])
        if tell is not None:
            tell(len(self.entries), len(self.entries))
        return []


def study_readings(viewer: Person, source: Source, begin: Phase) -> BroughtReadings:
    """Read a table of readings and compare it with those that stand here."""
    exchange_access.require_kind(viewer, "readings")
    begin("reading")
    answers = dict(source.answers or {})
    code = answers.pop(METRIC, "")
    sheet = read_sheet(
        source.path, kind="readings", mapping=source.mapping, answers=answers
    )
    require_size(sheet, MOST, _("More than %(rows)s readings in one file: split it."))
    needs = sheet.needs
    if not code and not sheet.has("metric"):
        needs = ("metric", *needs)
    brought = BroughtReadings(viewer, sheet, Troubles({}), needs)
    if not needs:
        begin("comparing")
        metrics = Metrics(viewer, brought.troubles, answers, code)
        _Study(brought, metrics, source.now).run()
    return brought


class Metrics:
    """The metrics whose readings the viewer may enter, by code, name and reference."""

    def __init__(
        self, viewer: Person, troubles: Troubles, answers: dict[str, str], code: str
    ) -> None:
        self.viewer, self.troubles, self.answers = viewer, troubles, answers
        self.default = code
        self.by_pk = {m.pk: m for m in okr_access.visible_metrics(viewer)}
        named: dict[str, list[Metric]] = defaultdict(list)
        for metric in self.by_pk.values():
            named[metric.code.casefold()].append(metric)
            named[folded(metric.name)].append(metric)
        self.named = named
        self._add_references()
        self.found: dict[str, Metric | None] = {}

    def _add_references(self) -> None:
        rows = ExternalReference.objects.filter(subject_kind=label_of(Metric))
        for name, pk in rows.values_list("external_id", "subject_id"):
            if pk in self.by_pk:
                self.named[folded(name)].append(self.by_pk[pk])

    def of(self, entry: Entry) -> Metric:
        """Return the metric of a row, asking once for each name that is none here."""
        text = entry.text("metric", most=200) or self.default
        name = folded(text)
        if name not in self.found:
            self.found[name] = self._find(entry, text, name)
        metric = self.found[name]
        if metric is None:
            raise LeftOut
        return metric

    def _find(self, entry: Entry, text: str, name: str) -> Metric | None:
        alike = {metric.pk: metric for metric in self.named.get(name, [])}
        metric = next(iter(alike.values())) if len(alike) == 1 else None
        if metric is not None and self._may(metric):
            return metric
        reason = _("is no metric here whose readings you may enter")
        if len(alike) > 1:
            reason = _("is the name of several metrics: give the code")
        elif metric is not None:
            reason = _("is a metric whose readings you may not enter")
        trouble = Trouble("metric", text, say(reason), self._choices())
        chosen = self.troubles.add(entry.place("metric"), trouble, answers=self.answers)
        number = chosen.removeprefix("metric-")
        picked = self.by_pk.get(int(number)) if number.isdecimal() else None
        return picked if picked is not None and self._may(picked) else None

    def _may(self, metric: Metric) -> bool:
        may = okr_access.may_record_reading(self.viewer, metric)
        return may and metric.source != Metric.Source.COMPUTED

    def _choices(self) -> tuple[Choice, ...]:
        few = self.by_pk.values() if len(self.by_pk) <= MOST_METRICS else ()
        offered = (
            Choice(
                f"metric-{m.pk}", say("%(name)s (%(code)s)", name=m.name, code=m.code)
            )
            for m in sorted(few, key=lambda m: (m.name, m.pk))
        )
        return (LEAVE_ROW_OUT, *offered)


class _Study:
    def __init__(
        self, brought: BroughtReadings, metrics: Metrics, now: datetime | None
    ) -> None:
        self.brought, self.metrics, self.now = brought, metrics, now
        self.stored: dict[int, dict[datetime, Stored]] = {}
        self.wanted: dict[tuple[int, datetime], Wanted] = {}
        organisation = installation.organisation()
        name = organisation.time_zone if organisation else "UTC"
        self.zone: tzinfo = installation.zone(name)

    def run(self) -> None:
        for entry in self.brought.sheet.entries():
            try:
                self._read(entry)
            except LeftOut:
                continue
        self._leave_falls_out()
        for wanted in self.wanted.values():
            self._compare(wanted)

    def _read(self, entry: Entry) -> None:
        metric = self.metrics.of(entry)
        entry.key.append(metric.code)
        at, value = entry.moment("at"), entry.value("value")
        if at is None or value is None:
            empty = "at" if at is None else "value"
            if not entry.raw(empty):
                raise entry.refuse(empty, say(_("is empty")))
            raise LeftOut
        if at.tzinfo is None:
            at = at.replace(tzinfo=self.zone)
        if self.now is not None and at > self.now:
            raise entry.refuse("at", say(_("lies in the future")))
        if problem := outside(metric, value):
            raise entry.refuse("value", problem)
        note = entry.text("note", most=MOST_NOTE)
        wanted = Wanted(entry, metric, at, value, note)
        first = self.wanted.setdefault((metric.pk, at), wanted)
        if first is not wanted and first.value != value:
            self._ask_twice(first, wanted)

    def _ask_twice(self, first: Wanted, again: Wanted) -> None:
        keep = [
            Choice(f"keep_{name}", say(_("keep row %(row)s"), row=row))
            for name, row in (
                ("first", first.entry.number),
                ("this", again.entry.number),
            )
        ]
        reason = say(
            _("row %(row)s has another value of that instant"), row=first.entry.number
        )
        trouble = Trouble("twice", again.entry.raw("value"), reason, tuple(keep))
        if again.entry.ask("value", trouble) == "keep_this":
            self.wanted[again.metric.pk, again.at] = again

    def _leave_falls_out(self) -> None:
        """A counter never falls: rows that would let it are left out."""
        counters = {w.metric.pk: w.metric for w in self.wanted.values()}
        for metric in counters.values():
            if metric.is_counter:
                self._leave_falls_of(metric)

    def _leave_falls_of(self, metric: Metric) -> None:
        mine = {k: w for k, w in self.wanted.items() if k[0] == metric.pk}
        others = metric.readings.exclude(source=SOURCE)
        points = list(others.values_list("observed_at", "value"))
        own = {at: each.value for at, each in self._stored(metric).items()}
        own |= {at: wanted.value for (_pk, at), wanted in mine.items()}
        for low, high in first_fall([*points, *own.items()]).items():
            wanted = mine.get((metric.pk, low[0])) or mine.get((metric.pk, high[0]))
            if wanted is None or (metric.pk, wanted.at) not in self.wanted:
                continue
            reason = say(
                _("would let a counter fall: it is %(value)s on %(day)s"),
                value=plain(high[1]),
                day=high[0].date().isoformat(),
            )
            wanted.entry.refuse("value", reason)
            del self.wanted[metric.pk, wanted.at]

    def _stored(self, metric: Metric) -> dict[datetime, Stored]:
        """Return the readings that a file brought: others are never corrected."""
        if metric.pk not in self.stored:
            rows = metric.readings.filter(source=SOURCE)
            columns = ("observed_at", "pk", "value", "note")
            found = {at: Stored(*rest) for at, *rest in rows.values_list(*columns)}
            self.stored[metric.pk] = found
        return self.stored[metric.pk]

    def _compare(self, wanted: Wanted) -> None:
        brought, metric = self.brought, wanted.metric
        shown = in_words(wanted.value)
        title = f"{metric.name}: {shown} {metric.unit}".strip()
        day = wanted.at.astimezone(self.zone).date().isoformat()
        item = Item(wanted.entry.number, f"{metric.code} {day}", "reading", title)
        here = self._stored(metric).get(wanted.at)
        if here is None:
            brought.rows.add_new(item)
            brought.entries.append(
                okr_actions.ReadingEntry(
                    metric, wanted.value, wanted.at, SOURCE, wanted.note
                )
            )
            return
        note = wanted.note or here.note
        changes = []
        if here.value != wanted.value:
            changes.append(
                FieldRow("value", in_words(here.value), shown, was_edited=False)
            )
        if here.note != note:
            changes.append(FieldRow("note", here.note, note, was_edited=False))
        brought.rows.add_updated(item, changes)
        if changes:
            corrected = okr_actions.Corrected(here.pk, wanted.value, note)
            brought.corrected.setdefault(metric, []).append(corrected)
