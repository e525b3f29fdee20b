"""What pages show of objectives and key results: frozen rows, no figures.

Figures (progress, health, coverage) come from ``bets``, by the same keys (pk).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from waypost.people.queries import Ref

Spark = tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True)
class Served:
    """Something that an objective supports, or that leads down to it."""

    pk: int
    number: int
    code: str
    title: str
    is_key_result: bool


@dataclass(frozen=True, slots=True)
class KeyResultRow:
    """One key result. `spark` is filled where sparks were asked for."""

    pk: int
    key: int
    number: int
    code: str
    title: str
    objective_pk: int
    kind: str
    owner: Ref
    metric_pk: int | None
    metric_code: str
    metric_name: str
    unit: str
    better: str
    source: str
    baseline: Decimal | None
    target: Decimal | None
    low: Decimal | None
    high: Decimal | None
    scale: Decimal | None
    starts_on: date
    due_on: date
    weight: float
    cadence_days: int
    path: str
    position: int
    steps_done: int
    steps_total: int
    latest: float | None
    latest_at: datetime | None
    spark: Spark = ()


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """One objective with its key results; `serves` names only what is visible.

    `parents` are the objectives it supports, by key (pk), directly or through a key
    result; `depth` is its place in a tree.
    """

    pk: int
    key: int
    number: int
    code: str
    title: str
    level: str
    level_name: str
    kind: str
    kind_name: str
    state: str
    state_name: str
    visibility: str
    priority: int
    weight: float
    owner: Ref
    holder: str
    team_pk: int | None
    person_pk: int | None
    cycle_pk: int
    due_on: date
    final_score: float | None
    serves: tuple[Served, ...]
    parents: frozenset[int]
    key_results: tuple[KeyResultRow, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ObjectiveGroup:
    """Objectives under one heading: the company, a team, an owner."""

    kind: str
    pk: int | None
    title: str
    subtitle: str
    rows: tuple[ObjectiveRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a key result."""

    pk: int
    title: str
    weight: float
    done_on: date | None

    @property
    def is_done(self) -> bool:
        """Whether it is done."""
        return self.done_on is not None


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """One check-in with what it says."""

    pk: int
    key_result_pk: int
    key_result_number: int
    key_result_title: str
    unit: str
    author: Ref
    observed_at: datetime
    value: Decimal | None
    confidence: int | None
    went_well: str
    in_the_way: str
    next_steps: str
    acknowledged_by: Ref | None
    acknowledged_at: datetime | None
    is_edited: bool = False
    may_edit: bool = False
    may_acknowledge: bool = False
