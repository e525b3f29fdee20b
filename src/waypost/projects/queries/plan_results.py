"""What comparing a plan from outside with what stands here comes to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from waypost.projects.models import Milestone, Project, Task
from waypost.projects.planned import (
    PlannedDependency,
    PlannedMilestone,
    PlannedPerson,
    PlannedProject,
    PlannedReference,
    PlannedTask,
    PlannedWork,
)
from waypost.projects.queries.plan_checks import (
    Node,
    PlanProblem,
)
from waypost.projects.queries.values import (
    Found,
    Values,
)

CHUNK = 900


T = TypeVar("T")


Item = PlannedProject | PlannedMilestone | PlannedTask


MODELS: dict[str, type[models.Model]] = {
    "project": Project,
    "milestone": Milestone,
    "task": Task,
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a known row: what it is, and what the source says."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class PlanUpdate:
    """A known row that the source changes; `values` by column."""

    kind: str
    local_id: str
    pk: int
    label: str
    fields: tuple[FieldChange, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class Vanished:
    """A known row of the source's projects that the source no longer holds."""

    kind: str
    pk: int
    label: str
    external_id: str


@dataclass(slots=True)
class PlanComparison:
    """What taking `work` would create, change and leave; nothing is written yet."""

    work: PlannedWork
    found: Found
    seen: int
    last_reference: int = 0
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    new_projects: list[PlannedProject] = field(default_factory=list)
    new_milestones: list[PlannedMilestone] = field(default_factory=list)
    new_tasks: list[PlannedTask] = field(default_factory=list)
    new_dependencies: list[PlannedDependency] = field(default_factory=list)
    updated: list[PlanUpdate] = field(default_factory=list)
    unchanged: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    vanished: list[Vanished] = field(default_factory=list)
    problems: list[PlanProblem] = field(default_factory=list)
    referred: list[tuple[int, PlannedReference]] = field(default_factory=list)
    stale_references: list[int] = field(default_factory=list)

    @property
    def people(self) -> Mapping[PlannedPerson, int | None]:
        """Whom each named person is here; None is nobody."""
        return self.found.people

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, updated, unchanged and vanished."""
        new = len(self.new_projects) + len(self.new_milestones)
        new += len(self.new_tasks) + len(self.new_dependencies)
        return {
            "new": new,
            "updated": len(self.updated),
            "unchanged": sum(self.unchanged.values()),
            "vanished": len(self.vanished),
        }

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""
        return bool(self.counts["new"] or self.updated or self.referred)


def note(
    comparison: PlanComparison, kind: str, local_id: str, row: Any, values: Values
) -> None:
    """Note a known row as updated or unchanged."""
    changed = {k: v for k, v in values.items() if getattr(row, k) != v}
    if not changed:
        comparison.unchanged[kind] += 1
        return
    fields = tuple(
        FieldChange(name.removesuffix("_id"), getattr(row, name), value)
        for name, value in changed.items()
    )
    label = getattr(row, "title", None) or row.name
    update = PlanUpdate(kind, local_id, row.pk, label, fields, changed)
    comparison.updated.append(update)


def items_of(work: PlannedWork, kind: str) -> Sequence[Item]:
    by_kind: dict[str, Sequence[Item]] = {
        "project": work.projects,
        "milestone": work.milestones,
        "task": work.tasks,
    }
    return by_kind[kind]


def node_of(end: Node, known: Mapping[str, int]) -> Node:
    """Return the id of a task that stands here, else its local id."""
    return known.get(end, end) if isinstance(end, str) else end


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a long list into pieces that one statement can take."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
