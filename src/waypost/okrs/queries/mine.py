"""What of the OKRs is one's own, in short."""

from dataclasses import dataclass
from datetime import date

from waypost.okrs.models import Cycle, KeyResult, Objective
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
    found = KeyResult.objects.filter(
        owner=viewer,
        objective__state=Objective.State.ACTIVE,
        objective__cycle__state__in=(Cycle.State.ACTIVE, Cycle.State.GRADING),
    )
    return [
        OwnKeyResult(
            row.pk, row.number, row.code, row.title, row.objective_id, row.due_on
        )
        for row in found.order_by("due_on", "number")
    ]
