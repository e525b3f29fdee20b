"""Whole plans as they come from outside: from a file, from the sample.

Items name each other by `local_id`, unique within the work and their kind. Where a
field is None or empty the source says nothing about it: a new row gets the usual
value, a known row keeps what it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from waypost.projects.models import Dependency, Project, TaskStatus

Number = Decimal | float | int


@dataclass(frozen=True, slots=True)
class PlannedReference:
    """What the thing is called elsewhere, with all that no field here holds."""

    system: str
    external_id: str
    url: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """Somebody as the source names them; found by e-mail, else by name."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """A project; without a code it gets one from its name.

    `pk` is the id of one that stands here, where the source does not know it.
    """

    local_id: str
    name: str
    code: str = ""
    kind: str = Project.Kind.PROJECT
    purpose: str = ""
    scope_in: str = ""
    scope_out: str = ""
    success_criteria: str = ""
    manager: PlannedPerson | None = None
    sponsor: PlannedPerson | None = None
    reviewer: PlannedPerson | None = None
    viewers: Sequence[PlannedPerson] = ()
    team_id: int | None = None
    calendar_id: int | None = None
    visibility: str = ""
    is_funded: bool | None = None
    phase: str = ""
    standing: str = ""
    waiver: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    category: str = ""
    color: str = ""
    reference: PlannedReference | None = None
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone of the planned project named by `project`."""

    local_id: str
    project: str
    title: str
    due_on: date | None = None
    achieved_on: date | None = None
    weight: float | None = None
    acceptance_criteria: str = ""
    position: int = 0
    reference: PlannedReference | None = None


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task of the planned project named by `project`.

    `parent` is the local id of a task, or the id (a number) of one that stands here
    already and the source does not hold. `body` may be any object whose ``str()`` is
    the text, so that the texts of a big file can stay packed until they are written.
    """

    local_id: str
    project: str
    title: str
    body: object = ""
    parent: str | int | None = None
    milestone: str | None = None
    status: str = ""
    status_kind: str = TaskStatus.Kind.TODO
    assignee: PlannedPerson | None = None
    estimate_hours: Number | None = None
    low_hours: Number | None = None
    high_hours: Number | None = None
    remaining_hours: Number | None = None
    percent_done: Number | None = None
    fixed_days: Number | None = None
    constraint: str = ""
    constraint_on: date | None = None
    starts_on: date | None = None
    due_on: date | None = None
    done_at: datetime | None = None
    labels: Sequence[str] = ()
    priority: int | None = None
    position: int = 0
    reference: PlannedReference | None = None


@dataclass(frozen=True, slots=True)
class PlannedDependency:
    """`successor` waits for `predecessor`; each as `PlannedTask.parent`."""

    predecessor: str | int
    successor: str | int
    kind: str = Dependency.Kind.FINISH_START
    lag: Number = 0
    lag_unit: str = Dependency.LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Everything that one source brings at once."""

    projects: Sequence[PlannedProject] = ()
    milestones: Sequence[PlannedMilestone] = ()
    tasks: Sequence[PlannedTask] = ()
    dependencies: Sequence[PlannedDependency] = ()
