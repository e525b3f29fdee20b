"""What the map reads of its nodes and bets, as narrow rows.

A map has thousands of nodes and needs a dozen columns of each: whole models would
cost most of its time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from waypost.bets.loading import named_key_results
from waypost.bets.models import Bet
from waypost.okrs.models import Objective
from waypost.projects.models import Project

Line = TypeVar("Line", bound=tuple[Any, ...])


class ObjectiveLine(NamedTuple):
    """An objective with the names of who holds and owns it."""

    pk: int
    number: int
    title: str
    level: str
    team: int | None
    team_name: str | None
    person_name: str | None
    owner: int
    owner_name: str
    due_on: date

    @property
    def code(self) -> str:
        """The short name that people use."""
        return f"O-{self.number}"


class KeyResultLine(NamedTuple):
    """A key result with the names around it; `due_on` may be text of a raw row."""

    pk: int
    code: str
    title: str
    kind: str
    objective: int
    objective_title: str
    team: int | None
    owner: int
    owner_name: str
    metric: int | None
    unit: str | None
    due_on: date | str


class BetLine(NamedTuple):
    """A bet: which project, through which milestone, on which metric."""

    pk: int
    project: int
    project_code: str
    milestone_title: str | None
    key_result: int
    metric: int | None
    unit: str | None


class ProjectLine(NamedTuple):
    """A project with the names of who runs it."""

    pk: int
    code: str
    name: str
    team: int | None
    team_name: str | None
    manager: int | None
    manager_name: str | None
    phase: str
    standing: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class MapLines:
    """All that a map names, without a figure; in the order in which it is drawn."""

    objectives: Sequence[ObjectiveLine]
    key_results: Sequence[KeyResultLine]
    bets: Sequence[BetLine]
    projects: Sequence[ProjectLine]


def lines(kind: type[Line], rows: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Return thousands of rows as lines, each column in its place.

    Straight from the tuple: a named tuple's own ways take three times as long.
    """
    return list(map(partial(tuple.__new__, kind), rows))


def objective_lines(found: QuerySet[Objective]) -> list[ObjectiveLine]:
    """Return objectives level by level, the most important first."""
    rows = found.order_by("level", "team__name", "-priority", "number")
    names = rows.values_list(
        "pk", "number", "title", "level", "team_id", "team__name", "person__name",
        "owner_id", "owner__name", "cycle__ends_on",
    )  # fmt: skip
    return lines(ObjectiveLine, names)


def key_result_lines(objectives: Iterable[int]) -> list[KeyResultLine]:
    """Return the key results of objectives, in their own order."""
    return lines(KeyResultLine, named_key_results(list(objectives)))


def bet_lines(found: QuerySet[Bet]) -> list[BetLine]:
    """Return bets in the order in which they were placed."""
    rows = found.order_by("pk")
    names = rows.values_list(
        "pk", "project_id", "project__code", "milestone__title", "key_result_id",
        "metric_id", "metric__unit",
    )  # fmt: skip
    return lines(BetLine, names)


def project_lines(found: QuerySet[Project]) -> list[ProjectLine]:
    """Return projects by name."""
    rows = found.order_by("name")
    names = rows.values_list(
        "pk", "code", "name", "team_id", "team__name", "manager_id", "manager__name",
        "phase", "standing", "due_on",
    )  # fmt: skip
    return lines(ProjectLine, names)
