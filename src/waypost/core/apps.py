"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.core"
    label = "core"

    def ready(self) -> None:
        """Say that what a thing is called elsewhere hangs on it, and tidy up."""
        from waypost.core import housekeeping
        from waypost.core.models import ExternalReference
        from waypost.core.registry import add_hanger

        add_hanger(ExternalReference)
        housekeeping.add_chore(housekeeping.forget_sessions)
