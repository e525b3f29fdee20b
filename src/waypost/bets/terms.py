"""What a bet states, as people enter it and as it is stored."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.bets.models import Bet, OverlapGroup
from waypost.okrs.models import KeyResult, Metric, Step
from waypost.people.models import Person
from waypost.projects.models import Milestone, Project


@dataclass(frozen=True, slots=True)
class NewOverlap:
    """A cause that has no overlap group yet, and how much its bets overlap."""

    name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BetTerms:
    """What we expect, from when, how surely.

    The effect is in words of better and worse: a positive number moves the metric the
    way the key result wants, a negative one harms it. ``weakest`` is what nine of ten
    such bets that work at all exceed (P10), ``strongest`` what one of ten does (P90).
    A bet on a step leaves all three empty.
    """

    weakest: Decimal | None = None
    likely: Decimal | None = None
    strongest: Decimal | None = None
    probability: float
    lag_days: int = 0
    ramp_days: int = 0
    rationale: str = ""
    owner: Person | None = None
    overlap_group: OverlapGroup | NewOverlap | None = None
    assumptions: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class BetPlace:
    """What is bet on what: a project or its milestone, a key result or its step."""

    project: Project
    key_result: KeyResult
    milestone: Milestone | None = None
    step: Step | None = None


def direction_of(key_result: KeyResult) -> int:
    """Return +1 where a rise is better, −1 where a fall is.

    Target and baseline decide; a range's is decided by where its baseline lies, and
    inside the range by the metric.
    """
    k = key_result
    if k.kind == KeyResult.Kind.RANGE and k.baseline is not None:
        if k.low is not None and k.baseline < k.low:
            return 1
        if k.high is not None and k.baseline > k.high:
            return -1
    if k.target is not None and k.baseline is not None:
        return 1 if k.target > k.baseline else -1
    return -1 if k.metric and k.metric.better == Metric.Better.LOWER else 1


def stored(terms: BetTerms, place: BetPlace) -> dict[str, Any]:
    """Return the columns of a bet: the effect signed, low ≤ likely ≤ high.

    Raises
    ------
    django.core.exceptions.ValidationError
        By field, if something is missing, or if likely does not lie between the two.
    """
    values: dict[str, Any] = {
        "probability": terms.probability,
        "lag_days": terms.lag_days,
        "ramp_days": terms.ramp_days,
        "rationale": terms.rationale,
        "overlap_group": terms.overlap_group,
    }
    if terms.owner is not None:
        values["owner"] = terms.owner
    if not place.key_result.is_measured:
        return values | dict.fromkeys(("low", "likely", "high"))
    return values | _effect(terms, direction_of(place.key_result))


def entered(bet: Bet) -> dict[str, Decimal | None]:
    """Return a bet's effect in words of better and worse, as a form shows it."""
    if bet.low is None or bet.likely is None or bet.high is None:
        return {"weakest": None, "likely": None, "strongest": None}
    if direction_of(bet.key_result) > 0:
        return {"weakest": bet.low, "likely": bet.likely, "strongest": bet.high}
    return {"weakest": -bet.high, "likely": -bet.likely, "strongest": -bet.low}


def _effect(terms: BetTerms, direction: int) -> dict[str, Any]:
    given = {
        "weakest": terms.weakest,
        "likely": terms.likely,
        "strongest": terms.strongest,
    }
    missing = {
        name: _("Give a number in the metric's unit.")
        for name, value in given.items()
        if value is None
    }
    if missing:
        raise ValidationError(missing)
    ordered = [value for value in given.values() if value is not None]
    if ordered != sorted(ordered):
        message = _(
            "The likely effect lies between the weakest and the strongest, and the"
            " strongest helps most."
        )
        raise ValidationError({"likely": message})
    low, likely, high = sorted(direction * value for value in ordered)
    return {"low": low, "likely": likely, "high": high}
