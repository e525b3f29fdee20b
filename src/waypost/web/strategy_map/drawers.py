"""What the drawer says of a node: what it is, and what its figures are made of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from waypost.bets import access as bets_access
from waypost.bets import queries
from waypost.bets.loading import Scope
from waypost.okrs import queries as okrs
from waypost.okrs.models import KeyResult, Objective
from waypost.people.models import Person
from waypost.projects import queries as projects
from waypost.projects.models import Project
from waypost.web.addresses import maybe
from waypost.web.strategy_map import words
from waypost.web.strategy_map.addresses import page_at
from waypost.web.templatetags import formats

Missing = (Objective.DoesNotExist, KeyResult.DoesNotExist, Project.DoesNotExist)
EVERYTHING_HAS_LANDED = 0.9995


@dataclass(frozen=True, slots=True)
class Head:
    """What a drawer is about: its code, kind and title, and the thing's own page."""

    name: str
    kind: str
    kind_name: str
    title: str
    url: str

    @property
    def bet_url(self) -> str:
        """Where a bet on it, or of it, is placed."""
        return f"{maybe('bets:create')}?{urlencode({self.kind: self.name})}"


@dataclass(frozen=True, slots=True)
class BetLine:
    """One bet in a waterfall, with the figures its worth is made of."""

    name: str
    title: str
    url: str
    bet_url: str
    effect: str
    chance: str
    lands_on: date | None
    through: str
    step: str = ""
    worth: str = ""
    share: str = ""
    overlap: str = ""
    is_ghost: bool = True
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class KeyResultDrawer:
    """A key result: from its start over what is measured and bet to its target."""

    head: Head
    row: KeyResult
    figures: queries.KeyResultFigures
    measured: float | None
    staked: float
    start: str
    now: str
    target: str
    moved: str
    gap: str
    beyond: str
    bets: Sequence[BetLine]
    ghosts: Sequence[BetLine]
    may_bet: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """A key result of an objective, or an objective aligned to it."""

    name: str
    title: str
    url: str
    progress: float | None
    expected: float | None
    health: str
    weight: float


@dataclass(frozen=True, slots=True)
class ObjectiveDrawer:
    """An objective: the weighted mean of its parts."""

    head: Head
    row: okrs.ObjectiveRow
    figures: queries.ObjectiveFigures
    parts: Sequence[PartLine]
    children: Sequence[PartLine]

    @property
    def lines(self) -> Sequence[PartLine]:
        """What its progress is the mean of: key results, else what is aligned."""
        return self.parts or self.children


@dataclass(frozen=True, slots=True)
class ProjectDrawer:
    """A project and what it is bet on."""

    head: Head
    row: Project
    stage: str
    bets: Sequence[BetLine]
    ghosts: Sequence[BetLine]
    may_bet: bool


Drawer = KeyResultDrawer | ObjectiveDrawer | ProjectDrawer


def drawer(*, viewer: Person, name: str, today: date) -> Drawer:
    """Return what the drawer shows of a node.

    Raises
    ------
    Missing
        If there is no such node for `viewer`.
    """
    found = re.fullmatch(r"(O|KR)-(\d{1,12})", name)
    if found is None:
        return _project(viewer, name, today)
    number = int(found[2])
    if found[1] == "KR":
        return _key_result(viewer, number, today)
    return _objective(viewer, number, today)


def _key_result(viewer: Person, number: int, today: date) -> KeyResultDrawer:
    row = okrs.key_result(viewer=viewer, number=number)
    scope = Scope(objectives=(row.objective_id,), alone=True)
    found = queries.figures(viewer=viewer, scope=scope, today=today)
    figures = found.key_results[row.pk]
    bets = queries.bet_rows_of_key_result(viewer=viewer, key_result=row.pk)
    lines = list(_lines(bets, found, row.pk))
    form = _Amounts(row.kind, row.metric.unit if row.metric else "")
    bare = _Amounts(row.kind, "")
    distance = figures.target - figures.baseline
    staked = sum(s.worth for s in figures.stakes) / distance if distance else 0.0
    toward = 1 if distance >= 0 else -1
    return KeyResultDrawer(
        head=_head("key_result", row.code, row.title),
        row=row,
        figures=figures,
        measured=figures.coverage - staked if figures.is_measured else None,
        staked=staked,
        start=bare.value(figures.baseline),
        now=bare.value(figures.now),
        target=form.value(figures.target),
        moved=form.signed(figures.now - figures.baseline),
        gap=form.size(abs(figures.gap)) if figures.gap * toward > 1e-9 else "",
        beyond=form.size(abs(figures.gap)) if figures.gap * toward < -1e-9 else "",
        bets=[line for line in lines if not line.is_ghost],
        ghosts=[line for line in lines if line.is_ghost],
        may_bet=queries.may_propose(viewer=viewer),
    )


