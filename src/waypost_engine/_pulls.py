"""Who pulls against whom, and whose work does harm elsewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from waypost_engine._bets import share_landed
from waypost_engine._codes import KeyResultKind
from waypost_engine._landing import landings
from waypost_engine._last import last_readings
from waypost_engine._metalog import metalog, metalog_mean
from waypost_engine._plan import Plan
from waypost_engine._progress import distance_to_range
from waypost_engine._ragged import at_or_before, matches
from waypost_engine._staked import staked_effects
from waypost_engine._tables import NO_DAY, NONE, Flags, Floats

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BetPulls:
    """`up` and `down` move the metric of `key_result` apart; all are rows."""

    up: Places
    down: Places
    key_result: Places


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class KeyResultPulls:
    """`first` and `second` want one metric in opposite directions; both are rows."""

    first: Places
    second: Places


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Harms:
    """`bet` leads `key_result` away from what it promises; both are rows."""

    bet: Places
    key_result: Places


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class GuardrailHarms:
    """`bet` pushes the metric of `guardrail` toward a limit; both are rows."""

    bet: Places
    guardrail: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulls:
    """Everything in a plan that works against something else in it."""

    bets: BetPulls
    key_results: KeyResultPulls
    harms: Harms
    guardrails: GuardrailHarms


def pulls(plan: Plan) -> Pulls:
    """Return which bets and key results pull one metric in opposite directions.

    - *Bets*: one lifts and one lowers the metric of a key result, both with part of
      their effect landed by its due day.
    - *Key results*: two on one metric whose times overlap, one to rise and one to
      fall; or, where one is a range, the two cannot both be met.
    - *Harms*: a bet whose mean effect leads a key result it counts for away from its
      target or farther from its range, landing by its due day.
    - *Guardrails*: a bet that pushes a guarded metric toward its limit, landing by
      the objective's due day.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    Pulls
        Pairs of rows, each pair once, in order.

    Notes
    -----
    O(n log n + pairs). Only key results and objectives not yet past their due day.
    Directions are those of the key results, which win over the metric's `better`;
    that decides only for a guardrail without limits. With both limits, away from the
    middle is toward a limit.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, pulls.

    Examples
    --------
    One key result wants the metric up from 10 to 20, another down from 10 to 5:

    >>> from waypost_engine import KeyResults, Metrics, NO_DAY, Objectives, Plan
    >>> nan = float("nan")
    >>> plan = Plan(
    ...     metrics=Metrics.from_rows([(1, 1)]),
    ...     objectives=Objectives.from_rows([(2, 0, 1.0, 60)]),
    ...     key_results=KeyResults.from_rows([
    ...         (3, 0, 0, 0, 10.0, 20.0, nan, nan, 10.0, -30, 60, 1.0, 7, NO_DAY, 0),
    ...         (4, 0, 0, 0, 10.0, 5.0, nan, nan, 5.0, -30, 60, 1.0, 7, NO_DAY, 0),
    ...     ]),
    ... )
    >>> found = pulls(plan).key_results
    >>> found.first.tolist(), found.second.tolist()
    ([0], [1])
    """
    effect = staked_effects(plan).effect
    acting = _acting(plan)
    return Pulls(
        bets=_between_bets(plan, effect, acting),
        key_results=_between_key_results(plan),
        harms=_harms(plan, effect, acting),
        guardrails=_on_guardrails(plan),
    )


def _acting(plan: Plan) -> Flags:
    """Return which stakes have landed in part by the due day of a live key result."""
    bet, due = plan.stakes.bet, plan.key_results.due[plan.stakes.key_result]
    share = share_landed(
        due,
        landing=landings(plan).promised[bet],
        lag=plan.bets.lag[bet],
        ramp=plan.bets.ramp[bet],
    )
    return (share > 0) & (due >= 0)


def _between_bets(plan: Plan, effect: Floats, acting: Flags) -> BetPulls:
    stakes = plan.stakes
    up = np.flatnonzero(acting & (effect > 0))
    down = np.flatnonzero(acting & (effect < 0))
    i, j = matches(stakes.key_result[up], stakes.key_result[down])
    rising, falling = stakes.bet[up[i]], stakes.bet[down[j]]
    pair = np.stack([rising, falling]).astype(np.int64)
    _, once = np.unique(pair, axis=1, return_index=True)
    return BetPulls(
        up=pair[0, once],
        down=pair[1, once],
        key_result=stakes.key_result[up[i[once]]].astype(np.int64),
    )


def _between_key_results(plan: Plan) -> KeyResultPulls:
    table = plan.key_results
    live = np.flatnonzero((table.metric != NONE) & (table.due >= 0))
    i, j = matches(table.metric[live], table.metric[live])
    first, second = live[i[i < j]], live[j[i < j]]
    together = (table.start[first] < table.due[second]) & (
        table.start[second] < table.due[first]
    )
    first, second = first[together], second[together]

    ranged = table.kind == KeyResultKind.RANGE
    direction = np.where(ranged, 0.0, np.sign(table.target - table.baseline))
    lowest = np.where(ranged, table.low, np.where(direction > 0, table.target, -np.inf))
    highest = np.where(
        ranged, table.high, np.where(direction < 0, table.target, np.inf)
    )
    apart = (lowest[first] > highest[second]) | (lowest[second] > highest[first])
    opposite = direction[first] * direction[second] < 0
    against = np.where(ranged[first] | ranged[second], apart, opposite)
    return KeyResultPulls(first=first[against], second=second[against])


def _harms(plan: Plan, effect: Floats, acting: Flags) -> Harms:
    table, row = plan.key_results, plan.stakes.key_result
    now = last_readings(plan).value
    now = np.where(np.isnan(now), table.baseline, now)[row]
    low, high = table.low[row], table.high[row]
    away = distance_to_range(value=now + effect, low=low, high=high) > (
        distance_to_range(value=now, low=low, high=high)
    )
    back = effect * (table.target - table.baseline)[row] < 0
    harmful = np.where(table.kind[row] == KeyResultKind.RANGE, away, back)
    found = np.flatnonzero(acting & harmful)
    return Harms(
        bet=plan.stakes.bet[found].astype(np.int64),
        key_result=row[found].astype(np.int64),
    )


def _on_guardrails(plan: Plan) -> GuardrailHarms:
    bets, guardrails = plan.bets, plan.guardrails
    counted = np.flatnonzero(bets.counted & (bets.metric != NONE))
    i, rail = matches(bets.metric[counted], guardrails.metric)
    bet = counted[i]
    effect = metalog_mean(metalog(bets.low[bet], bets.likely[bet], bets.high[bet]))
    due = plan.objectives.due[guardrails.objective[rail]]
    share = share_landed(
        np.where(due == NO_DAY, np.inf, due.astype(np.float64)),
        landing=np.where(due == NO_DAY, 0.0, landings(plan).promised[bet]),
        lag=bets.lag[bet],
        ramp=bets.ramp[bet],
    )
    live = (share > 0) & ((due == NO_DAY) | (due >= 0))
    found = live & (effect * _safe_direction(plan)[rail] < 0)
    return GuardrailHarms(
        bet=bet[found].astype(np.int64), guardrail=rail[found].astype(np.int64)
    )


def _safe_direction(plan: Plan) -> Floats:
    """Return for each guardrail which way is away from its limit: 1 up, −1 down.

    Off the middle of two limits it is back to the middle; without a limit it is what
    the metric's owner calls better.
    """
    guardrails, readings = plan.guardrails, plan.readings
    floor, ceiling = np.isfinite(guardrails.low), np.isfinite(guardrails.high)
    place = at_or_before(
        readings.metric,
        readings.day,
        of_row=guardrails.metric,
        on_day=np.zeros(len(guardrails), dtype=np.int32),
    )
    value = np.full(len(guardrails), np.nan)
    value[place >= 0] = readings.value[place[place >= 0]]
    middle = (guardrails.low + guardrails.high) / 2
    inward = np.where(np.isnan(value), 0.0, np.sign(middle - value))
    return np.select(
        [floor & ceiling, floor, ceiling],
        [inward, 1.0, -1.0],
        plan.metrics.better[guardrails.metric].astype(np.float64),
    )
