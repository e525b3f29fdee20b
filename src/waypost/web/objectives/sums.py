"""The arithmetic behind an objective's figures, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from waypost.bets.queries import BetRow, Figures, KeyResultFigures, ObjectiveFigures
from waypost.okrs.queries import KeyResultRow, ObjectiveRow
from waypost.web.addresses import key_result_url, objective_url
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an objective's progress: a key result, or one aligned to it."""

    title: str
    url: str
    reading: str
    measured_on: date | None
    formula: str
    health: str
    progress: float | None
    weight: float
    counted: float


@dataclass(frozen=True, slots=True)
class Stake:
    """What one bet brings to a key result."""

    name: str
    url: str
    worth: str
    share: float


@dataclass(frozen=True, slots=True)
class Cover:
    """One key result's part of an objective's coverage."""

    title: str
    url: str
    measured: float | None
    stakes: tuple[Stake, ...]
    coverage: float
    weight: float
    counted: float


@dataclass(frozen=True, slots=True)
class Sums:
    """How progress and coverage of an objective come about."""

    of_children: bool
    parts: tuple[Part, ...]
    progress: float | None
    progress_sum: str
    covers: tuple[Cover, ...]
    coverage: float | None
    coverage_sum: str


def sums_of(
    row: ObjectiveRow,
    children: Sequence[ObjectiveRow],
    known: Figures,
    bets: Mapping[int, BetRow],
) -> Sums:
    """Return the arithmetic of an objective."""
    own = known.objectives.get(row.pk)
    of_children = own is not None and own.source == "children"
    if of_children:
        parts = [
            _child(each, known) for each in children if each.pk in known.objectives
        ]
    else:
        parts = [
            _part(each, known.key_results.get(each.pk)) for each in row.key_results
        ]
    covers = [
        _cover(each, known.key_results[each.pk], bets)
        for each in row.key_results
        if each.pk in known.key_results
    ]
    return Sums(
        of_children=of_children,
        parts=tuple(parts),
        progress=own.progress if own else None,
        progress_sum=_mean([(each.weight, each.counted) for each in parts]),
        covers=tuple(covers),
        coverage=_coverage(own, covers),
        coverage_sum=_mean([(each.weight, each.counted) for each in covers]),
    )


def _coverage(own: ObjectiveFigures | None, covers: Sequence[Cover]) -> float | None:
    return own.coverage if own is not None and covers else None


def _part(row: KeyResultRow, found: KeyResultFigures | None) -> Part:
    progress = found.progress if found else None
    return Part(
        title=row.title,
        url=key_result_url(row.number),
        reading=_reading(row),
        measured_on=found.measured_on if found else None,
        formula=_formula(row, found),
        health=found.health if found else "no_data",
        progress=progress,
        weight=row.weight,
        counted=_clipped(progress),
    )


def _child(row: ObjectiveRow, known: Figures) -> Part:
    progress = known.objectives[row.pk].progress
    return Part(
        title=row.title,
        url=objective_url(row.number),
        reading="",
        measured_on=None,
        formula="",
        health=known.objectives[row.pk].health,
        progress=progress,
        weight=row.weight,
        counted=_clipped(progress),
    )


def _reading(row: KeyResultRow) -> str:
    if row.kind in {"steps", "binary"}:
        return _("%(done)s of %(total)s steps done") % {
            "done": row.steps_done,
            "total": row.steps_total,
        }
    if row.latest is None:
        return _("no reading yet")
    return formats.number(row.latest, row.unit)


def _formula(row: KeyResultRow, found: KeyResultFigures | None) -> str:
    """Write progress of a metric out; steps and ranges say theirs on their page."""
    if row.kind != "metric" or found is None or found.value is None:
        return ""
    now, start = formats.number(found.value), formats.number(row.baseline)
    return f"({now} − {start}) ÷ ({formats.number(row.target)} − {start})"


def _cover(
    row: KeyResultRow, found: KeyResultFigures, bets: Mapping[int, BetRow]
) -> Cover:
    way = found.target - found.baseline
    stakes = [
        Stake(
            name=bets[each.bet].project_name
            if each.bet in bets
            else _("a bet placed elsewhere"),
            url=f"{key_result_url(row.number)}#bets",
            worth=_worth(row, each.worth),
            share=each.worth / way if way else 0.0,
        )
        for each in found.stakes
    ]
    return Cover(
        title=row.title,
        url=key_result_url(row.number),
        measured=found.progress,
        stakes=tuple(stakes),
        coverage=found.coverage,
        weight=row.weight,
        counted=_clipped(found.coverage),
    )


def _worth(row: KeyResultRow, worth: float) -> str:
    if row.kind in {"steps", "binary"}:
        return f"+{formats.percent(worth)}"
    return formats.signed(worth, row.unit)


def _mean(parts: Sequence[tuple[float, float]]) -> str:
    """Write a weighted mean out: ``(2 × 35 % + 1 × 26 %) ÷ 3``."""
    if not parts:
        return ""
    terms = [f"{formats.number(w)} × {formats.percent(p)}" for w, p in parts]
    total = formats.number(sum(weight for weight, _share in parts))
    return f"({' + '.join(terms)}) ÷ {total}"


def _clipped(share: float | None) -> float:
    return min(1.0, max(0.0, share or 0.0))
