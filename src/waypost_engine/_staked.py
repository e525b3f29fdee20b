"""What each bet is expected to do to each key result it counts for, in full."""

from dataclasses import dataclass

import numpy as np

from waypost_engine._metalog import metalog, metalog_mean
from waypost_engine._overlap import overlap
from waypost_engine._plan import Plan
from waypost_engine._tables import NONE, Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Staked:
    """One row per stake, in the unit of the key result's metric; 0 for steps.

    `effect` if it works, `expected` times its probability, `kept` after overlap.
    """

    effect: Floats
    expected: Floats
    kept: Floats


def staked_effects(plan: Plan) -> Staked:
    """Return each stake's mean effect before and after its probability and overlap.

    Bets overlap with those of their group that count for the same key result.
    """
    bets, stakes, overlaps = plan.bets, plan.stakes, plan.overlaps
    moves = bets.metric != NONE
    mean = np.zeros(len(bets))
    mean[moves] = metalog_mean(
        metalog(bets.low[moves], bets.likely[moves], bets.high[moves])
    )
    effect = mean[stakes.bet] * stakes.factor
    chance = bets.probability[stakes.bet]
    shared = bets.overlap[stakes.bet]
    grouped = shared != NONE
    share = np.zeros(len(stakes))
    share[grouped] = overlaps.share[shared[grouped]]
    group = stakes.key_result.astype(np.int64) * len(overlaps) + shared
    kept = overlap(
        np.where(grouped, group, NONE), effect=effect, probability=chance, share=share
    )
    return Staked(effect=effect, expected=effect * chance, kept=kept)
