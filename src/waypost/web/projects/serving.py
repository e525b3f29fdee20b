"""What a project serves: its bets, and what each is worth to its key result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from waypost.bets import queries as bets
from waypost.bets.loading import Scope
from waypost.bets.queries import (
    BetRow,
    Figures,
    KeyResultFigures,
    ServedRow,
    StakeFigures,
)
from waypost.people.models import Person
from waypost.web import bars
from waypost.web.addresses import key_result_url, maybe, objective_url
from waypost.web.bars import Bar
from waypost.web.projects.words import share_in_words
from waypost.web.templatetags import formats

STANDING = ("proposed", "active")
FEW = 3


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the top down to a project."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class BetLine:
    """A bet with what it is worth here; `words` is that as a share of the way left.

    `why_not` says why it does not count. An address is empty where the person may
    not do that.
    """

    bet: BetRow
    url: str
    key_result_url: str
    objective_url: str
    share: float | None
    words: str
    arithmetic: str
    bar: Bar
    lands: str
    why_not: str
    accept_url: str = ""
    edit_url: str = ""
    withdraw_url: str = ""
    delete_url: str = ""

    @property
    def may_change(self) -> bool:
        """Whether there is anything in its menu."""
        return bool(self.edit_url or self.withdraw_url)


@dataclass(frozen=True, slots=True)
class Served:
    """Everything that a project is for."""

    lines: tuple[BetLine, ...]
    past: tuple[BetLine, ...]

    @property
    def key_results(self) -> int:
        """How many key results bet on it."""
        return len({line.bet.key_result for line in self.lines})

    @property
    def path(self) -> list[Crumb]:
        """The alignment path: objective and key result of the weightiest bet."""
        if not self.lines:
            return [Crumb(_("Projects"), reverse("projects:index"))]
        line = max(self.lines, key=lambda each: abs(each.share or 0))
        return [
            Crumb(line.bet.objective_title, line.objective_url),
            Crumb(line.bet.key_result_code, line.key_result_url),
        ]

    def landing_with(self, milestone: int) -> list[BetLine]:
        """Return the bets that land when a milestone is reached."""
        return [line for line in self.lines if line.bet.milestone == milestone]

    def nearest_to(self, milestone: int | None) -> list[BetLine]:
        """Return the few bets that a task of a milestone matters for most."""
        own = [line for line in self.lines if line.bet.milestone == milestone]
        others = [line for line in self.lines if line.bet.milestone != milestone]
        return [*own, *others][:FEW]


def served_by(
    project: int, *, viewer: Person, today: date, may_edit: bool = False
) -> Served:
    """Return the bets of a project with their worth, and those that are over."""
    rows = bets.bet_rows_of_project(viewer=viewer, project=project)
    standing = [row for row in rows if row.state in STANDING]
    scope = Scope(objectives=tuple({row.objective for row in standing}), alone=True)
    figures = (
        bets.figures(viewer=viewer, scope=scope, today=today)
        if standing
        else Figures(today)
    )
    lines = bet_lines(standing, figures, viewer=viewer, may_edit=may_edit)
    past = [row for row in rows if row.state not in STANDING]
    return Served(
        tuple(lines),
        tuple(bet_lines(past, Figures(today), viewer=viewer, may_edit=False)),
    )


def bet_lines(
    rows: Iterable[BetRow],
    figures: Figures,
    *,
    viewer: Person,
    may_edit: bool = False,
) -> list[BetLine]:
    """Return bets as lines, those that are worth most first."""
    lines = [
        _line(row, figures.key_results.get(row.key_result), viewer, may_edit=may_edit)
        for row in rows
    ]
    return sorted(lines, key=lambda line: -abs(line.share or 0))


def _line(
    row: BetRow, found: KeyResultFigures | None, viewer: Person, *, may_edit: bool
) -> BetLine:
    stakes = found.stakes if found else ()
    stake = next((each for each in stakes if each.bet == row.pk), None)
    share = (
        None if stake is None or found is None else bets.share_of_way(row, found, stake)
    )
    is_open = row.state in STANDING
    accepts = viewer.acts and (viewer.is_admin or viewer.pk == row.key_result_owner)
    owns = row.owner == viewer.pk and viewer.acts
    edits = is_open and (may_edit or owns)
    return BetLine(
        bet=row,
        url=maybe("bets:page", row.pk),
        key_result_url=key_result_url(row.key_result_number),
        objective_url=objective_url(row.objective_number),
        share=share,
        words=share_in_words(share) if stake else "",
        arithmetic=_arithmetic(row, found, stake, share) if found and stake else "",
        bar=bars.key_result_bar(found),
        lands=_lands(row, stake),
        why_not=why_not(row, is_in_plan=found is not None),
        accept_url=_if(row.state == "proposed" and accepts, "bets:accept", row.pk),
        edit_url=_if(edits, "bets:edit", row.pk),
        withdraw_url=_if(is_open and (edits or accepts), "bets:withdraw", row.pk),
        delete_url=_if(edits, "bets:delete", row.pk),
    )


def _arithmetic(
    row: BetRow, found: KeyResultFigures, stake: StakeFigures, share: float | None
) -> str:
    """Return the sum behind the words: ``70 % × −8 days … = −5.6 of −13 days``."""
    if row.likely is None:
        return _("“%(step)s” is %(worth)s of all steps by weight.") % {
            "step": row.step_title,
            "worth": formats.percent(stake.worth),
        }
    words = {
        "probability": formats.percent(row.probability),
        "effect": formats.signed(stake.effect, row.unit),
        "landing": formats.percent(stake.share_at_due - stake.share_landed),
        "worth": formats.signed(stake.worth, row.unit),
        "left": formats.signed(found.target - found.now, row.unit),
        "share": formats.percent(share),
    }
    said = _(
        "%(probability)s sure × %(effect)s on average × %(landing)s still to land by"
        " the due day = %(worth)s"
    )
    if abs(stake.worth_before_overlap - stake.worth) > 1e-9:
        said = _(
            "%(probability)s sure × %(effect)s on average × %(landing)s still to land"
            " by the due day, less what overlaps with other bets = %(worth)s"
        )
    if share is not None:
        said += _("; of %(left)s still to go that is %(share)s")
    return said % words + "."


def _lands(row: BetRow, stake: StakeFigures | None) -> str:
    """Say when the effect begins, and with what."""
    lands_on = stake.lands_on if stake and stake.lands_on else row.lands_on
    words = {"day": formats.day(lands_on), "milestone": row.milestone_title}
    if row.milestone_title:
        said = _("lands with “%(milestone)s”")
        if lands_on is not None:
            said = _("lands with “%(milestone)s” on %(day)s")
    elif lands_on is None:
        said = _("lands when the project is done")
    else:
        said = _("lands with the project on %(day)s")
    said = said % words
    if stake and stake.is_overdue:
        return _("%(said)s, which is past") % {"said": said}
    if stake and stake.share_at_due < 0.995:
        return _("%(said)s, %(share)s of it in time") % {
            "said": said,
            "share": formats.percent(stake.share_at_due),
        }
    return said


def why_not(row: BetRow | ServedRow, *, is_in_plan: bool) -> str:
    """Say why a bet does not count; nothing where it does."""
    reasons = {
        "withdrawn": _("withdrawn"),
        "settled": _("settled"),
        "proposed": _("proposed: counts once it is accepted"),
    }
    if row.state in reasons:
        return reasons[row.state]
    if row.project_standing == "on_hold":
        return _("does not count while the project is on hold")
    if not row.is_funded:
        return _("counts once the project is funded")
    if not is_in_plan:
        return _("its cycle is over")
    return ""


def _if(allowed: bool, name: str, pk: int) -> str:  # noqa: FBT001 - reads as "if"
    return maybe(name, pk) if allowed else ""
