"""Whether the work behind each key result adds up to what it promises."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from waypost_engine._bets import share_landed
from waypost_engine._codes import CoverageClass, KeyResultKind
from waypost_engine._landing import landings
from waypost_engine._last import last_readings, nearest_edge, steps_done
from waypost_engine._plan import Plan
from waypost_engine._progress import distance_to_range
from waypost_engine._ragged import shares, sums, weighted_mean
from waypost_engine._staked import staked_effects
from waypost_engine._tables import NO_DAY, NONE, Codes, Flags, Floats
from waypost_engine._thresholds import DEFAULT, ROUNDING, Thresholds


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class KeyResultCoverage:
    """One row per key result: the waterfall's ends, and what they come to.

    In the unit of its metric (steps and binary: as shares of their weight),
    ``now + to_come + gap == target``, `to_come` being the sum of its bets' amounts
    after overlap. `now` is the last reading, else the baseline. `target` is, for a
    range, its edge nearest to where the bets lead, or that very place when inside.
    `ratio` is the coverage, unclipped; `classes` holds `CoverageClass` codes; `bets`
    is how many count.
    """

    baseline: Floats
    now: Floats
    target: Floats
    to_come: Floats
    gap: Floats
    ratio: Floats
    classes: Codes
    bets: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StakeCoverage:
    """One row per stake of the plan: what this bet brings to this key result.

    `effect` is its mean if it works; `worth_by_due` and `worth_to_come` are its worth
    before overlap, in all and after the last reading; `after_overlap` is the bar in
    the waterfall. `share_at_last` and `share_at_due` are how much of it has landed on
    those days, `landing` the promised day (infinite: unknown), `overdue` that this day
    has passed without it.
    """

    effect: Floats
    landing: Floats
    share_at_last: Floats
    share_at_due: Floats
    worth_by_due: Floats
    worth_to_come: Floats
    after_overlap: Floats
    overdue: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Promised coverage of a plan, by key result and by bet and key result."""

    key_results: KeyResultCoverage
    stakes: StakeCoverage


def coverage_class(
    ratio: ArrayLike, *, bets: ArrayLike, thresholds: Thresholds = DEFAULT
) -> Codes:
    """Say of each coverage whether it is covered, thin, a hole, or has no work.

    Parameters
    ----------
    ratio : array_like of float, shape (n,)
        Coverage, unclipped.
    bets : array_like of int, shape (n,)
        How many bets count.
    thresholds : Thresholds
        `covered` and `thin`, 1 and 0.6 out of the box.

    Returns
    -------
    ndarray of int8, shape (n,)
        `CoverageClass` codes.

    Notes
    -----
    O(n). No bet is *no work behind it*, whatever has been reached without.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, coverage.

    Examples
    --------
    >>> codes = coverage_class([1.0, 0.6, 0.2, 0.9], bets=[3, 1, 2, 0])
    >>> [CoverageClass(code).name for code in codes]
    ['COVERED', 'THIN', 'HOLE', 'NO_WORK']
    """
    r, count = np.asarray(ratio, dtype=np.float64), np.asarray(bets)
    cases = [
        count == 0,
        r >= thresholds.covered - ROUNDING,
        r >= thresholds.thin - ROUNDING,
    ]
    codes = [CoverageClass.NO_WORK, CoverageClass.COVERED, CoverageClass.THIN]
    return np.select(cases, codes, CoverageClass.HOLE).astype(np.int8)


