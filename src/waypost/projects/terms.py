"""What a person says about a thing they create. Actions take these; forms fill them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from waypost.core.fields import Visibility
from waypost.people.models import Person, Team
from waypost.projects.models import (
    BudgetLine,
    Dependency,
    Milestone,
    Project,
    Task,
    TaskStatus,
)


@dataclass(frozen=True, slots=True)
class ProjectTerms:
    """A new project; without a code it gets one from its name."""

    name: str
    code: str = ""
    kind: str = Project.Kind.PROJECT
    purpose: str = ""
    scope_in: str = ""
    scope_out: str = ""
    success_criteria: str = ""
    manager: Person | None = None
    sponsor: Person | None = None
    reviewer: Person | None = None
    team: Team | None = None
    visibility: str = Visibility.EVERYONE
    is_funded: bool = False
    starts_on: date | None = None
    due_on: date | None = None
    category: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneTerms:
    """A new milestone, put after the others."""

    title: str
    due_on: date | None = None
    weight: float = 1
    acceptance_criteria: str = ""


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """A new task; a title is enough.

    It goes last among its siblings. A subtask takes its parent's milestone. Without a
    status it is the first that is to do.
    """

    title: str
    milestone: Milestone | None = None
    parent: Task | None = None
    body: str = ""
    status: TaskStatus | None = None
    assignee: Person | None = None
    estimate_hours: Decimal | None = None
    low_hours: Decimal | None = None
    high_hours: Decimal | None = None
    remaining_hours: Decimal | None = None
    percent_done: int = 0
    fixed_days: Decimal | None = None
    constraint: str = Task.Constraint.NONE
    constraint_on: date | None = None
    starts_on: date | None = None
    due_on: date | None = None
    labels: list[str] = field(default_factory=list)
    priority: int = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task goes in the outline: below what, and before which sibling.

    Under a parent the milestone is the parent's. Before nothing is last.
    """

    milestone: Milestone | None = None
    parent: Task | None = None
    before: Task | None = None


@dataclass(frozen=True, slots=True)
class DependencyTerms:
    """How the second task waits for the first."""

    kind: str = Dependency.Kind.FINISH_START
    lag: Decimal = Decimal(0)
    lag_unit: str = Dependency.LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class AllocationTerms:
    """Hours a week of a person or a team; the last day is included.

    Firm when their lead says so, unless the lead means it tentatively.
    """

    starts_on: date
    ends_on: date
    hours_per_week: Decimal
    person: Person | None = None
    team: Team | None = None
    role: str = ""
    is_tentative: bool = False


@dataclass(frozen=True, slots=True)
class BudgetTerms:
    """Planned money: for a milestone, for a period, or for the whole project."""

    category: str
    planned: Decimal
    kind: str = BudgetLine.Kind.COST
    milestone: Milestone | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a card goes on the board: its column, and beside which other card.

    Beside nothing is last. An assignee who may not order the others moves their card
    from column to column.
    """

    status: TaskStatus
    before: Task | None = None
    after: Task | None = None


@dataclass(frozen=True, slots=True)
class StatusTerms:
    """One of the organization's own names for how far a task is."""

    name: str
    kind: str
    wip_limit: int | None = None
