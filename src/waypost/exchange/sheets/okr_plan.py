"""What objectives and key results of a table are to become, before they are written."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from waypost.exchange.sheets.memory import Compared
from waypost.exchange.sheets.okr_drafts import KeyResultDraft, ObjectiveDraft
from waypost.exchange.sheets.okr_places import Holder
from waypost.okrs.models import Cycle, KeyResult, Metric, Objective
from waypost.people.models import Person

SYSTEM = "okrs"


@dataclass(slots=True)
class NewMetric:
    """A metric that comes with the file; key results of one name share it."""

    name: str
    unit: str
    better: str
    owner: Person
    made: Metric | None = None


@dataclass(frozen=True, slots=True)
class Up:
    """What an objective serves: something of the file, or something of here."""

    text: str
    objective: str = ""
    key_result: str = ""
    here: Objective | KeyResult | None = None


@dataclass(slots=True)
class PlannedKeyResult:
    """A key result as it is to be."""

    draft: KeyResultDraft
    values: dict[str, Any]
    metric: Metric | NewMetric | None = None
    known: KeyResult | None = None
    changes: Compared = field(default_factory=Compared)
    reading: Decimal | None = None
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedObjective:
    """An objective as it is to be, with its key results."""

    draft: ObjectiveDraft
    values: dict[str, Any]
    cycle: Cycle
    holder: Holder
    known: Objective | None = None
    changes: Compared = field(default_factory=Compared)
    up: list[Up] = field(default_factory=list)
    key_results: list[PlannedKeyResult] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    written: Objective | None = None
