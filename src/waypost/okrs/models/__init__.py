"""Cycles, objectives, metrics, key results and check-ins."""

from waypost.okrs.models.check_in import CheckIn, Odds
from waypost.okrs.models.cycle import Cycle
from waypost.okrs.models.key_result import ExpectedPoint, KeyResult, Step
from waypost.okrs.models.metric import Guardrail, Metric, MetricInput, Reading
from waypost.okrs.models.objective import Alignment, Objective, ObjectiveViewer

__all__ = [
    "Alignment",
    "CheckIn",
    "Cycle",
    "ExpectedPoint",
    "Guardrail",
    "KeyResult",
    "Metric",
    "MetricInput",
    "Objective",
    "ObjectiveViewer",
    "Odds",
    "Reading",
    "Step",
]
