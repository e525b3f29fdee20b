"""What of the OKRs is one's own, in short."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from waypost.core.prepared import prepared
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.queries.check_ins import check_in_days
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class OwnKeyResult:
    """A key result that one owns and that still counts."""

    pk: int
    number: int
    code: str
    title: str
    objective_pk: int
    due_on: date


def own_key_results(*, viewer: Person) -> list[OwnKeyResult]:
    """Return the key results of `viewer` in what is active: one query."""
    return [
        OwnKeyResult(
            row.pk, row.number, row.code, row.title, row.objective_id, row.due_on
        )
        for row in _own(viewer)
    ]


@prepared
def _own(asker: Person) -> QuerySet[KeyResult]:
    found = KeyResult.objects.filter(
        owner=asker.pk,
        objective__state=Objective.State.ACTIVE,
        objective__cycle__state__in=(Cycle.State.ACTIVE, Cycle.State.GRADING),
    )
    return found.order_by("due_on", "number")


@dataclass(frozen=True, slots=True)
class OpenOwnObjective:
    """An objective that one owns and that is not over."""

    number: int
    code: str
    title: str


def open_own_objectives(*, viewer: Person, limit: int) -> list[OpenOwnObjective]:
    """Return the objectives of `viewer` that can take a key result: one query."""
    found = Objective.objects.filter(owner=viewer).exclude(
        Q(state__in=(Objective.State.CLOSED, Objective.State.CANCELLED))
        | Q(cycle__state=Cycle.State.CLOSED)
    )
    rows = found.order_by("-cycle__starts_on", "number")[:limit]
    return [OpenOwnObjective(row.number, row.code, row.title) for row in rows]


@dataclass(frozen=True, slots=True)
class ToCheckIn:
    """A key result that one checks in; `due_since` is empty where nothing waits."""

    number: int
    code: str
    title: str
    due_since: date | None


def to_check_in(*, viewer: Person, today: date, limit: int) -> list[ToCheckIn]:
    """Return the key results that `viewer` checks in, those that wait first.

    Two queries, and the organisation's rhythm.
    """
    if viewer.is_viewer:
        return []
    due = check_in_days(viewer=viewer, until=today)
    found = KeyResult.objects.filter(
        Q(owner=viewer) | Q(delegate=viewer),
        objective__state=Objective.State.ACTIVE,
        objective__cycle__state__in=(Cycle.State.ACTIVE, Cycle.State.GRADING),
    )
    rows = [
        ToCheckIn(row.number, row.code, row.title, due.get(row.pk)) for row in found
    ]
    rows.sort(key=lambda row: (row.due_since or date.max, row.number))
    return rows[:limit]
