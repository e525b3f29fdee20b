"""The bets app."""

from django.apps import AppConfig

from waypost.core import registry


class BetsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.bets"
    label = "bets"

    def ready(self) -> None:
        """Tell the registry who sees bets, and listen to the projects."""
        from waypost.bets import access, consumers, models
        from waypost.core import outbox

        registry.add_kind(models.Bet, visible_to=access.visible_bets)
        outbox.subscribe(
            "bets",
            events={"projects.cancelled"},
            handle=consumers.on_project_cancelled,
        )
