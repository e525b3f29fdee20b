"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.people"
    label = "people"
