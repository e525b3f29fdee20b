"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.web"
    label = "web"

    def ready(self) -> None:
        """Say where things have their pages, and let languages remember."""
        from waypost.web.registration import register_pages
        from waypost.web.remembered import remember_words

        remember_words()
        register_pages()
