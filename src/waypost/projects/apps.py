"""The projects app."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.projects"
    label = "projects"

    def ready(self) -> None:
        """Tell the registry who may see what."""
        from waypost.core import registry, searchable
        from waypost.projects import access, models, searched

        registry.add_kind(
            models.Project,
            visible_to=access.visible_projects,
            concerns=access.projects_of,
        )
        registry.add_kind(
            models.Milestone,
            visible_to=access.visible_milestones,
            concerns=access.milestones_of,
        )
        registry.add_kind(
            models.Task, visible_to=access.visible_tasks, concerns=access.tasks_of
        )
        for kind in searched.kinds():
            searchable.add(kind)
        _tell_holdings()
        _follow_the_past()
        _tell_leads()


def _follow_the_past() -> None:
    """Say which tables are shown as of a past day."""
    from waypost.core.as_of import follow, follow_rights
    from waypost.projects import models
    from waypost.projects.models.project import ProjectViewer

    follow_rights(ProjectViewer)
    rights = ("visibility", "manager", "sponsor", "reviewer", "team")
    follow(models.Project, rights=rights)
    for model in (
        models.Milestone,
        models.Task,
        models.TaskStatus,
        models.Dependency,
        models.Allocation,
        models.BudgetLine,
    ):
        follow(model)


def _tell_leads() -> None:
    """Say where a change shows."""
    from waypost.core import leads
    from waypost.projects import models
    from waypost.projects.models.project import ProjectViewer

    leads.add_part(models.Project, "manager", "sponsor", "reviewer", near=True)
    leads.add_part(models.Task, "project")
    leads.add_part(models.Task, "assignee", near=True)
    leads.add_part(models.Dependency, "predecessor", "successor")
    for model in (models.Milestone, models.BudgetLine, models.Allocation):
        leads.add_part(model, "project")
    leads.add_part(models.Allocation, "person", near=True)
    leads.add_part(ProjectViewer, "project")
    leads.show_to_everybody(models.TaskStatus)  # the columns of every board


def _tell_holdings() -> None:
    """Say which columns name who answers for what."""
    from waypost.people.holdings import Holding, add, add_of_team
    from waypost.projects.models import Project, Task

    add(
        Holding(
            model=Project,
            heading=_("Projects"),
            columns={
                "manager": _("manager"),
                "sponsor": _("sponsor"),
                "reviewer": _("reviewer"),
            },
            code_of=lambda row: str(row.code),
            title_of=lambda row: str(row.name),
            is_open=~Q(phase="closed") & ~Q(standing="cancelled"),
        )
    )
    add(
        Holding(
            model=Task,
            heading=_("Tasks"),
            columns={"assignee": _("assignee")},
            code_of=lambda row: f"{row.project.code}-{row.number}",
            title_of=lambda row: str(row.title),
            is_open=~Q(status__kind__in=["done", "dropped"])
            & ~Q(project__standing="cancelled"),
            joined=("project",),
        )
    )
    add_of_team(
        Holding(
            model=Project,
            heading=_("Projects"),
            columns={"team": ""},
            code_of=lambda row: str(row.code),
            title_of=lambda row: str(row.name),
            is_open=~Q(phase="closed") & ~Q(standing="cancelled"),
        )
    )
