"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.people"
    label = "people"

    def ready(self) -> None:
        """Say who may see what, and what somebody leads."""
        from waypost.core import registry
        from waypost.people import access, holdings, models

        registry.add_kind(models.Person, visible_to=access.visible_people)
        registry.add_kind(models.Team, visible_to=access.visible_teams)
        holdings.add(
            holdings.Holding(
                model=models.Team,
                heading=_("Teams led"),
                columns={"lead": _("lead")},
                code_of=lambda _row: "",
                title_of=lambda row: str(row.name),
            )
        )
