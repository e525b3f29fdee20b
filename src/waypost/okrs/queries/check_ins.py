"""Check-ins: which are due, which wait to be read, what each says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from waypost.core.models import Change
from waypost.core.prepared import prepared
from waypost.core.registry import label_of
from waypost.okrs import access, cadence, doubts
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Objective, Step
from waypost.okrs.queries.loading import key_results_among, measured_rows
from waypost.okrs.queries.rows import CheckInRow, KeyResultRow, StepRow
from waypost.people.installation import organisation, zone
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of, ref_of

_OPEN = (Cycle.State.ACTIVE, Cycle.State.GRADING)
WAITING, TOLD = 50, 200  # how many are shown at most, of what waits and of what was


@dataclass(frozen=True, slots=True)
class DueCheckIn:
    """A key result that waits for a check-in, with what the form shows beside it."""

    key_result: KeyResultRow
    objective_code: str
    objective_number: int
    objective_title: str
    due_since: date
    last_values: tuple[float, ...]
    last_confidence: int | None
    steps: tuple[StepRow, ...]


def check_in(*, viewer: Person, pk: int) -> CheckIn:
    """Return one check-in.

    Raises
    ------
    CheckIn.DoesNotExist
        If there is none for `viewer`.
    """
    related = (
        "author",
        "reading",
        "key_result__objective__cycle",
        "key_result__metric",
    )
    return access.visible_check_ins(viewer).select_related(*related).get(pk=pk)


def check_ins_due(*, viewer: Person, today: date) -> list[DueCheckIn]:
    """Return the key results that wait for `viewer`'s check-in, the longest first."""
    if viewer.is_viewer:
        return []
    since = _due_since(viewer, today)
    rows, _series = measured_rows(key_results_among(each_key_result=since))
    about = _objectives(each_objective={row.objective_pk for row in rows})
    objectives = {each.pk: each for each in about}
    steps = steps_of(row.pk for row in rows)
    confidence = _last_confidence(row.pk for row in rows)
    due = [
        _due(row, objectives[row.objective_pk], since, confidence, steps)
        for row in rows
    ]
    return sorted(due, key=lambda each: (each.due_since, each.key_result.number))


def check_in_days(*, viewer: Person, until: date) -> dict[int, date]:
    """Return when key results wait for `viewer`'s check-in, until a day: two queries.

    By key (pk); a day that has passed is a check-in that is due still.
    """
    return {} if viewer.is_viewer else _due_since(viewer, until)


def due_day_of(*, viewer: Person, key_result: KeyResult, today: date) -> date | None:
    """Return since when a check-in on one key result is due, or nothing."""
    seen = access.visible_check_ins(viewer).filter(key_result=key_result)
    last = seen.aggregate(last=Max("observed_at"))["last"]
    return due_since(key_result, last=last, today=today)


def due_since(
    key_result: KeyResult, *, last: datetime | None, today: date
) -> date | None:
    """Return since when a check-in is due, or nothing; `last` is when the last was."""
    if not _runs(key_result, today):
        return None
    return _since(key_result, last, today, _rhythm())


def to_acknowledge(*, viewer: Person) -> list[CheckInRow]:
    """Return the check-ins that wait for `viewer`, who reviews, to read them."""
    return _rows(_to_acknowledge(viewer), viewer)


def check_ins_of(*, viewer: Person, key_result: KeyResult) -> list[CheckInRow]:
    """Return the check-ins of a key result, the latest first."""
    return _rows(_check_ins_of(viewer, key_result=key_result.pk), viewer)


@prepared
def _to_acknowledge(asker: Person) -> QuerySet[CheckIn]:
    found = access.visible_check_ins(asker).filter(
        key_result__objective__reviewer=asker.pk,
        acknowledged_at__isnull=True,
        key_result__objective__cycle__state__in=_OPEN,
    )
    return _latest(found.exclude(author=asker.pk))[:WAITING]


@prepared
def _check_ins_of(asker: Person, key_result: int) -> QuerySet[CheckIn]:
    found = access.visible_check_ins(asker).filter(key_result=key_result)
    return _latest(found)[:TOLD]


