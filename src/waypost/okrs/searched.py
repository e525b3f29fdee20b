"""How objectives, key results and what belongs to them are read for the search."""

from django.db.models import QuerySet

from waypost.core.searchable import Entry, Searchable
from waypost.okrs import access
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Metric, Objective

_OVER = {Objective.State.CLOSED, Objective.State.CANCELLED}


def kinds() -> list[Searchable]:
    """Return what can be found here."""
    return [
        Searchable(Objective, 10, Objective.objects.all, _objective),
        Searchable(
            KeyResult,
            20,
            _key_results,
            _key_result,
            parts={"okrs.step": "key_result"},
            lenders={"okrs.objective": "objective", "okrs.metric": "metric"},
        ),
        Searchable(
            Metric,
            60,
            Metric.objects.all,
            _metric,
            visible_among=access.visible_metrics_among,
        ),
        Searchable(Cycle, 90, Cycle.objects.all, _cycle),
    ]


def notes() -> Searchable:
    """Return the check-ins: what was said of a key result, week by week."""
    return Searchable(
        CheckIn, 120, _check_ins, _check_in, lenders={"okrs.keyresult": "key_result"}
    )


def _objective(row: Objective) -> Entry:
    return Entry(
        title=row.title,
        code=row.code,
        body=f"{row.why}\n{row.reflection}",
        is_open=row.state not in _OVER,
        owners=(row.owner_id, row.person_id),
    )


def _key_results() -> QuerySet[KeyResult]:
    found = KeyResult.objects.select_related("objective", "metric")
    return found.prefetch_related("steps")


def _key_result(row: KeyResult) -> Entry:
    measured = row.metric.name if row.metric is not None else ""
    return Entry(
        title=row.title,
        code=row.code,
        within=f"{row.objective.code} {row.objective.title}",
        body="\n".join([measured, *(step.title for step in row.steps.all())]),
        is_open=row.objective.state not in _OVER,
        owners=(row.owner_id, row.delegate_id),
    )


def _metric(row: Metric) -> Entry:
    return Entry(title=row.name, code=row.code, owners=(row.owner_id,))


def _cycle(row: Cycle) -> Entry:
    return Entry(title=row.name, is_open=row.is_open, owners=(row.manager_id,))


def _check_ins() -> QuerySet[CheckIn]:
    said = CheckIn.objects.exclude(went_well="", in_the_way="", next_steps="")
    return said.select_related("key_result")


def _check_in(row: CheckIn) -> Entry:
    said = (row.went_well, row.in_the_way, row.next_steps)
    return Entry(
        title="",
        within=f"{row.key_result.code} {row.key_result.title}",
        body="\n".join(filter(None, said)),
        is_open=False,
        owners=(row.author_id,),
    )
