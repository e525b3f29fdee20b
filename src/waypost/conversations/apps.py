"""The conversations app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Say who may see comments, and what hangs on things."""
        from waypost.conversations import access, models, searched
        from waypost.core import leads, registry, searchable

        registry.add_kind(models.Comment, visible_to=access.visible_comments)
        searchable.add(searched.comments())
        registry.add_hanger(models.Comment, holds=True)
        registry.add_hanger(models.Reaction)
        registry.add_hanger(models.Acknowledgement)
        leads.add_part(models.Mention, "comment")
        leads.add_part(models.Mention, "person", near=True)
