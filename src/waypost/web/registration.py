"""Where each kind of thing has its page, for those who only hold the thing."""

from django.urls import reverse

from waypost.bets.models import Bet
from waypost.conversations.models import Comment
from waypost.core import registry
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Metric, Objective
from waypost.people.models import Person, Team
from waypost.projects.models import Milestone, Project, Task
from waypost.web.addresses import key_result_url, objective_url, project_url


def register_pages() -> None:
    """Tell the registry the addresses; later families add their lines."""
    registry.add_page(Objective, lambda row: objective_url(row.number))
    registry.add_page(KeyResult, lambda row: key_result_url(row.number))
    registry.add_page(Project, lambda row: project_url(row.code))
    registry.add_page(Milestone, _milestone_address)
    registry.add_page(Task, _task_address)
    registry.add_page(Metric, lambda row: reverse("metrics:page", args=[row.number]))
    registry.add_page(Cycle, lambda row: reverse("cycles:page", args=[row.pk]))
    registry.add_page(Person, lambda row: reverse("people:page", args=[row.pk]))
    registry.add_page(Team, lambda row: reverse("teams:page", args=[row.pk]))
    registry.add_page(Bet, lambda row: reverse("bets:page", args=[row.pk]))
    registry.add_page(CheckIn, _check_in_address)
    registry.add_page(
        Comment, lambda row: reverse("conversations:comment", args=[row.pk])
    )


def _milestone_address(milestone: Milestone) -> str:
    return f"{project_url(milestone.project.code)}#milestone-{milestone.pk}"


def _check_in_address(check_in: CheckIn) -> str:
    return f"{key_result_url(check_in.key_result.number)}#check-in-{check_in.pk}"


def _task_address(task: Task) -> str:
    return reverse("projects:task", args=[task.project.code, task.number])
