"""The tables of objectives and of key results: which are wanted, and their lines.

Figures are put beside them by ``bets``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)

from waypost.core.listing import (
    Field,
    Found,
    Narrowing,
    OneOf,
    Wanted,
    find,
    within_days,
)
from waypost.core.prepared import prepared
from waypost.okrs import access
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Objective
from waypost.okrs.queries.loading import holder_of
from waypost.people.models import Person
from waypost.people.queries import Ref, ref_of

RUNNING = "running"
_OBJECTIVE_COLUMNS = (
    "number", "title", "level", "kind", "state", "visibility", "priority", "weight",
    "final_score",
)  # fmt: skip
_KEY_RESULT_COLUMNS = (
    "number", "title", "kind", "baseline", "target", "starts_on", "due_on", "weight",
    "metric__unit", "objective__number", "objective__title", "objective__level",
    "objective__state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """One line of the table of objectives."""

    pk: int
    number: int
    code: str
    title: str
    level: str
    level_name: str
    kind_name: str
    state: str
    state_name: str
    visibility: str
    cycle: str
    holder: str
    team: str
    owner: Ref
    priority: int
    weight: float
    key_results: int
    checked_in_at: datetime | None
    score: float | None


@dataclass(frozen=True, slots=True)
class KeyResultLine:
    """One line of the table of key results; `confidence` is a share."""

    pk: int
    number: int
    code: str
    title: str
    objective_number: int
    objective_title: str
    state: str
    state_name: str
    cycle: str
    holder: str
    team: str
    owner: Ref
    kind_name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    starts_on: date
    due_on: date
    weight: float
    confidence: float | None
    checked_in_at: datetime | None


def objective_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which objectives are wanted: two queries."""
    rows = access.visible_objectives(viewer).annotate(
        checked_in_at=_last_of_objective("observed_at"),
        key_result_count=_key_result_count(),
        **_places(""),
    )
    return find(
        rows,
        wanted,
        fields=_OBJECTIVE_FIELDS,
        orders=_OBJECTIVE_ORDERS,
        searched=_objective_said,
    )


