"""What pages, API and reports read about projects. Each read names its viewer."""

from waypost.people.queries import Option
from waypost.projects.access import Rights
from waypost.projects.queries.activity import activity, task_activity
from waypost.projects.queries.comparison import compare_plan
from waypost.projects.queries.finishes import PlannedFinishes, planned_finishes
from waypost.projects.queries.listing import (
    ProjectFilters,
    milestone,
    project,
    project_page,
    project_rows,
    projects,
)
from waypost.projects.queries.moves import (
    DateMove,
    DueMilestone,
    moved_dates,
    my_milestones,
)
from waypost.projects.queries.options import (
    assignee_options,
    find_tasks,
    known_tasks,
    milestone_options,
    named_viewers,
    parent_options,
    status,
    status_options,
    suggested_code,
)
from waypost.projects.queries.plan import plan_outline
from waypost.projects.queries.plan_checks import PlanProblem
from waypost.projects.queries.plan_results import (
    FieldChange,
    PlanComparison,
    PlanUpdate,
    Vanished,
)
from waypost.projects.queries.rows import (
    ActivityRow,
    Elsewhere,
    Link,
    MilestoneRow,
    MyProject,
    MyTask,
    NextMilestone,
    OutlineRow,
    Part,
    PlanOutline,
    ProjectPage,
    ProjectRow,
    StatusOption,
    TaskOption,
    TaskPage,
)
from waypost.projects.queries.tasks import dependency, my_tasks, task, task_page
from waypost.projects.queries.upcoming import NextTask, PlanSummary, plan_summary

__all__ = [
    "ActivityRow",
    "DateMove",
    "DueMilestone",
    "Elsewhere",
    "FieldChange",
    "Link",
    "MilestoneRow",
    "MyProject",
    "MyTask",
    "NextMilestone",
    "NextTask",
    "Option",
    "OutlineRow",
    "Part",
    "PlanComparison",
    "PlanOutline",
    "PlanProblem",
    "PlanSummary",
    "PlanUpdate",
    "PlannedFinishes",
    "ProjectFilters",
    "ProjectPage",
    "ProjectRow",
    "Rights",
    "StatusOption",
    "TaskOption",
    "TaskPage",
    "Vanished",
    "activity",
    "assignee_options",
    "compare_plan",
    "dependency",
    "find_tasks",
    "known_tasks",
    "milestone",
    "milestone_options",
    "moved_dates",
    "my_milestones",
    "my_tasks",
    "named_viewers",
    "parent_options",
    "plan_outline",
    "plan_summary",
    "planned_finishes",
    "project",
    "project_page",
    "project_rows",
    "projects",
    "status",
    "status_options",
    "suggested_code",
    "task",
    "task_activity",
    "task_page",
]
