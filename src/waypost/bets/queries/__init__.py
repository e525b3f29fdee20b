"""What pages, API and reports read about bets and what comes of them."""

from waypost.bets.queries.activity import BetDeed, bet_activity
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
from waypost.bets.queries.comparison import Comparison, Move, Moved, comparison
from waypost.bets.queries.figures import (
    Figures,
    KeyResultFigures,
    ObjectiveFigures,
    StakeFigures,
    figures,
)
from waypost.bets.queries.first_steps import FirstSteps, first_steps
from waypost.bets.queries.links import (
    HeldObjective,
    objectives_of_project,
    project_of_objective,
    projects_of_objectives,
)
from waypost.bets.queries.map import (
    MapEdge,
    MapNode,
    MapSums,
    StrategyMap,
    map_sums,
    strategy_map,
)
from waypost.bets.queries.map_frame import (
    FrameNode,
    MapFrame,
    map_frame,
    map_size,
    part_of_map,
)
from waypost.bets.queries.objective_table import (
    KeyResultWithFigures,
    ObjectiveWithFigures,
    key_result_table,
    key_result_table_ids,
    objective_table,
    objective_table_ids,
)
from waypost.bets.queries.orphans import Orphans, PullRow, orphans, pulls
from waypost.bets.queries.placing import (
    SourceOption,
    TargetOption,
    source_options,
    target_options,
)
from waypost.bets.queries.preview import preview_steps, preview_value
from waypost.bets.queries.project_table import (
    LONE,
    ProjectLine,
    ProjectsInShort,
    ServedRow,
    project_line_ids,
    project_lines,
    projects_in_short,
    share_of_way,
)
from waypost.bets.queries.readiness import Readiness, readiness
from waypost.bets.queries.standing import About, Thing
from waypost.bets.queries.story import Story, story

__all__ = [
    "LONE",
    "About",
    "AssumptionRow",
    "BetDeed",
    "BetRow",
    "Comparison",
    "Figures",
    "FirstSteps",
    "FrameNode",
    "HeldObjective",
    "KeyResultFigures",
    "KeyResultWithFigures",
    "MapEdge",
    "MapFrame",
    "MapNode",
    "MapSums",
    "Move",
    "Moved",
    "ObjectiveFigures",
    "ObjectiveWithFigures",
    "Orphans",
    "ProjectLine",
    "ProjectsInShort",
    "PullRow",
    "Readiness",
    "ServedRow",
    "SourceOption",
    "StakeFigures",
    "Story",
    "StrategyMap",
    "TargetOption",
    "Thing",
    "assumption",
    "bet",
    "bet_activity",
    "bet_row",
    "bet_rows_of_key_result",
    "bet_rows_of_objectives",
    "bet_rows_of_project",
    "bet_rows_of_projects",
    "bet_version",
    "comparison",
    "figures",
    "first_steps",
    "key_result_table",
    "key_result_table_ids",
    "map_frame",
    "map_size",
    "map_sums",
    "objective_table",
    "objective_table_ids",
    "objectives_of_project",
    "orphans",
    "overlap_groups",
    "part_of_map",
    "preview_steps",
    "preview_value",
    "project_line_ids",
    "project_lines",
    "project_of_objective",
    "projects_in_short",
    "projects_of_objectives",
    "proposed_bets",
    "pulls",
    "readiness",
    "share_of_way",
    "source_options",
    "story",
    "strategy_map",
    "target_options",
]
