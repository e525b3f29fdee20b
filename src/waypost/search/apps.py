"""The search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.search"
    label = "search"

    def ready(self) -> None:
        """Keep the index as true as the tables, change set by change set."""
        from waypost.core import history, outbox
        from waypost.search import consumers, following

        history.follow(following.on_change)
        outbox.subscribe(
            "search",
            events={"exchange.organisation_arrived"},
            handle=consumers.on_organisation_arrived,
        )
