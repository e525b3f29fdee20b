"""The projects app."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.projects"
    label = "projects"

    def ready(self) -> None:
        """Tell the registry who may see what."""
        from waypost.core import registry
        from waypost.projects import access, models

        registry.add_kind(models.Project, visible_to=access.visible_projects)
        registry.add_kind(models.Milestone, visible_to=access.visible_milestones)
        registry.add_kind(models.Task, visible_to=access.visible_tasks)
