"""From the database to the engine: one plan, in a fixed number of queries."""

from waypost.bets.loading.frame import Ties, named_bets, named_key_results, ties_of
from waypost.bets.loading.loader import LivePlan, load
from waypost.bets.loading.scope import Scope

__all__ = [
    "LivePlan",
    "Scope",
    "Ties",
    "load",
    "named_bets",
    "named_key_results",
    "ties_of",
]
