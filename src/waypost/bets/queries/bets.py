"""Bets as pages list them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from waypost.bets import access
from waypost.bets.models import Assumption, Bet, OverlapGroup
from waypost.bets.terms import direction_of
from waypost.core import history
from waypost.core.prepared import prepared
from waypost.okrs.models import Cycle, KeyResult
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """Something that must hold, and whether it did."""

    pk: int
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class BetRow:
    """One bet, with the names of what it ties together.

    `low`, `likely`, `high` are signed, in the metric's unit, None for a step.
    `direction` is +1 where a rise of the metric helps. `is_counted` says that its
    worth is in the coverage; what is proposed or not funded is a ghost. Only a bet
    read by itself has its `assumptions`.
    """

    pk: int
    state: str
    is_counted: bool
    project: int
    project_code: str
    project_name: str
    project_phase: str
    project_standing: str
    is_funded: bool
    milestone: int | None
    milestone_title: str
    lands_on: date | None
    key_result: int
    key_result_number: int
    key_result_code: str
    key_result_title: str
    key_result_owner: int
    objective: int
    objective_number: int
    objective_title: str
    unit: str
    direction: int
    step_title: str
    low: float | None
    likely: float | None
    high: float | None
    probability: float
    lag_days: int
    ramp_days: int
    rationale: str
    owner: int
    owner_name: str
    owner_initials: str
    group_name: str
    group_share: float | None
    assumptions: tuple[AssumptionRow, ...]

    @property
    def is_ghost(self) -> bool:
        """Whether it is shown but does not count."""
        return not self.is_counted


def bet(*, viewer: Person, pk: int) -> Bet:
    """Return a bet, or raise `Bet.DoesNotExist` if `viewer` may not see it."""
    return _joined(access.visible_bets(viewer)).get(pk=pk)


def assumption(*, viewer: Person, pk: int) -> Assumption:
    """Return an assumption, or raise `Assumption.DoesNotExist`."""
    found = Assumption.objects.filter(bet__in=access.visible_bets(viewer))
    return found.select_related("bet__project", "bet__key_result__objective").get(pk=pk)


def bet_version(*, viewer: Person, pk: int) -> int:
    """Return the version that an edit form carries."""
    return history.version_of(bet(viewer=viewer, pk=pk))


def bet_row(*, viewer: Person, pk: int) -> BetRow:
    """Return one bet as a row, or raise `Bet.DoesNotExist`."""
    whole = _ordered(access.visible_bets(viewer).filter(pk=pk)).prefetch_related(
        Prefetch("assumptions", Assumption.objects.order_by("pk"))
    )
    return _row(whole.get(), is_whole=True)


def bet_rows_of_key_result(*, viewer: Person, key_result: int) -> list[BetRow]:
    """Return the bets that stand for a key result: on its metric or its steps."""
    return _rows(_of_key_result(viewer, key_result=key_result))


def bet_rows_of_project(*, viewer: Person, project: int) -> list[BetRow]:
    """Return the bets of a project, withdrawn ones last."""
    return _rows(_of_projects(viewer, each_project=[project]))


def bet_rows_of_projects(
    *, viewer: Person, projects: Iterable[int]
) -> dict[int, list[BetRow]]:
    """Return the standing bets of several projects, by project."""
    rows = _rows(_of_projects(viewer, each_project=projects))
    found: dict[int, list[BetRow]] = {}
    for row in rows:
        if row.state in {Bet.State.PROPOSED, Bet.State.ACTIVE}:
            found.setdefault(row.project, []).append(row)
    return found


def bet_rows_of_objectives(
    *, viewer: Person, objectives: Iterable[int]
) -> dict[int, list[BetRow]]:
    """Return the standing bets placed for key results of objectives, by objective."""
    rows = _rows(_of_objectives(viewer, each_objective=objectives))
    found: dict[int, list[BetRow]] = {}
    for row in rows:
        if row.state in {Bet.State.PROPOSED, Bet.State.ACTIVE}:
            found.setdefault(row.objective, []).append(row)
    return found


def proposed_bets(*, viewer: Person) -> list[BetRow]:
    """Return the bets that wait for `viewer`, as the owner, to accept them."""
    if viewer.is_viewer:
        return []
    return _rows(_proposed(viewer))


def overlap_groups(*, viewer: Person, metric: int) -> list[OverlapGroup]:
    """Return the causes named for a metric, of which `viewer` may see some bet."""
    bets = access.visible_bets(viewer).filter(metric=metric)
    groups = OverlapGroup.objects.filter(metric=metric)
    empty = groups.filter(bets__isnull=True)
    return list((groups.filter(bets__in=bets) | empty).distinct().order_by("name"))


def _joined(bets: QuerySet[Bet]) -> QuerySet[Bet]:
    return bets.select_related(
        "project", "milestone", "key_result__objective", "metric", "step", "owner",
        "overlap_group", "key_result__metric",
    )  # fmt: skip


def _ordered(bets: QuerySet[Bet]) -> QuerySet[Bet]:
    return _joined(bets).order_by("state", "-probability", "pk")


@prepared
def _of_key_result(asker: Person, key_result: int) -> QuerySet[Bet]:
    metric = KeyResult.objects.filter(pk=key_result, metric__isnull=False)
    own = Q(key_result=key_result) | Q(metric__in=metric.values("metric"))
    return _ordered(access.visible_bets(asker).filter(own))


@prepared
def _of_projects(asker: Person, each_project: list[int]) -> QuerySet[Bet]:
    return _ordered(access.visible_bets(asker).filter(project__in=each_project))


@prepared
def _of_objectives(asker: Person, each_objective: list[int]) -> QuerySet[Bet]:
    bets = access.visible_bets(asker)
    return _ordered(bets.filter(key_result__objective__in=each_objective))


@prepared
def _proposed(asker: Person) -> QuerySet[Bet]:
    open_cycles = (Cycle.State.PLANNING, Cycle.State.ACTIVE)
    bets = access.visible_bets(asker).filter(
        key_result__owner=asker.pk,
        state=Bet.State.PROPOSED,
        key_result__objective__cycle__state__in=open_cycles,
    )
    return _ordered(bets)


def _rows(bets: Iterable[Bet]) -> list[BetRow]:
    """Return bets as rows, those that were withdrawn last."""
    return sorted(map(_row, bets), key=lambda row: row.state == "withdrawn")


def _row(bet: Bet, *, is_whole: bool = False) -> BetRow:
    project, milestone, kr = bet.project, bet.milestone, bet.key_result
    return BetRow(
        pk=bet.pk,
        state=bet.state,
        is_counted=bet.state == Bet.State.ACTIVE and project.counts,
        project=project.pk,
        project_code=project.code,
        project_name=project.name,
        project_phase=project.phase,
        project_standing=project.standing,
        is_funded=project.is_funded,
        milestone=bet.milestone_id,
        milestone_title=milestone.title if milestone else "",
        lands_on=_landing(bet),
        key_result=kr.pk,
        key_result_number=kr.number,
        key_result_code=kr.code,
        key_result_title=kr.title,
        key_result_owner=kr.owner_id,
        objective=kr.objective_id,
        objective_number=kr.objective.number,
        objective_title=kr.objective.title,
        unit=bet.metric.unit if bet.metric else "",
        direction=direction_of(kr),
        step_title=bet.step.title if bet.step else "",
        low=_float(bet.low),
        likely=_float(bet.likely),
        high=_float(bet.high),
        probability=bet.probability,
        lag_days=bet.lag_days,
        ramp_days=bet.ramp_days,
        rationale=bet.rationale,
        owner=bet.owner_id,
        owner_name=bet.owner.name,
        owner_initials=bet.owner.initials,
        group_name=bet.overlap_group.name if bet.overlap_group else "",
        group_share=bet.overlap_group.share if bet.overlap_group else None,
        assumptions=tuple(
            AssumptionRow(a.pk, a.text, a.state)
            for a in (bet.assumptions.all() if is_whole else ())
        ),
    )


def _landing(bet: Bet) -> date | None:
    if bet.milestone is None:
        return bet.project.due_on
    return bet.milestone.achieved_on or bet.milestone.due_on


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
