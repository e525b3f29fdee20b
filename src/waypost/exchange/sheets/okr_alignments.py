"""What objectives and key results of a table stand on: metrics, and what they serve."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waypost.core import graphs
from waypost.exchange.preview import (
    FieldRow,
)
from waypost.exchange.reading.problems import DROP_LINK, Trouble
from waypost.exchange.reading.said import Said, say
from waypost.exchange.reading.sheets import Entry
from waypost.exchange.sheets.okr_brought import BroughtOkrs
from waypost.exchange.sheets.okr_drafts import (
    Drafts,
    KeyResultDraft,
)
from waypost.exchange.sheets.okr_plan import (
    NewMetric,
    PlannedObjective,
    Up,
)
from waypost.exchange.sheets.okr_values import (
    Kind,
    Promise,
)
from waypost.exchange.sheets.people_here import folded
from waypost.exchange.taking.troubles import Troubles
from waypost.okrs import access
from waypost.okrs.models import Alignment, KeyResult, Metric, Objective
from waypost.people.models import Person

Better = Metric.Better


class Around(Protocol):
    """What is known while a table is studied."""

    viewer: Person
    troubles: Troubles
    brought: BroughtOkrs
    by_key: dict[str, PlannedObjective]
    objectives: dict[int, Objective]
    key_results: dict[int, KeyResult]

    def note(self, entry: Entry, name: str, reason: Said, text: str = "") -> None:
        """Note what is left as it is, and why."""


class Metrics:
    """Metrics that key results of the file may move: of here, or of the file."""

    def __init__(self, viewer: Person) -> None:
        named: dict[str, list[Metric]] = defaultdict(list)
        for metric in access.visible_metrics(viewer):
            named[metric.code.casefold()].append(metric)
            named[folded(metric.name)].append(metric)
        self.named: Mapping[str, list[Metric]] = named
        self.made: dict[str, NewMetric] = {}

    def of(
        self, draft: KeyResultDraft, promise: Promise, owner: Person
    ) -> Metric | NewMetric:
        """Return the metric that a column names, else one of the key result's name."""
        entry = draft.entry
        said = entry.text("metric", most=200)
        alike = self.named.get(folded(said), []) if said else []
        if len(alike) == 1:
            return alike[0]
        name = said or draft.title
        unit = entry.text("unit", most=40)
        # Without a metric's name, each key result has one of its own.
        key = folded(said) if said else f"\0{draft.key}"
        falls = (
            promise.target is not None
            and promise.baseline is not None
            and promise.target < promise.baseline
        )
        better = Better.LOWER if falls else Better.HIGHER
        if promise.kind == Kind.RANGE:
            better = Better.RANGE
        return self.made.setdefault(key, NewMetric(name, unit, better, owner))


class Alignments:
    """Finds what objectives serve, and drops what would close a circle."""

    def __init__(self, study: Around, drafts: Drafts) -> None:
        self.study, self.drafts = study, drafts
        self.viewer = study.viewer
        self.edges: dict[object, list[object]] = defaultdict(list)

    def settle(self) -> None:
        wanted = [p for p in self.study.by_key.values() if p.draft.parent]
        if not wanted:
            return
        self._load_edges()
        for planned in wanted:
            up = self._find(planned)
            if up is not None:
                self._hang(planned, up)

    def _load_edges(self) -> None:
        """Know the graph as it is, with each key result below its objective."""
        columns = ("child_id", "parent_objective_id", "parent_key_result_id")
        for child, objective, key_result in Alignment.objects.values_list(*columns):
            above = ("o", objective) if objective else ("kr", key_result)
            self.edges["o", child].append(above)
        for pk, objective in KeyResult.objects.values_list("pk", "objective_id"):
            self.edges["kr", pk] = [("o", objective)]
        for key, objective_draft in self.drafts.key_results.items():
            self.edges["new kr", key] = [self._node(objective_draft.key)]

    def _node(self, key: str) -> object:
        planned = self.study.by_key.get(key)
        known = planned.known if planned else None
        return ("o", known.pk) if known else ("new o", key)

    def _node_up(self, up: Up) -> object:
        if up.objective:
            return self._node(up.objective)
        if up.key_result:
            return ("new kr", up.key_result)
        kind = "o" if isinstance(up.here, Objective) else "kr"
        return (kind, up.here.pk if up.here else 0)

    def _find(self, planned: PlannedObjective) -> Up | None:
        text, entry = planned.draft.parent, planned.draft.entry
        found = self.drafts.find(text, planned.draft.cycle) or self.drafts.find(text)
        if found is not None and found.key in self.study.by_key:
            return Up(text, objective=found.key)
        for objective in self.study.by_key.values():
            for below in objective.key_results:
                if text in {below.draft.key, below.draft.title}:
                    return Up(text, key_result=below.draft.key)
        here = self._here(text)
        if here is not None:
            return Up(text, here=here)
        self.study.note(entry, "parent", say(_("is neither here nor in this file")))
        planned.kept[entry.column("parent")] = text
        return None

    def _here(self, text: str) -> Objective | KeyResult | None:
        """Return what an earlier file brought, or what has this code or title."""
        known = self.study.brought.objectives_memory.known.get(text)
        if known is not None:
            return self.study.objectives.get(known.pk)
        known = self.study.brought.key_results_memory.known.get(text)
        if known is not None:
            return self.study.key_results.get(known.pk)
        letters, _dash, number = text.upper().partition("-")
        objectives = access.visible_objectives(self.viewer)
        key_results = access.visible_key_results(self.viewer)
        if number.isdecimal() and letters == "O":
            return objectives.filter(number=int(number[:15])).first()
        if number.isdecimal() and letters == "KR":
            return key_results.filter(number=int(number[:15])).first()
        alike = list(objectives.filter(title=text)[:2])
        return alike[0] if len(alike) == 1 else None

    def _hang(self, planned: PlannedObjective, up: Up) -> None:
        entry, own = planned.draft.entry, self._node(planned.draft.key)
        above = self._node_up(up)
        if above in self.edges[own]:
            return  # it stands so already
        if graphs.path_between(self.edges, above, own):
            reason = say(_("would make it serve itself"))
            trouble = Trouble("circle", up.text, reason, (DROP_LINK,))
            self.study.troubles.add(entry.place("parent"), trouble)
            planned.kept[entry.column("parent")] = up.text
            return
        known = planned.known
        if known is not None and not self._is_news(planned, known, up):
            return
        self.edges[own].append(above)
        planned.up.append(up)
        if known is not None:
            row = FieldRow(_now("parent"), "–", up.text, was_edited=False)
            planned.changes.rows.append(row)

    def _is_news(self, planned: PlannedObjective, known: Objective, up: Up) -> bool:
        """Whether an earlier file did not say so: somebody may have taken it away."""
        memory = self.study.brought.objectives_memory.known.get(planned.draft.key)
        if memory is not None and memory.said.get("parent") == up.text:
            return False
        if access.may_edit_objective(self.viewer, known):
            return True
        reason = say(_("is not yours to change: it stays as it is here"))
        self.study.note(planned.draft.entry, "parent", reason)
        return False
