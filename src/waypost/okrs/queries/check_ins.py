"""Check-ins: which are due, which wait to be read, what each says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from waypost.core.models import Change
from waypost.core.registry import label_of
from waypost.okrs import access, cadence, doubts
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Objective, Step
from waypost.okrs.queries.loading import key_result_rows
from waypost.okrs.queries.rows import CheckInRow, KeyResultRow, StepRow
from waypost.people.installation import organisation, zone
from waypost.people.models import Person
from waypost.people.queries import maybe_ref_of, ref_of


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
    found = KeyResult.objects.filter(pk__in=since)
    rows = key_result_rows(found, sparks=True)
    objectives = Objective.objects.in_bulk({row.objective_pk for row in rows})
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


def to_acknowledge(*, viewer: Person, limit: int = 50) -> list[CheckInRow]:
    """Return the check-ins that wait for `viewer`, who reviews, to read them."""
    found = access.visible_check_ins(viewer).filter(
        key_result__objective__reviewer=viewer,
        acknowledged_at__isnull=True,
        key_result__objective__cycle__state__in=_OPEN,
    )
    waiting = found.exclude(author=viewer).order_by("-observed_at", "-pk")
    return check_in_rows(waiting[:limit], viewer)


def check_ins_of(
    *, viewer: Person, key_result: KeyResult, limit: int = 200
) -> list[CheckInRow]:
    """Return the check-ins of a key result, the latest first."""
    found = access.visible_check_ins(viewer).filter(key_result=key_result)
    return check_in_rows(found.order_by("-observed_at", "-pk")[:limit], viewer)


def check_in_rows(found: QuerySet[CheckIn], viewer: Person) -> list[CheckInRow]:
    """Return visible check-ins as rows: two queries."""
    related = (
        "author",
        "acknowledged_by",
        "key_result__metric",
        "key_result__objective",
    )
    rows = list(found.select_related(*related))
    edited = Change.objects.filter(
        model=label_of(CheckIn),
        row_id__in=[row.pk for row in rows],
        change_set__verb="okrs.edit_check_in",
        change_set__undone_by=None,
    )
    known = set(edited.values_list("row_id", flat=True))
    return [_check_in_row(row, viewer, is_edited=row.pk in known) for row in rows]


def steps_of(key_results: Iterable[int]) -> dict[int, tuple[StepRow, ...]]:
    """Return the steps of key results in their order: one query."""
    found: dict[int, list[StepRow]] = defaultdict(list)
    rows = Step.objects.filter(key_result_id__in=list(key_results))
    for step in rows.order_by("position", "pk"):
        row = StepRow(step.pk, step.title, step.weight, step.done_on)
        found[step.key_result_id].append(row)
    return defaultdict(tuple, {pk: tuple(steps) for pk, steps in found.items()})


_OPEN = (Cycle.State.ACTIVE, Cycle.State.GRADING)


def _due_since(viewer: Person, today: date) -> dict[int, date]:
    own = KeyResult.objects.filter(
        Q(owner=viewer) | Q(delegate=viewer),
        objective__state=Objective.State.ACTIVE,
        objective__cycle__state__in=_OPEN,
        starts_on__lte=today,
    ).annotate(last=Max("check_ins__observed_at"))
    found: dict[int, date] = {}
    rhythm = _rhythm()
    for key_result in own:
        day = _since(key_result, key_result.last, today, rhythm)
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
    ids = list(key_results)
    latest = CheckIn.objects.filter(
        key_result=OuterRef("pk"), confidence__isnull=False
    ).order_by("-observed_at", "-pk")
    found = KeyResult.objects.filter(pk__in=ids).annotate(
        last=Subquery(latest.values("confidence")[:1])
    )
    return {
        pk: last for pk, last in found.values_list("pk", "last") if last is not None
    }


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