def coverage(plan: Plan, *, thresholds: Thresholds = DEFAULT) -> Coverage:
    r"""Return how far the bets that count carry each key result by its due date.

    *Promised* coverage, on planned dates: :math:`(v - b + \sum worth\ to\ come) /
    (t - b)`, the worth being what is left of it after overlap. For a range: the
    distance covered toward its nearest edge; one that starts inside is measured in
    half widths. For steps and binary: the share of weight done or named by a bet.

    Parameters
    ----------
    plan : Plan
        The plan; its stakes say which bet counts for which key result.
    thresholds : Thresholds
        Where the classes end.

    Returns
    -------
    Coverage
        A row for each key result and each stake, in the plan's order.

    Notes
    -----
    O(n log n). Without a reading it starts from the baseline, on the start day. What
    has landed by the last reading is in it already; of work that is not achieved
    nothing is. Several bets that name one step share it. Harms count with their sign;
    momentum is not in it.

    Probabilities count as means, so a covered key result may well be missed: that is
    the forecast's to say. Overlap is in its closed form (see `overlap`).

    References
    ----------
    .. [1] Waypost specification, "The engine", section 3, coverage.

    Examples
    --------
    From 40 to 70, now 46; one bet of 20 ± 5 with even odds that lands in time brings
    10 and leaves a gap of 14:

    >>> from waypost_engine import (
    ...     Bets, KeyResults, Metrics, NO_DAY, Objectives, Plan, Projects, Readings,
    ...     Stakes,
    ... )
    >>> nan = float("nan")
    >>> plan = Plan(
    ...     metrics=Metrics.from_rows([(1, 1)]),
    ...     readings=Readings.from_rows([(0, -1, 46.0)]),
    ...     objectives=Objectives.from_rows([(2, 0, 1.0, 60)]),
    ...     key_results=KeyResults.from_rows([
    ...         (3, 0, 0, 0, 40.0, 70.0, nan, nan, 30.0, -30, 60, 1.0, 7, NO_DAY, 0)
    ...     ]),
    ...     projects=Projects.from_rows([(4, 2, 20, False)]),
    ...     bets=Bets.from_rows([
    ...         (5, 0, -1, 0, -1, 15.0, 20.0, 25.0, 0.5, 0, 14, -1, True)
    ...     ]),
    ...     stakes=Stakes.from_rows([(0, 0, 1.0)]),
    ... )
    >>> answer = coverage(plan)
    >>> answer.stakes.after_overlap.tolist(), answer.key_results.gap.tolist()
    ([10.0], [14.0])
    >>> answer.key_results.ratio.round(3).tolist()
    [0.533]
    """
    last = last_readings(plan)
    table = plan.key_results
    stakes = _of_stakes(
        plan, last_day=np.where(last.day == NO_DAY, table.start, last.day)
    )
    count = len(table)
    to_come = sums(plan.stakes.key_result, stakes.after_overlap, count=count)

    measured = table.kind <= KeyResultKind.RANGE
    read = np.where(np.isnan(last.value), table.baseline, last.value)
    now = np.where(measured, read, _share_done(plan))
    baseline = np.where(measured, table.baseline, 0.0)
    target = np.where(measured, _target(plan, now + to_come), 1.0)
    ratio = np.where(
        table.kind == KeyResultKind.RANGE,
        _ratio_of_range(plan, now + to_come),
        (now - baseline + to_come)
        / np.where(target == baseline, 1.0, target - baseline),
    )
    bets = np.bincount(plan.stakes.key_result, minlength=count)
    key_results = KeyResultCoverage(
        baseline=baseline,
        now=now,
        target=target,
        to_come=to_come,
        gap=target - (now + to_come),
        ratio=ratio,
        classes=coverage_class(ratio, bets=bets, thresholds=thresholds),
        bets=bets,
    )
    return Coverage(key_results=key_results, stakes=stakes)


def _target(plan: Plan, reached: Floats) -> Floats:
    table = plan.key_results
    edge = np.clip(reached, table.low, table.high)
    return np.where(table.kind == KeyResultKind.RANGE, edge, table.target)


def _ratio_of_range(plan: Plan, reached: Floats) -> Floats:
    """Return 1 inside; outside, less by the distance over the one promised."""
    table = plan.key_results
    promised = np.abs(table.baseline - nearest_edge(plan))
    half = (table.high - table.low) / 2
    whole = np.where(promised > 0, promised, half)
    left = distance_to_range(value=reached, low=table.low, high=table.high)
    return np.asarray(1 - left / whole)


def _share_done(plan: Plan) -> Floats:
    """Return the share of weight done, 0 where there are no steps."""
    steps = plan.steps
    done = steps_done(plan, np.minimum(plan.key_results.due, 0).astype(np.int32))
    share = weighted_mean(
        steps.key_result,
        steps.weight,
        done.astype(np.float64),
        count=len(plan.key_results),
    )
    return np.where(np.isnan(share), 0.0, share)


def _of_stakes(plan: Plan, *, last_day: NDArray[np.int32]) -> StakeCoverage:
    bets, stakes = plan.bets, plan.stakes
    bet, row = stakes.bet, stakes.key_result
    lands, staked = landings(plan), staked_effects(plan)
    lag, ramp = bets.lag[bet], bets.ramp[bet]
    at_last = share_landed(last_day[row], landing=lands.day[bet], lag=lag, ramp=ramp)
    # What is not achieved is in no reading, though its day may have come.
    at_last = np.where(lands.achieved[bet], at_last, 0.0)
    at_due = share_landed(
        plan.key_results.due[row], landing=lands.promised[bet], lag=lag, ramp=ramp
    )
    still = at_due - at_last
    steps = _worth_of_steps(plan)
    moves = bets.metric[bet] != NONE
    return StakeCoverage(
        effect=np.where(moves, staked.effect, steps),
        landing=lands.promised[bet],
        share_at_last=at_last,
        share_at_due=at_due,
        worth_by_due=np.where(moves, staked.expected * at_due, steps),
        worth_to_come=np.where(moves, staked.expected * still, steps),
        after_overlap=np.where(moves, staked.kept * still, steps),
        overdue=lands.overdue[bet],
    )


def _worth_of_steps(plan: Plan) -> Floats:
    """Return each stake's part of the open step it names, as a share of all weight."""
    bets, steps, stakes = plan.bets, plan.steps, plan.stakes
    share = shares(steps.key_result, steps.weight, count=len(plan.key_results))
    done = steps_done(plan, np.minimum(plan.key_results.due, 0).astype(np.int32))
    open_share = np.where(done, 0.0, share)

    worth = np.zeros(len(stakes))
    step = bets.step[stakes.bet]
    named = step != NONE
    times = np.bincount(step[named], minlength=len(steps))
    worth[named] = open_share[step[named]] / times[step[named]]
    return worth
