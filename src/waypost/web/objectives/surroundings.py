"""What stands around an objective on its page and in the drawer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost import charts
from waypost.bets.queries import BetRow, Figures
from waypost.okrs.queries import GuardrailRow, KeyResultRow, ObjectiveRow
from waypost.web import pictures
from waypost.web.addresses import (
    key_result_url,
    maybe,
    objective_url,
    project_url,
)
from waypost.web.bars import (
    Bar,
    key_result_bar,
    objective_bar,
    values_in_words,
)
from waypost.web.limits import breach_in_words, limits_in_words
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class KeyResultView:
    """A key result as its objective shows it."""

    row: KeyResultRow
    bar: Bar
    values: str
    spark: SafeString
    url: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One bet in short, with what it brings to its key result."""

    key_result: str
    url: str
    likely: float | None
    unit: str
    probability: float
    is_ghost: bool
    worth: str
    lands_on: date | None


@dataclass(frozen=True, slots=True)
class Support:
    """A project with its bets on an objective's key results."""

    name: str
    url: str
    standing: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """An objective that supports this one."""

    row: ObjectiveRow
    bar: Bar
    url: str


@dataclass(frozen=True, slots=True)
class Rail:
    """A guardrail, and whether it holds."""

    pk: int
    name: str
    code: str
    limits: str
    now: str
    holds: bool | None
    url: str
    breach: str


def key_result_views(
    rows: Iterable[KeyResultRow], known: Figures
) -> list[KeyResultView]:
    """Return the key results with figures, a line of their readings, and links."""
    return [
        KeyResultView(
            row=row,
            bar=key_result_bar(known.key_results.get(row.pk)),
            values=values_in_words(row),
            spark=spark_of(row),
            url=key_result_url(row.number),
            edit_url=maybe("key_results:edit", row.number),
        )
        for row in rows
    ]


def spark_of(row: KeyResultRow) -> SafeString:
    """Draw a metric's readings as small as a word; steps have none."""
    if row.metric_pk is None:
        return SafeString("")
    points = tuple((at.date().toordinal(), value) for at, value in row.spark)
    target = row.target if row.target is not None else row.low
    line = charts.Sparkline(
        points=points,
        label=_spark_sentence(row),
        target=None if target is None else float(target),
        first=row.starts_on.toordinal(),
        last=row.due_on.toordinal(),
        width=88,
        height=32,
    )
    return pictures.sparkline(line)


def _spark_sentence(row: KeyResultRow) -> str:
    if not row.spark:
        return _("No readings yet")
    words = {
        "first": formats.number(row.spark[0][1]),
        "last": formats.number(row.spark[-1][1], row.unit),
        "day": formats.day(row.spark[0][0]),
    }
    return _("From %(first)s to %(last)s since %(day)s") % words


def supports(bets: Sequence[BetRow], known: Figures) -> list[Support]:
    """Return the projects behind an objective, each with its bets."""
    of_project: dict[int, list[BetRow]] = {}
    for bet in bets:
        of_project.setdefault(bet.project, []).append(bet)
    return [
        Support(
            name=rows[0].project_name,
            url=project_url(rows[0].project_code),
            standing=_standing(rows[0]),
            chips=tuple(_chip(row, known) for row in rows),
        )
        for rows in of_project.values()
    ]


def _chip(bet: BetRow, known: Figures) -> Chip:
    return Chip(
        key_result=bet.key_result_title,
        url=maybe("bets:page", bet.pk) or key_result_url(bet.key_result_number),
        likely=bet.likely,
        unit=bet.unit,
        probability=bet.probability,
        is_ghost=bet.is_ghost,
        worth=_worth(bet, known),
        lands_on=bet.lands_on,
    )


def _worth(bet: BetRow, known: Figures) -> str:
    """Say what a bet that counts still brings, in the key result's unit."""
    found = known.key_results.get(bet.key_result)
    stake = next((s for s in found.stakes if s.bet == bet.pk), None) if found else None
    if stake is None:
        return _("does not count yet") if bet.is_ghost else ""
    if stake.share_landed >= 1:
        return _("landed, so it is in the readings")
    if bet.likely is None:
        said = f"+{formats.percent(stake.worth)}"
    else:
        said = formats.signed(stake.worth, bet.unit)
    return _("worth %(worth)s by the due date") % {"worth": said}


def _standing(bet: BetRow) -> str:
    """Say where a project stands, as far as it decides whether its bets count."""
    if bet.project_standing == "cancelled":
        return _("cancelled")
    if bet.project_standing == "on_hold":
        return _("on hold")
    if not bet.is_funded:
        return _("a candidate, not funded")
    words = {
        "initiation": _("initiation"),
        "planning": _("planning"),
        "execution": _("execution"),
        "closure": _("closure"),
        "closed": _("closed"),
    }
    return words.get(bet.project_phase, bet.project_phase)


def children(rows: Iterable[ObjectiveRow], known: Figures) -> list[Child]:
    """Return the objectives that support one, with their own figures."""
    return [
        Child(
            row, objective_bar(known.objectives.get(row.pk)), objective_url(row.number)
        )
        for row in rows
    ]


def rails(rows: Iterable[GuardrailRow]) -> list[Rail]:
    """Return the guardrails, each with the metric's last value."""
    return [_rail(row) for row in rows]


def _rail(row: GuardrailRow) -> Rail:
    low, high, now = row.low, row.high, row.now
    holds = None
    if now is not None:
        holds = (low is None or now >= low) and (high is None or now <= high)
    return Rail(
        pk=row.pk,
        name=row.metric_name,
        code=row.metric_code,
        limits=limits_in_words(low, high, row.unit),
        now=formats.number(now, row.unit) if now is not None else "",
        holds=holds,
        url=maybe("metrics:page", row.metric_number),
        breach=breach_in_words(now, row.low, row.high, row.unit),
    )
