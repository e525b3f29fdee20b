"""Everything that changes OKRs: one function per thing that happens."""

from waypost.okrs.actions.alignments import (
    Parent,
    align,
    set_alignments,
    unalign,
)
from waypost.okrs.actions.amending import (
    amend_key_results,
    amend_objectives,
    move_targets,
)
from waypost.okrs.actions.bringing import (
    Corrected,
    bring_readings,
)
from waypost.okrs.actions.bulk_edits import edit_objectives
from waypost.okrs.actions.check_ins import (
    CheckInEntry,
    acknowledge,
    check_in,
    delete_check_in,
    edit_check_in,
    last_values,
)
from waypost.okrs.actions.cycles import (
    Closing,
    CycleTerms,
    begin_grading,
    close_cycle,
    create_cycle,
    delete_cycle,
    edit_cycle,
    start_cycle,
)
from waypost.okrs.actions.errors import (
    CycleIsClosed,
    Doubt,
    Doubtful,
    Refused,
    TargetIsRunning,
    WouldCircle,
)
from waypost.okrs.actions.guardrails import (
    GuardrailTerms,
    remove_guardrail,
    set_guardrail,
)
from waypost.okrs.actions.key_result_terms import KeyResultTerms
from waypost.okrs.actions.key_results import (
    SavedKeyResult,
    create_key_result,
    delete_key_result,
    edit_key_result,
    reorder_key_results,
)
from waypost.okrs.actions.metrics import (
    MetricInUse,
    MetricTerms,
    create_metric,
    delete_metric,
    edit_metric,
)
from waypost.okrs.actions.moving import Move, move_target
from waypost.okrs.actions.objectives import (
    ObjectiveTerms,
    activate_objective,
    cancel_objective,
    create_objective,
    delete_objective,
    edit_objective,
    grade_objective,
    propose_objective,
    set_viewers,
    write_objective,
)
from waypost.okrs.actions.odds import (
    give_odds,
)
from waypost.okrs.actions.points import set_points
from waypost.okrs.actions.promising import (
    Promised,
    bring_alignments,
    bring_key_results,
    bring_metrics,
    bring_objectives,
)
from waypost.okrs.actions.readings import (
    ReadingEntry,
    delete_reading,
    edit_reading,
    record_reading,
    record_readings,
)
from waypost.okrs.actions.rewriting import (
    Rewriting,
    rewrite_objective,
)
from waypost.okrs.actions.steps import (
    StepTerms,
    add_step,
    complete_step,
    edit_step,
    remove_step,
    reopen_step,
    reorder_steps,
)

__all__ = [
    "CheckInEntry",
    "Closing",
    "Corrected",
    "CycleIsClosed",
    "CycleTerms",
    "Doubt",
    "Doubtful",
    "GuardrailTerms",
    "KeyResultTerms",
    "MetricInUse",
    "MetricTerms",
    "Move",
    "ObjectiveTerms",
    "Parent",
    "Promised",
    "ReadingEntry",
    "Refused",
    "Rewriting",
    "SavedKeyResult",
    "StepTerms",
    "TargetIsRunning",
    "WouldCircle",
    "acknowledge",
    "activate_objective",
    "add_step",
    "align",
    "amend_key_results",
    "amend_objectives",
    "begin_grading",
    "bring_alignments",
    "bring_key_results",
    "bring_metrics",
    "bring_objectives",
    "bring_readings",
    "cancel_objective",
    "check_in",
    "close_cycle",
    "complete_step",
    "create_cycle",
    "create_key_result",
    "create_metric",
    "create_objective",
    "delete_check_in",
    "delete_cycle",
    "delete_key_result",
    "delete_metric",
    "delete_objective",
    "delete_reading",
    "edit_check_in",
    "edit_cycle",
    "edit_key_result",
    "edit_metric",
    "edit_objective",
    "edit_objectives",
    "edit_reading",
    "edit_step",
    "give_odds",
    "grade_objective",
    "last_values",
    "move_target",
    "move_targets",
    "propose_objective",
    "record_reading",
    "record_readings",
    "remove_guardrail",
    "remove_step",
    "reopen_step",
    "reorder_key_results",
    "reorder_steps",
    "rewrite_objective",
    "set_alignments",
    "set_guardrail",
    "set_points",
    "set_viewers",
    "start_cycle",
    "unalign",
    "write_objective",
]
