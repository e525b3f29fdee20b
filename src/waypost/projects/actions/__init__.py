"""Everything that changes projects, by subject."""

from waypost.projects.actions.bulk_edits import edit_tasks
from waypost.projects.actions.dependencies import (
    DependencyCircle,
    PartOfIt,
    add_dependency,
    edit_dependency,
    remove_dependency,
)
from waypost.projects.actions.milestones import (
    achieve_milestone,
    create_milestone,
    delete_milestone,
    edit_milestone,
    move_milestone,
    reopen_milestone,
)
from waypost.projects.actions.moves import (
    CannotMove,
    indent_task,
    move_task,
    nudge_task,
    outdent_task,
)
from waypost.projects.actions.plans import (
    PlanMovedOn,
    PlanRefused,
    PlanWritten,
    apply_plan,
    write_plan,
)
from waypost.projects.actions.projects import (
    create_project,
    delete_project,
    edit_project,
    is_under_way,
    set_viewers,
)
from waypost.projects.actions.rewriting import (
    Rewriting,
    rewrite_project,
    rewrite_task,
    start_project,
)
from waypost.projects.actions.standing import (
    NotNow,
    cancel_project,
    change_phase,
    fund_project,
    hold_project,
    resume_project,
    set_waiver,
    unfund_project,
)
from waypost.projects.actions.statuses import ensure_default_statuses
from waypost.projects.actions.tasks import (
    assign_task,
    create_task,
    delete_task,
    edit_task,
    set_status,
    tick_task,
)
from waypost.projects.actions.writing import ReasonNeeded
from waypost.projects.terms import (
    DependencyTerms,
    MilestoneTerms,
    Place,
    ProjectTerms,
    TaskTerms,
)

__all__ = [
    "CannotMove",
    "DependencyCircle",
    "DependencyTerms",
    "MilestoneTerms",
    "NotNow",
    "PartOfIt",
    "Place",
    "PlanMovedOn",
    "PlanRefused",
    "PlanWritten",
    "ProjectTerms",
    "ReasonNeeded",
    "Rewriting",
    "TaskTerms",
    "achieve_milestone",
    "add_dependency",
    "apply_plan",
    "assign_task",
    "cancel_project",
    "change_phase",
    "create_milestone",
    "create_project",
    "create_task",
    "delete_milestone",
    "delete_project",
    "delete_task",
    "edit_dependency",
    "edit_milestone",
    "edit_project",
    "edit_task",
    "edit_tasks",
    "ensure_default_statuses",
    "fund_project",
    "hold_project",
    "indent_task",
    "is_under_way",
    "move_milestone",
    "move_task",
    "nudge_task",
    "outdent_task",
    "remove_dependency",
    "reopen_milestone",
    "resume_project",
    "rewrite_project",
    "rewrite_task",
    "set_status",
    "set_viewers",
    "set_waiver",
    "start_project",
    "tick_task",
    "unfund_project",
    "write_plan",
]