def _objective(viewer: Person, number: int, today: date) -> ObjectiveDrawer:
    page = okrs.objective_page(viewer=viewer, number=number)
    row = page.row
    below = tuple(child.pk for child in page.children)
    scope = Scope(objectives=(row.pk, *below), bare=True)
    found = queries.figures(viewer=viewer, scope=scope, today=today)
    parts = [
        _part(k.code, k.title, k.weight, found.key_results[k.pk])
        for k in row.key_results
        if k.pk in found.key_results
    ]
    children = [
        _part(o.code, o.title, o.weight, found.objectives[o.pk])
        for o in page.children
        if o.pk in found.objectives
    ]
    head = _head("objective", row.code, row.title)
    return ObjectiveDrawer(head, row, found.objectives[row.pk], parts, children)


def _project(viewer: Person, code: str, today: date) -> ProjectDrawer:
    row = projects.project(viewer=viewer, code=code)
    bets = queries.bet_rows_of_project(viewer=viewer, project=row.pk)
    scope = Scope(objectives=tuple({bet.objective for bet in bets}), alone=True)
    found = queries.figures(viewer=viewer, scope=scope, today=today)
    lines = list(_lines(bets, found))
    return ProjectDrawer(
        head=_head("project", row.code, row.name),
        row=row,
        stage=words.stage_of(row.phase, row.standing),
        bets=[line for line in lines if not line.is_ghost],
        ghosts=[line for line in lines if line.is_ghost],
        may_bet=bets_access.may_place(viewer, row),
    )


def _head(kind: str, name: str, title: str) -> Head:
    kinds = {
        "objective": _("Objective"),
        "key_result": _("Key result"),
        "project": _("Project"),
    }
    return Head(name, kind, kinds[kind], title, page_at(kind, name))


def _part(
    name: str,
    title: str,
    weight: float,
    figures: queries.KeyResultFigures | queries.ObjectiveFigures,
) -> PartLine:
    is_objective = isinstance(figures, queries.ObjectiveFigures)
    return PartLine(
        name=name,
        title=title,
        url=page_at("objective" if is_objective else "key_result", name),
        progress=figures.progress,
        expected=figures.expected,
        health=figures.health,
        weight=weight,
    )


def _lines(
    bets: Iterable[queries.BetRow], found: queries.Figures, seen_from: int = 0
) -> Iterable[BetLine]:
    """Return a line for each standing bet; `seen_from` is the key result, if any.

    A bet counts for every key result on its metric, so one key result's drawer asks
    for its own share; a project's asks for the one that it was placed for.
    """
    for bet in bets:
        if bet.state not in {"proposed", "active"}:
            continue
        target = seen_from or bet.key_result
        figures = found.key_results.get(target)
        stakes = figures.stakes if figures else ()
        stake = next((s for s in stakes if s.bet == bet.pk), None)
        form = _Amounts("steps" if bet.step_title else "metric", bet.unit)
        other = ("project", bet.project_code, bet.project_name)
        if not seen_from:
            other = ("key_result", bet.key_result_code, bet.key_result_title)
        yield _line(bet, stake, form, other)


def _line(
    bet: queries.BetRow,
    stake: queries.StakeFigures | None,
    form: "_Amounts",
    other: tuple[str, str, str],
) -> BetLine:
    kind, name, title = other
    url = page_at(kind, name)
    bet_url = maybe("bets:page", bet.pk)
    chance = formats.percent(bet.probability)
    if stake is None:
        likely = "" if bet.likely is None else form.signed(bet.likely)
        return BetLine(
            name,
            title,
            url,
            bet_url,
            effect=likely,
            chance=chance,
            step=bet.step_title,
            lands_on=bet.lands_on,
            through=bet.milestone_title,
        )
    share = stake.share_at_due - stake.share_landed
    lost = stake.worth_before_overlap - stake.worth
    return BetLine(
        name=name,
        title=title,
        url=url,
        bet_url=bet_url,
        worth=form.signed(stake.worth),
        effect=form.signed(stake.effect),
        chance=chance,
        share="" if share >= EVERYTHING_HAS_LANDED else formats.percent(share),
        lands_on=stake.lands_on,
        through=bet.milestone_title,
        step=bet.step_title,
        is_ghost=False,
        is_overdue=stake.is_overdue,
        overlap=form.signed(-lost) if abs(lost) > 1e-9 else "",
    )


@dataclass(frozen=True, slots=True)
class _Amounts:
    """How amounts of a key result read: in its unit, or as percent of its steps."""

    kind: str
    unit: str

    @property
    def _is_stepped(self) -> bool:
        return self.kind in words.STEPPED

    def value(self, value: float) -> str:
        if self._is_stepped:
            return formats.percent(value)
        return formats.number(value, self.unit)

    def size(self, value: float) -> str:
        return (
            formats.percent(value)
            if self._is_stepped
            else formats.size(value, self.unit)
        )

    def signed(self, value: float) -> str:
        if self._is_stepped:
            sign = "+" if value > 0 else ""
            return f"{sign}{formats.percent(value)}"
        return formats.signed(value, self.unit)