def objective_lines(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[ObjectiveLine]:
    """Return objectives as lines, in the order of `ids`: one query."""
    found = {row.pk: row for row in _objectives(viewer, each_objective=ids)}
    words = _in_words(Objective.Level, Objective.Kind, Objective.State)
    return [_objective_line(found[pk], words) for pk in ids if pk in found]


@prepared
def _objectives(asker: Person, each_objective: Sequence[int]) -> QuerySet[Objective]:
    seen = access.visible_objectives(asker).filter(pk__in=each_objective)
    related = ("owner", "person", "team", "cycle")
    return (
        seen.select_related(*related)
        .only(*_OBJECTIVE_COLUMNS, *(f"{each}__name" for each in related))
        .annotate(
            checked_in_at=_last_of_objective("observed_at"),
            key_result_count=_key_result_count(),
        )
    )


def key_result_ids(*, viewer: Person, today: date, wanted: Wanted) -> Found:
    """Return which key results are wanted: two queries."""
    return find(
        _checked(access.visible_key_results(viewer)).annotate(**_places("objective__")),
        wanted,
        fields=_KEY_RESULT_FIELDS,
        orders=_KEY_RESULT_ORDERS,
        searched=_key_result_said,
    )


def key_result_lines(
    *, viewer: Person, today: date, ids: Sequence[int]
) -> list[KeyResultLine]:
    """Return key results as lines, in the order of `ids`: one query."""
    found = {row.pk: row for row in _key_results(viewer, each_key_result=ids)}
    words = _in_words(Objective.State, KeyResult.Kind)
    return [_key_result_line(found[pk], words) for pk in ids if pk in found]


@prepared
def _key_results(asker: Person, each_key_result: Sequence[int]) -> QuerySet[KeyResult]:
    seen = access.visible_key_results(asker).filter(pk__in=each_key_result)
    named = ("owner", "objective__cycle", "objective__team", "objective__person")
    return (
        _checked(seen)
        .select_related("metric", *named)
        .only(*_KEY_RESULT_COLUMNS, *(f"{each}__name" for each in named))
    )


def objectives_of(*, viewer: Person, key_results: Sequence[int]) -> set[int]:
    """Return the objectives that key results belong to.

    Visibility is asked of the objectives: asked of thousands of key results, SQLite
    takes a hundred times longer.
    """
    asked = KeyResult.objects.filter(pk__in=list(key_results)).order_by()
    seen = access.visible_objectives(viewer).order_by()
    found = seen.filter(pk__in=asked.values("objective"))
    return set(found.values_list("pk", flat=True))


def _in_words(*choices: type[TextChoices]) -> dict[str, str]:
    """Return values in words, translated once for all rows."""
    return {str(one): str(one.label) for each in choices for one in each}


def _objective_line(row: Any, words: Mapping[str, str]) -> ObjectiveLine:
    return ObjectiveLine(
        pk=row.pk,
        number=row.number,
        code=row.code,
        title=row.title,
        level=row.level,
        level_name=words[row.level],
        kind_name=words[row.kind],
        state=row.state,
        state_name=words[row.state],
        visibility=row.visibility,
        cycle=row.cycle.name,
        holder=holder_of(row),
        team="" if row.team is None else row.team.name,
        owner=ref_of(row.owner),
        priority=row.priority,
        weight=row.weight,
        key_results=row.key_result_count or 0,
        checked_in_at=row.checked_in_at,
        score=row.final_score,
    )


def _key_result_line(row: Any, words: Mapping[str, str]) -> KeyResultLine:
    objective = row.objective
    return KeyResultLine(
        pk=row.pk,
        number=row.number,
        code=row.code,
        title=row.title,
        objective_number=objective.number,
        objective_title=objective.title,
        state=objective.state,
        state_name=words[objective.state],
        cycle=objective.cycle.name,
        holder=holder_of(objective),
        team="" if objective.team is None else objective.team.name,
        owner=ref_of(row.owner),
        kind_name=words[row.kind],
        unit="" if row.metric is None else row.metric.unit,
        baseline=row.baseline,
        target=row.target,
        starts_on=row.starts_on,
        due_on=row.due_on,
        weight=row.weight,
        confidence=None if row.confidence is None else row.confidence / 100,
        checked_in_at=row.checked_in_at,
    )


def _checked(rows: QuerySet[KeyResult]) -> QuerySet[KeyResult]:
    """Annotate the last check-in."""
    last = CheckIn.objects.filter(key_result=OuterRef("pk")).order_by("-observed_at")
    return rows.annotate(
        checked_in_at=Subquery(last.values("observed_at")[:1]),
        confidence=Subquery(last.values("confidence")[:1]),
    )


def _last_of_objective(name: str) -> Subquery:
    last = CheckIn.objects.filter(key_result__objective=OuterRef("pk"))
    return Subquery(last.order_by("-observed_at").values(name)[:1])


def _key_result_count() -> Subquery:
    rows = KeyResult.objects.filter(objective=OuterRef("pk")).order_by()
    return Subquery(rows.values("objective").annotate(n=Count("pk")).values("n"))


def _places(prefix: str) -> dict[str, Case]:
    """Annotate where a level and a state stand among the others."""
    return {
        "level_place": _place(f"{prefix}level", Objective.Level.values),
        "state_place": _place(f"{prefix}state", Objective.State.values),
    }


def _place(path: str, values: Sequence[str]) -> Case:
    return Case(
        *(When(**{path: value}, then=Value(at)) for at, value in enumerate(values))
    )


def _in_cycle(path: str) -> Any:
    """Return the condition on a cycle: by id, or that it is not over."""

    def condition(narrowing: Narrowing) -> Q:
        assert isinstance(narrowing, OneOf)
        known = [value for value in narrowing.values if value != RUNNING]
        hit = Q(**{f"{path}__in": known}) if known else Q(pk__in=[])
        if RUNNING in narrowing.values:
            over = Cycle.objects.filter(state=Cycle.State.CLOSED)
            hit |= ~Q(**{f"{path}__in": list(over.values_list("pk", flat=True))})
        return hit

    return condition


def _objective_said(word: str) -> Q:
    return Q(title__icontains=word) | _numbered(word, "O-")


def _key_result_said(word: str) -> Q:
    said = Q(title__icontains=word) | Q(objective__title__icontains=word)
    return said | _numbered(word, "KR-")


def _numbered(word: str, prefix: str) -> Q:
    number = word.upper().removeprefix(prefix)
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    return Q(number=int(number)) if is_number else Q(pk__in=[])


_OBJECTIVE_FIELDS: dict[str, Field] = {
    "cycle": _in_cycle("cycle"),
    "level": "level",
    "team": "team",
    "owner": "owner",
    "kind": "kind",
    "state": "state",
    "priority": "priority",
    "weight": "weight",
    "key_results": "key_result_count",
    "checked": within_days("checked_in_at"),
    "score": "final_score",
}
_OBJECTIVE_ORDERS: dict[str, str | Sequence[str]] = {
    "title": "title",
    "code": "number",
    "cycle": ("cycle__starts_on", "cycle__ends_on"),
    "level": "level_place",
    "team": "team__name",
    "owner": "owner__name",
    "kind": "kind",
    "state": "state_place",
    "priority": "priority",
    "weight": "weight",
    "key_results": "key_result_count",
    "checked": "checked_in_at",
    "score": "final_score",
}
_KEY_RESULT_FIELDS: dict[str, Field] = {
    "objective": "objective__title",
    "cycle": _in_cycle("objective__cycle"),
    "level": "objective__level",
    "team": "objective__team",
    "owner": "owner",
    "kind": "kind",
    "state": "objective__state",
    "start": "starts_on",
    "due": "due_on",
    "weight": "weight",
    "confidence": "confidence",
    "checked": within_days("checked_in_at"),
}
_KEY_RESULT_ORDERS: dict[str, str | Sequence[str]] = {
    "title": "title",
    "code": "number",
    "objective": "objective__title",
    "cycle": ("objective__cycle__starts_on", "objective__cycle__ends_on"),
    "level": "level_place",
    "team": "objective__team__name",
    "owner": "owner__name",
    "kind": "kind",
    "state": "state_place",
    "start": "starts_on",
    "due": "due_on",
    "weight": "weight",
    "confidence": "confidence",
    "checked": "checked_in_at",
}
