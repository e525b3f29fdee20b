"""The exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the registry who may see which import."""
        from waypost.core import registry
        from waypost.exchange import access, models

        registry.add_kind(models.ImportRun, visible_to=access.visible_runs)
