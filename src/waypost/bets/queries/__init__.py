"""What pages, API and reports read about bets and what comes of them."""

from waypost.bets.queries.bets import (
    AssumptionRow,
    BetRow,
    assumption,
    bet,
    bet_rows_of_key_result,
    bet_rows_of_objectives,
    bet_rows_of_project,
    bet_rows_of_projects,
    overlap_groups,
)
from waypost.bets.queries.figures import (
    Figures,
    KeyResultFigures,
    ObjectiveFigures,
    StakeFigures,
    figures,
)
from waypost.bets.queries.links import project_of_objective, projects_of_objectives
from waypost.bets.queries.map import MapEdge, MapNode, StrategyMap, strategy_map
from waypost.bets.queries.orphans import Orphans, PullRow, orphans, pulls

__all__ = [
    "AssumptionRow",
    "BetRow",
    "Figures",
    "KeyResultFigures",
    "MapEdge",
    "MapNode",
    "ObjectiveFigures",
    "Orphans",
    "PullRow",
    "StakeFigures",
    "StrategyMap",
    "assumption",
    "bet",
    "bet_rows_of_key_result",
    "bet_rows_of_objectives",
    "bet_rows_of_project",
    "bet_rows_of_projects",
    "figures",
    "orphans",
    "overlap_groups",
    "project_of_objective",
    "projects_of_objectives",
    "pulls",
    "strategy_map",
]
