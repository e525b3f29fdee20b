"""Projects with their milestones, tasks, what waits for what, people and money."""

from waypost.projects.models.project import Milestone, Project, ProjectViewer
from waypost.projects.models.resources import Allocation, BudgetLine
from waypost.projects.models.task import Dependency, Task, TaskStatus

__all__ = [
    "Allocation",
    "BudgetLine",
    "Dependency",
    "Milestone",
    "Project",
    "ProjectViewer",
    "Task",
    "TaskStatus",
]
