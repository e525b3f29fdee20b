"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell who may see which import, and have old files removed."""
        from waypost.core import housekeeping, registry
        from waypost.exchange import access, jobs, models

        registry.add_kind(models.ImportRun, visible_to=access.visible_runs)
        housekeeping.add_chore(jobs.tidy_up)
