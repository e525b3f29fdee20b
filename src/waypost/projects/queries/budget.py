"""What a project may cost: lines, sums by kind, sums by when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from waypost.people.models import Person
from waypost.projects import access
from waypost.projects.models import BudgetLine, Project


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of the budget: for a milestone, for a period, or for the whole."""

    pk: int
    kind: str
    kind_label: str
    category: str
    planned: Decimal
    milestone: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class KindSum:
    """All money of one kind."""

    kind: str
    label: str
    planned: Decimal


@dataclass(frozen=True, slots=True)
class TimeSum:
    """All money of one milestone, or of one period; of neither, the whole project's."""

    milestone: str
    due_on: date | None
    starts_on: date | None
    ends_on: date | None
    planned: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """The planned money of a project."""

    rows: tuple[BudgetRow, ...]
    by_kind: tuple[KindSum, ...]
    by_time: tuple[TimeSum, ...]
    total: Decimal
    can_edit: bool


def budget(*, viewer: Person, project: Project) -> Budget:
    """Return the planned money of a project: two queries."""
    found = access.visible_budget_lines(viewer).filter(project=project)
    kinds = list(BudgetLine.Kind)
    lines = sorted(
        found.select_related("milestone"),
        key=lambda line: (
            kinds.index(BudgetLine.Kind(line.kind)),
            line.category.casefold(),
            line.pk,
        ),
    )
    return Budget(
        rows=tuple(map(_row, lines)),
        by_kind=_by_kind(lines),
        by_time=_by_time(lines),
        total=sum((line.planned for line in lines), Decimal(0)),
        can_edit=access.rights_on(viewer, project).edit,
    )


def budget_line(*, viewer: Person, pk: int) -> BudgetLine:
    """Return one line with its project and milestone.

    Raises
    ------
    BudgetLine.DoesNotExist
        If there is none that `viewer` may see.
    """
    related = ("project", "milestone")
    return access.visible_budget_lines(viewer).select_related(*related).get(pk=pk)


def _row(line: BudgetLine) -> BudgetRow:
    return BudgetRow(
        pk=line.pk,
        kind=line.kind,
        kind_label=line.get_kind_display(),
        category=line.category,
        planned=line.planned,
        milestone="" if line.milestone is None else line.milestone.title,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
    )


def _by_kind(lines: list[BudgetLine]) -> tuple[KindSum, ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.kind] += line.planned
    return tuple(
        KindSum(kind, str(BudgetLine.Kind(kind).label), planned)
        for kind, planned in sums.items()
    )


def _by_time(lines: list[BudgetLine]) -> tuple[TimeSum, ...]:
    """Add up milestones in their order, then periods, then what is for the whole."""
    ordered = sorted(lines, key=_when)
    sums: dict[tuple[int | None, date | None, date | None], list[BudgetLine]] = {}
    for line in ordered:
        at = (line.milestone_id, line.starts_on, line.ends_on)
        sums.setdefault(at, []).append(line)
    return tuple(_time_sum(same) for same in sums.values())


def _when(line: BudgetLine) -> tuple[int, int, date, date]:
    if line.milestone is not None:
        return (0, line.milestone.position, date.min, date.min)
    if line.starts_on is not None and line.ends_on is not None:
        return (1, 0, line.starts_on, line.ends_on)
    return (2, 0, date.min, date.min)


def _time_sum(same: list[BudgetLine]) -> TimeSum:
    first = same[0]
    return TimeSum(
        milestone="" if first.milestone is None else first.milestone.title,
        due_on=None if first.milestone is None else first.milestone.due_on,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        planned=sum((line.planned for line in same), Decimal(0)),
    )
