"""What the bets do when something happens below."""

from datetime import datetime

from waypost.bets import actions
from waypost.core.models import Event
from waypost.projects.models import Project


def on_project_cancelled(event: Event, now: datetime) -> None:
    """Withdraw what the project will not deliver any more."""
    project = Project.objects.filter(pk=event.payload["project"]).first()
    if project is not None and project.standing == Project.Standing.CANCELLED:
        actions.withdraw_unlanded(project=project, now=now)
