"""One key result with all around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import QuerySet

from waypost.core.elsewhere import Elsewhere, elsewhere_of
from waypost.core.history import version_of
from waypost.core.prepared import prepared
from waypost.okrs import access
from waypost.okrs.models import Cycle, KeyResult, Objective, Step
from waypost.okrs.queries.check_ins import check_ins_of, due_since, steps_of
from waypost.okrs.queries.loading import (
    holder_of,
    key_result_rows,
    measured_rows,
)
from waypost.okrs.queries.paths import path_to, served
from waypost.okrs.queries.rows import CheckInRow, KeyResultRow, Served, StepRow
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of

FEWEST_ODDS = 3


@dataclass(frozen=True, slots=True)
class OddsView:
    """What people think of the chance; the spread only for who has given odds."""

    own: float | None
    count: int
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    chances: tuple[float, ...] = ()

    @property
    def missing(self) -> int:
        """How many more must give theirs before the spread is shown."""
        return max(0, FEWEST_ODDS - self.count)


@dataclass(frozen=True, slots=True)
class KeyResultPage:
    """A key result and what stands around it.

    `path` leads from the top down to its objective, which is the last of it.
    `readings` are all of its metric, the oldest first. `may` holds ``edit``,
    ``check_in``, ``move_target``, ``give_odds``, ``delete``; `is_running` says that
    target and dates move only with a reason.
    """

    row: KeyResultRow
    key_result: KeyResult
    objective_title: str
    objective_code: str
    holder: str
    reviewer: Ref | None
    delegate: Ref | None
    path: tuple[Served, ...]
    readings: tuple[tuple[datetime, float], ...]
    points: tuple[tuple[date, float], ...]
    steps: tuple[StepRow, ...]
    check_ins: tuple[CheckInRow, ...]
    odds: OddsView
    due_since: date | None
    is_running: bool
    may: frozenset[str]
    version: int
    elsewhere: tuple[Elsewhere, ...] = ()


def key_result(*, viewer: Person, number: int) -> KeyResult:
    """Return one key result.

    Raises
    ------
    KeyResult.DoesNotExist
        If there is none for `viewer`.
    """
    found = _key_result(viewer, number=number)
    if not found:
        raise KeyResult.DoesNotExist
    return found[0]


@prepared
def _key_result(asker: Person, number: int) -> QuerySet[KeyResult]:
    found = access.visible_key_results(asker).filter(number=number)
    return found.select_related(
        "metric",
        "owner",
        "delegate",
        "objective__cycle",
        "objective__owner",
        "objective__reviewer",
        "objective__team",
        "objective__person",
    )


def step(*, viewer: Person, pk: int) -> Step:
    """Return one step of a visible key result.

    Raises
    ------
    Step.DoesNotExist
        If there is none for `viewer`.
    """
    seen = access.visible_key_results(viewer).values("pk")
    related = ("key_result__objective__cycle", "key_result__objective__owner")
    return Step.objects.select_related(*related).get(pk=pk, key_result__in=seen)


def ordered_steps(*, viewer: Person, key_result: KeyResult) -> list[Step]:
    """Return the steps of a key result in their order, if `viewer` may see it."""
    seen = access.visible_key_results(viewer).filter(pk=key_result.pk)
    return list(Step.objects.filter(key_result__in=seen).order_by("position", "pk"))


def ordered_key_results(*, viewer: Person, objective: Objective) -> list[KeyResult]:
    """Return the key results of an objective in their order, if `viewer` sees it."""
    seen = access.visible_key_results(viewer).filter(objective=objective)
    return list(seen.order_by("position", "pk"))


def key_result_page(*, viewer: Person, number: int, today: date) -> KeyResultPage:
    """Return a key result with all that its page shows, in a fixed number of queries.

    Raises
    ------
    KeyResult.DoesNotExist
        If there is none for `viewer`.
    """
    row = key_result(viewer=viewer, number=number)
    objective = row.objective
    check_ins = tuple(check_ins_of(viewer=viewer, key_result=row))
    last = check_ins[0].observed_at if check_ins else None
    (own,), series = measured_rows([row])
    return KeyResultPage(
        row=own,
        key_result=row,
        objective_title=objective.title,
        objective_code=objective.code,
        holder=holder_of(objective),
        reviewer=maybe_ref_of(objective.reviewer),
        delegate=maybe_ref_of(row.delegate),
        path=(*path_to(objective, viewer), served(objective)),
        readings=tuple(series.get(row.metric_id or 0, ())),
        points=_points(row),
        steps=() if row.is_measured else steps_of([row.pk])[row.pk],
        check_ins=check_ins,
        odds=odds_of(viewer=viewer, key_result=row),
        due_since=due_since(row, last=last, today=today),
        is_running=access.is_running(row),
        may=_may(viewer, row, today),
        version=version_of(row),
        elsewhere=elsewhere_of(row),
    )


def odds_of(*, viewer: Person, key_result: KeyResult) -> OddsView:
    """Return the odds given: one's own, and the spread once there is one's own.

    A spread of fewer than three would tell who said what.
    """
    given = dict(key_result.odds.values_list("person_id", "probability"))
    own = given.get(viewer.pk)
    if own is None or len(given) < FEWEST_ODDS:
        return OddsView(own, len(given))
    chances = tuple(sorted(given.values()))
    middle = median(chances)
    return OddsView(own, len(given), chances[0], middle, chances[-1], chances)


def key_results_on(*, viewer: Person, metric_ids: Sequence[int]) -> list[KeyResultRow]:
    """Return the visible key results that stand on these metrics."""
    found = access.visible_key_results(viewer).filter(metric_id__in=metric_ids)
    return key_result_rows(found)


def _points(row: KeyResult) -> tuple[tuple[date, float], ...]:
    if row.path != KeyResult.Path.POINTS:
        return ()
    points = row.points.order_by("day").values_list("day", "value")
    return tuple((day, float(value)) for day, value in points)


def _may(viewer: Person, row: KeyResult, today: date) -> frozenset[str]:
    if row.objective.cycle.state == Cycle.State.CLOSED:
        return frozenset()
    rights = {
        "edit": access.may_edit_key_result(viewer, row),
        "check_in": access.may_check_in(viewer, row),
        "move_target": access.may_move_target(viewer, row),
        "give_odds": access.takes_odds(row, today)
        and access.may_give_odds(viewer, row),
        "delete": access.may_add_key_result(viewer, row.objective),
    }
    return frozenset(name for name, held in rights.items() if held)
