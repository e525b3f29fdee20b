"""Where each kind of thing has its page, for those who only hold the thing."""

from django.urls import reverse

from waypost.core import registry
from waypost.okrs.models import KeyResult, Objective
from waypost.projects.models import Milestone, Project, Task
from waypost.web.addresses import key_result_url, objective_url, project_url


def register_pages() -> None:
    """Tell the registry the addresses; later families add their lines."""
    registry.add_page(Objective, lambda row: objective_url(row.number))
    registry.add_page(KeyResult, lambda row: key_result_url(row.number))
    registry.add_page(Project, lambda row: project_url(row.code))
    registry.add_page(Milestone, _milestone_address)
    registry.add_page(Task, _task_address)


def _milestone_address(milestone: Milestone) -> str:
    return f"{project_url(milestone.project.code)}#milestone-{milestone.pk}"


def _task_address(task: Task) -> str:
    return reverse("projects:task", args=[task.project.code, task.number])
