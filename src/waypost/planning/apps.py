"""The planning app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.planning"
    label = "planning"

    def ready(self) -> None:
        """Say who may see which saved view."""
        from waypost.core import registry
        from waypost.planning import access, models

        registry.add_kind(models.SavedView, visible_to=access.visible_views)
