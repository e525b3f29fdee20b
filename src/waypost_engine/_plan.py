"""One immutable value that everything else is a function of."""

from dataclasses import dataclass, field

from waypost_engine._check import check_plan
from waypost_engine._tables import (
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
)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Plan:
    """What is promised, what was measured, and who works on what, on one day.

    Tables of read-only columns. Days are whole days from today, which is 0; the past
    is negative. Rows point to rows of other tables by position. Database ids stay
    outside; each entity's own 64-bit key is inside, and an answer has one row for each
    row of the table it is about, in the same order.

    Making one checks it: positions in range, sorted where it says so, finite where a
    number is needed, alignments without a circle (`ValueError`, `ImpossiblePlan`).
    """

    metrics: Metrics = field(default_factory=Metrics.empty)
    readings: Readings = field(default_factory=Readings.empty)
    objectives: Objectives = field(default_factory=Objectives.empty)
    alignments: Alignments = field(default_factory=Alignments.empty)
    key_results: KeyResults = field(default_factory=KeyResults.empty)
    path_points: PathPoints = field(default_factory=PathPoints.empty)
    steps: Steps = field(default_factory=Steps.empty)
    guardrails: Guardrails = field(default_factory=Guardrails.empty)
    projects: Projects = field(default_factory=Projects.empty)
    milestones: Milestones = field(default_factory=Milestones.empty)
    overlaps: Overlaps = field(default_factory=Overlaps.empty)
    bets: Bets = field(default_factory=Bets.empty)
    stakes: Stakes = field(default_factory=Stakes.empty)

    def __post_init__(self) -> None:
        check_plan(self)


def empty_plan() -> Plan:
    """Return the plan in which there is nothing.

    Parameters
    ----------
    None

    Returns
    -------
    Plan
        Every table without rows; every answer about it is empty.

    Notes
    -----
    `Plan()` is the same; this name says that it is meant.

    References
    ----------
    .. [1] Waypost specification, "The engine", section 11: empty plan, empty answer.

    Examples
    --------
    >>> len(empty_plan().key_results)
    0
    """
    return Plan()
