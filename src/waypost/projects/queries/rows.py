"""What pages, reports and the API are told about projects: frozen rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from waypost.core.elsewhere import Elsewhere
from waypost.people.queries import Ref
from waypost.projects.access import Rights
from waypost.projects.models import Project, Task


@dataclass(frozen=True, slots=True)
class NextMilestone:
    """The first milestone that is not reached."""

    pk: int
    title: str
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line of the list of projects.

    `planned_finish` is the due date, else the latest date in the plan. `is_open`:
    neither closed nor cancelled.
    """

    pk: int
    code: str
    name: str
    kind: str
    category: str
    color: str
    phase: str
    phase_label: str
    standing: str
    standing_label: str
    visibility: str
    is_funded: bool
    counts: bool
    is_open: bool
    is_late: bool
    manager: Ref | None
    sponsor: Ref | None
    team_pk: int | None
    team: str
    starts_on: date | None
    due_on: date | None
    planned_finish: date | None
    tasks_done: int
    tasks_open: int
    milestones_done: int
    milestones_open: int
    next_milestone: NextMilestone | None
    rights: Rights

    @property
    def tasks_total(self) -> int:
        """All tasks but dropped ones."""
        return self.tasks_done + self.tasks_open


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with the count of its tasks."""

    pk: int
    title: str
    due_on: date | None
    planned_finish: date | None
    achieved_on: date | None
    weight: float
    acceptance_criteria: str
    tasks_done: int
    tasks_open: int
    is_late: bool
    version: int


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """The project page: the row, the charter, the milestones."""

    project: Project
    row: ProjectRow
    purpose: str
    scope_in: str
    scope_out: str
    success_criteria: str
    waiver: str
    reviewer: Ref | None
    viewers: tuple[Ref, ...]
    milestones: tuple[MilestoneRow, ...]
    elsewhere: tuple[Elsewhere, ...]
    tasks_late: int
    people: tuple[Ref, ...]
    is_under_way: bool
    version: int


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency as one of its ends shows it: the task at the other end."""

    pk: int
    task_pk: int
    code: str
    project_code: str
    number: int
    title: str
    is_closed: bool
    kind: str
    lag: Decimal
    lag_unit: str


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One line of the plan: a milestone, a task, or the head of tasks without one.

    Dates of what has parts are those of its parts; `percent` too, weighted by hours.
    """

    kind: str  # "milestone", "task" or "loose"
    pk: int | None
    code: str
    number: int | None
    title: str
    depth: int
    parent_pk: int | None
    milestone_pk: int | None
    has_children: bool
    status_pk: int | None
    status: str
    status_kind: str
    is_closed: bool
    assignee: Ref | None
    starts_on: date | None
    due_on: date | None
    finished_on: date | None
    percent: int
    estimate_hours: Decimal | None
    remaining_hours: Decimal | None
    waits_for: tuple[Link, ...]
    is_late: bool
    can_edit: bool


@dataclass(frozen=True, slots=True)
class PlanOutline:
    """The whole plan of a project, from top to bottom."""

    project_pk: int
    code: str
    name: str
    rows: tuple[OutlineRow, ...]
    rights: Rights
    tasks_done: int
    tasks_open: int
    tasks_late: int


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task of mine. `when` is late, today, week, later, undated or done."""

    pk: int
    code: str
    project_code: str
    number: int
    title: str
    status: str
    status_kind: str
    is_done: bool
    milestone: str
    due_on: date | None
    when: str
    followers_open: int
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyProject:
    """A project with my tasks in it, the most urgent first."""

    pk: int
    code: str
    name: str
    standing: str
    standing_label: str
    may_edit: bool
    tasks: tuple[MyTask, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A subtask, or what a task is part of."""

    pk: int
    code: str
    number: int
    title: str
    status_kind: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything about one task."""

    task: Task
    pk: int
    code: str
    number: int
    project_pk: int
    project_code: str
    project_name: str
    title: str
    body: str
    status_pk: int
    status: str
    status_kind: str
    assignee: Ref | None
    milestone_pk: int | None
    milestone: str
    parent: Part | None
    parts: tuple[Part, ...]
    estimate_hours: Decimal | None
    low_hours: Decimal | None
    high_hours: Decimal | None
    remaining_hours: Decimal | None
    percent_done: int
    fixed_days: Decimal | None
    constraint: str
    constraint_label: str
    constraint_on: date | None
    starts_on: date | None
    due_on: date | None
    done_at: datetime | None
    labels: tuple[str, ...]
    priority: int
    waits_for: tuple[Link, ...]
    followers: tuple[Link, ...]
    hidden_links: int
    elsewhere: tuple[Elsewhere, ...]
    is_late: bool
    rights: Rights
    can_update: bool
    version: int


@dataclass(frozen=True, slots=True)
class TaskOption:
    """A task to choose, across projects."""

    pk: int
    code: str
    title: str
    project: str


@dataclass(frozen=True, slots=True)
class StatusOption:
    """A status to choose."""

    pk: int
    name: str
    kind: str
    kind_label: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What somebody did, for a feed."""

    change_set_pk: int
    at: datetime
    actor: Ref | None
    verb: str
    summary: str
    reason: str
    subject_kind: str
    subject_id: int | None
