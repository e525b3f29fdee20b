"""What pages, API and reports read about bets and what comes of them."""

from waypost.bets.queries.bets import (
    AssumptionRow,
    BetRow,
    assumption,
    bet,
    bet_row,
    bet_rows_of_key_result,
    bet_rows_of_objectives,
    bet_rows_of_project,
    bet_rows_of_projects,
    bet_version,
    overlap_groups,
    proposed_bets,
)
from waypost.bets.queries.figures import (
    Figures,
    KeyResultFigures,
    ObjectiveFigures,
    StakeFigures,
    figures,
)
from waypost.bets.queries.first_steps import FirstSteps, first_steps
from waypost.bets.queries.links import project_of_objective, projects_of_objectives
from waypost.bets.queries.map import MapEdge, MapNode, StrategyMap, strategy_map
from waypost.bets.queries.orphans import Orphans, PullRow, orphans, pulls
from waypost.bets.queries.placing import (
    SourceOption,
    TargetOption,
    source_options,
    target_options,
)
from waypost.bets.queries.portfolio import Portfolio, portfolio
from waypost.bets.queries.preview import preview_steps, preview_value
from waypost.bets.queries.story import Story, story

__all__ = [
    "AssumptionRow",
    "BetRow",
    "Figures",
    "FirstSteps",
    "KeyResultFigures",
    "MapEdge",
    "MapNode",
    "ObjectiveFigures",
    "Orphans",
    "Portfolio",
    "PullRow",
    "SourceOption",
    "StakeFigures",
    "Story",
    "StrategyMap",
    "TargetOption",
    "assumption",
    "bet",
    "bet_row",
    "bet_rows_of_key_result",
    "bet_rows_of_objectives",
    "bet_rows_of_project",
    "bet_rows_of_projects",
    "bet_version",
    "figures",
    "first_steps",
    "orphans",
    "overlap_groups",
    "portfolio",
    "preview_steps",
    "preview_value",
    "project_of_objective",
    "projects_of_objectives",
    "proposed_bets",
    "pulls",
    "source_options",
    "story",
    "strategy_map",
    "target_options",
]