def _latest(found: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    related = found.select_related(
        "author", "acknowledged_by", "key_result__metric", "key_result__objective"
    )
    return related.order_by("-observed_at", "-pk")


@prepared
def _edited(each_check_in: list[int]) -> QuerySet[Change, int]:
    found = Change.objects.filter(
        model=label_of(CheckIn),
        row_id__in=each_check_in,
        change_set__verb="okrs.edit_check_in",
        change_set__undone_by=None,
    )
    return found.values_list("row_id", flat=True)


def _rows(found: list[CheckIn], viewer: Person) -> list[CheckInRow]:
    """Return visible check-ins as rows: one query."""
    known = set(_edited(each_check_in=[row.pk for row in found]))
    return [_check_in_row(row, viewer, is_edited=row.pk in known) for row in found]


def steps_of(key_results: Iterable[int]) -> dict[int, tuple[StepRow, ...]]:
    """Return the steps of key results in their order: one query."""
    found: dict[int, list[StepRow]] = defaultdict(list)
    for step in _steps(each_key_result=key_results):
        row = StepRow(step.pk, step.title, step.weight, step.done_on)
        found[step.key_result_id].append(row)
    return defaultdict(tuple, {pk: tuple(steps) for pk, steps in found.items()})


@prepared
def _steps(each_key_result: list[int]) -> QuerySet[Step]:
    rows = Step.objects.filter(key_result_id__in=each_key_result)
    return rows.order_by("position", "pk")


@prepared
def _objectives(each_objective: list[int]) -> QuerySet[Objective]:
    return Objective.objects.filter(pk__in=each_objective)


@prepared
def _in_turn(asker: Person, today: date) -> QuerySet[KeyResult]:
    """Return what one checks in on, each with when that was done last."""
    return KeyResult.objects.filter(
        Q(owner=asker.pk) | Q(delegate=asker.pk),
        objective__state=Objective.State.ACTIVE,
        objective__cycle__state__in=_OPEN,
        starts_on__lte=today,
    ).annotate(last=Max("check_ins__observed_at"))


def _due_since(viewer: Person, today: date) -> dict[int, date]:
    found: dict[int, date] = {}
    rhythm = _rhythm()
    for key_result in _in_turn(viewer, today=today):
        day = _since(key_result, vars(key_result)["last"], today, rhythm)
        if day is not None:
            found[key_result.pk] = day
    return found


def _runs(key_result: KeyResult, today: date) -> bool:
    objective = key_result.objective
    is_open = objective.cycle.state in _OPEN
    is_active = objective.state == Objective.State.ACTIVE
    return is_open and is_active and key_result.starts_on <= today


def _rhythm() -> tuple[int, ZoneInfo]:
    """Return the organisation's check-in day and its time zone."""
    house = organisation()
    if house is None:
        return 0, zone("UTC")
    return house.check_in_weekday, zone(house.time_zone)


def _since(
    key_result: KeyResult,
    last: datetime | None,
    today: date,
    rhythm: tuple[int, ZoneInfo],
) -> date | None:
    weekday, where = rhythm
    day = None if last is None else last.astimezone(where).date()
    return cadence.due_since(key_result, last=day, weekday=weekday, today=today)


def _last_confidence(key_results: Iterable[int]) -> dict[int, int]:
    found = _confidence(each_key_result=key_results)
    return {pk: last for pk, last in found if last is not None}


@prepared
def _confidence(each_key_result: list[int]) -> QuerySet[KeyResult, tuple[int, Any]]:
    latest = CheckIn.objects.filter(
        key_result=OuterRef("pk"), confidence__isnull=False
    ).order_by("-observed_at", "-pk")
    found = KeyResult.objects.filter(pk__in=each_key_result)
    last = Subquery(latest.values("confidence")[:1])
    return found.annotate(last=last).values_list("pk", "last")


def _due(
    row: KeyResultRow,
    objective: Objective,
    since: dict[int, date],
    confidence: dict[int, int],
    steps: dict[int, tuple[StepRow, ...]],
) -> DueCheckIn:
    return DueCheckIn(
        key_result=row,
        objective_code=objective.code,
        objective_number=objective.number,
        objective_title=objective.title,
        due_since=since[row.pk],
        last_values=tuple(value for _at, value in row.spark[-doubts.LOOKED_AT :]),
        last_confidence=confidence.get(row.pk),
        steps=steps.get(row.pk, ()),
    )


def _check_in_row(row: CheckIn, viewer: Person, *, is_edited: bool) -> CheckInRow:
    key_result = row.key_result
    return CheckInRow(
        pk=row.pk,
        key_result_pk=key_result.pk,
        key_result_number=key_result.number,
        key_result_title=key_result.title,
        unit=key_result.metric.unit if key_result.metric else "",
        author=ref_of(row.author),
        observed_at=row.observed_at,
        value=row.value,
        confidence=row.confidence,
        went_well=row.went_well,
        in_the_way=row.in_the_way,
        next_steps=row.next_steps,
        acknowledged_by=maybe_ref_of(row.acknowledged_by),
        acknowledged_at=row.acknowledged_at,
        is_edited=is_edited,
        may_edit=access.may_edit_check_in(viewer, row),
        may_acknowledge=row.acknowledged_at is None
        and access.may_acknowledge(viewer, row),
    )
