"""What a planned item comes to, column by column, in the types of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from waypost.projects.models import TaskStatus
from waypost.projects.planned import (
    Number,
    PlannedDependency,
    PlannedMilestone,
    PlannedPerson,
    PlannedProject,
    PlannedTask,
)

CENT = Decimal("0.01")
Values = dict[str, Any]
_OF_PROJECT = (
    "name",
    "kind",
    "purpose",
    "scope_in",
    "scope_out",
    "success_criteria",
    "team_id",
    "calendar_id",
    "visibility",
    "is_funded",
    "phase",
    "standing",
    "waiver",
    "starts_on",
    "due_on",
    "category",
    "color",
)
_OF_MILESTONE = ("title", "due_on", "achieved_on", "weight", "acceptance_criteria")
_OF_TASK = (
    "title",
    "constraint",
    "constraint_on",
    "starts_on",
    "due_on",
    "done_at",
    "priority",
)
_HOURS = (
    "estimate_hours",
    "low_hours",
    "high_hours",
    "remaining_hours",
    "fixed_days",
)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom and what the words of a source mean here."""

    people: Mapping[PlannedPerson, int | None]
    statuses: Mapping[tuple[str, str], TaskStatus]
    by_pk: Mapping[int, TaskStatus]

    def person(self, planned: PlannedPerson | None) -> int | None:
        """Return the id of somebody, if they are known."""
        return None if planned is None else self.people.get(planned)


def project_values(item: PlannedProject, found: Found) -> Values:
    """Return what a source says about a project, and nothing else."""
    values = _said(item, _OF_PROJECT)
    for role in ("manager", "sponsor", "reviewer"):
        person_id = found.person(getattr(item, role))
        if person_id is not None:
            values[f"{role}_id"] = person_id
    return values


def milestone_values(item: PlannedMilestone) -> Values:
    """Return what a source says about a milestone, but not where it stands."""
    return _said(item, _OF_MILESTONE)


def task_values(item: PlannedTask, found: Found) -> Values:
    """Return what a source says about a task, but not where it stands."""
    values = _said(item, _OF_TASK)
    for name in _HOURS:
        number = getattr(item, name)
        if number is not None:
            values[name] = hundredths(number)
    if item.percent_done is not None:
        values["percent_done"] = int(hundredths(item.percent_done) + Decimal("0.5"))
    if item.labels:
        values["labels"] = list(item.labels)
    body = str(item.body)
    if body:
        values["body"] = body
    assignee_id = found.person(item.assignee)
    if assignee_id is not None:
        values["assignee_id"] = assignee_id
    if item.status_kind == TaskStatus.Kind.DONE:
        values["percent_done"] = 100
    return values


def dependency_values(item: PlannedDependency) -> Values:
    """Return how the second task waits for the first."""
    return {
        "kind": str(item.kind),
        "lag": hundredths(item.lag),
        "lag_unit": str(item.lag_unit),
    }


@lru_cache(maxsize=4096)  # a big file says the same few again and again
def hundredths(number: Number) -> Decimal:
    """Return a number as its column holds it."""
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    return exact.quantize(CENT, ROUND_HALF_UP)


def _said(item: Any, names: tuple[str, ...]) -> Values:
    """Return the named fields that are filled."""
    values = {name: getattr(item, name) for name in names}
    return {k: v for k, v in values.items() if v is not None and v != ""}
