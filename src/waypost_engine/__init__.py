"""Numbers behind Waypost: progress, pace, bets, and whether the work adds up.

Pure Python and numpy. Nothing here knows of Django, of a database or of the clock:
every function takes arrays or frozen dataclasses and returns the same.

Formulas take columns. Questions about everything at once take a `Plan`: `progress`,
`expected_progress`, `expected_path`, `coverage`, `orphans`, `pulls`, `landings`.
"""

from waypost_engine._bets import share_landed, worth
from waypost_engine._codes import (
    Better,
    CoverageClass,
    Health,
    KeyResultKind,
    ObjectiveKind,
    PathKind,
    Phase,
    RollUpSource,
    ScoreBand,
)
from waypost_engine._coverage import (
    Coverage,
    KeyResultCoverage,
    StakeCoverage,
    coverage,
    coverage_class,
)
from waypost_engine._landing import Landings, landings
from waypost_engine._metalog import Metalog, metalog, metalog_mean, metalog_quantile
from waypost_engine._orphans import Orphans, orphans
from waypost_engine._overlap import overlap
from waypost_engine._pace import (
    elapsed_share,
    health,
    majority_health,
    pace,
    score_band,
    succeeds,
)
from waypost_engine._path import expected_path, expected_progress
from waypost_engine._plan import Plan, empty_plan
from waypost_engine._plan_progress import (
    KeyResultProgress,
    ObjectiveProgress,
    Progress,
    progress,
)
from waypost_engine._progress import (
    Watch,
    distance_to_range,
    metric_progress,
    range_progress,
    steps_progress,
    time_inside,
)
from waypost_engine._pulls import (
    BetPulls,
    GuardrailHarms,
    Harms,
    KeyResultPulls,
    Pulls,
    pulls,
)
from waypost_engine._roll_up import RollUp, roll_up
from waypost_engine._tables import (
    NO_DAY,
    NONE,
    Alignments,
    Bets,
    Guardrails,
    KeyResults,
    Metrics,
    Milestones,
    Objectives,
    Overlaps,
    PathPoints,
    Projects,
    Readings,
    Stakes,
    Steps,
    tidy_readings,
)
from waypost_engine._thresholds import Thresholds
from waypost_engine.errors import EngineError, ImpossiblePlan, NotEnoughData

__all__ = [
    "NONE",
    "NO_DAY",
    "Alignments",
    "BetPulls",
    "Bets",
    "Better",
    "Coverage",
    "CoverageClass",
    "EngineError",
    "GuardrailHarms",
    "Guardrails",
    "Harms",
    "Health",
    "ImpossiblePlan",
    "KeyResultCoverage",
    "KeyResultKind",
    "KeyResultProgress",
    "KeyResultPulls",
    "KeyResults",
    "Landings",
    "Metalog",
    "Metrics",
    "Milestones",
    "NotEnoughData",
    "ObjectiveKind",
    "ObjectiveProgress",
    "Objectives",
    "Orphans",
    "Overlaps",
    "PathKind",
    "PathPoints",
    "Phase",
    "Plan",
    "Progress",
    "Projects",
    "Pulls",
    "Readings",
    "RollUp",
    "RollUpSource",
    "ScoreBand",
    "StakeCoverage",
    "Stakes",
    "Steps",
    "Thresholds",
    "Watch",
    "coverage",
    "coverage_class",
    "distance_to_range",
    "elapsed_share",
    "empty_plan",
    "expected_path",
    "expected_progress",
    "health",
    "landings",
    "majority_health",
    "metalog",
    "metalog_mean",
    "metalog_quantile",
    "metric_progress",
    "orphans",
    "overlap",
    "pace",
    "progress",
    "pulls",
    "range_progress",
    "roll_up",
    "score_band",
    "share_landed",
    "steps_progress",
    "succeeds",
    "tidy_readings",
    "time_inside",
    "worth",
]
