"""The okrs app."""

from django.apps import AppConfig


class OkrsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.okrs"
    label = "okrs"

    def ready(self) -> None:
        """Say who may see which kind of thing."""
        from waypost.core.registry import add_kind
        from waypost.okrs import access, models

        add_kind(models.Cycle, visible_to=access.visible_cycles)
        add_kind(models.Objective, visible_to=access.visible_objectives)
        add_kind(models.KeyResult, visible_to=access.visible_key_results)
        add_kind(models.Metric, visible_to=access.visible_metrics)
        add_kind(models.CheckIn, visible_to=access.visible_check_ins)
