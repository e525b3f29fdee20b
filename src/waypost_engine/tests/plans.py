"""Small plans for tests: rows with valid defaults, changed by name.

Day 0 is today. A key result runs from day −30 to 60 and wants 40 → 70; a bet brings
12 ± 3 with even odds and no lag or ramp when its project finishes on day 20.
"""

from typing import Any

from waypost_engine import (
    NO_DAY,
    NONE,
    Alignments,
    Bets,
    Better,
    Guardrails,
    KeyResultKind,
    KeyResults,
    Metrics,
    Milestones,
    ObjectiveKind,
    Objectives,
    Overlaps,
    PathKind,
    PathPoints,
    Phase,
    Plan,
    Projects,
    Readings,
    Stakes,
    Steps,
)

Row = dict[str, Any]
NAN = float("nan")

_TABLES: dict[str, tuple[type[Any], Row]] = {
    "metrics": (Metrics, {"better": Better.HIGHER}),
    "readings": (Readings, {"metric": 0, "day": -1}),
    "objectives": (
        Objectives,
        {"kind": ObjectiveKind.COMMITTED, "weight": 1.0, "due": 60},
    ),
    "alignments": (
        Alignments,
        {"objective": NONE, "key_result": NONE, "contributes": True},
    ),
    "key_results": (
        KeyResults,
        {
            "kind": KeyResultKind.METRIC,
            "objective": 0,
            "metric": 0,
            "baseline": 40.0,
            "target": 70.0,
            "low": NAN,
            "high": NAN,
            "scale": 30.0,
            "start": -30,
            "due": 60,
            "weight": 1.0,
            "cadence_days": 7,
            "checked_day": NO_DAY,
            "path": PathKind.STRAIGHT,
        },
    ),
    "path_points": (PathPoints, {"key_result": 0}),
    "steps": (Steps, {"key_result": 0, "weight": 1.0, "done_day": NO_DAY}),
    "guardrails": (Guardrails, {"objective": 0, "metric": 0, "low": NAN, "high": NAN}),
    "projects": (Projects, {"phase": Phase.EXECUTION, "finish": 20, "waived": False}),
    "milestones": (Milestones, {"project": 0, "due": 20, "achieved": NO_DAY}),
    "overlaps": (Overlaps, {"share": 0.5}),
    "bets": (
        Bets,
        {
            "project": 0,
            "milestone": NONE,
            "metric": 0,
            "step": NONE,
            "low": 9.0,
            "likely": 12.0,
            "high": 15.0,
            "probability": 0.5,
            "lag": 0,
            "ramp": 0,
            "overlap": NONE,
            "counted": True,
        },
    ),
    "stakes": (Stakes, {"bet": 0, "key_result": 0, "factor": 1.0}),
}

RANGE: Row = {"kind": KeyResultKind.RANGE, "target": NAN}
STEPS: Row = {
    "kind": KeyResultKind.STEPS,
    "metric": NONE,
    "baseline": NAN,
    "target": NAN,
    "scale": NAN,
}
BINARY: Row = STEPS | {"kind": KeyResultKind.BINARY}
STEP_BET: Row = {"metric": NONE, "low": NAN, "likely": NAN, "high": NAN}


def make_plan(**tables: list[Row]) -> Plan:
    """Return a plan of these rows; tables that a test needs and does not name too."""
    made: dict[str, list[Row]] = {"metrics": [{}], "objectives": [{}], "projects": []}
    if "bets" in tables:
        made["projects"] = [{}]
    made |= tables
    return Plan(**{name: _table(name, rows) for name, rows in made.items()})


def _table(name: str, rows: list[Row]) -> Any:
    table, defaults = _TABLES[name]
    start = 1000 * (1 + list(_TABLES).index(name))
    filled = [{"key": start + place} | defaults | row for place, row in enumerate(rows)]
    return table(
        **{column: [row[column] for row in filled] for column in table.names()}
    )
