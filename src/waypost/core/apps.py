"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.core"
    label = "core"
