"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.people"
    label = "people"

    def ready(self) -> None:
        """Say who may see what, and what somebody leads."""
        from waypost.core import leads, registry, searchable
        from waypost.people import access, holdings, models, searched

        registry.add_kind(models.Person, visible_to=access.visible_people)
        registry.add_kind(models.Team, visible_to=access.visible_teams)
        leads.add_part(models.Membership, "team", "person")
        leads.add_part(models.TimeOff, "person")
        leads.rest_rights_on(models.Membership, "person")
        leads.rest_everybodys_rights_on(models.Team, "parent", "lead")
        leads.rest_everybodys_rights_on(models.Person, "manager", "role")
        for kind in searched.kinds():
            searchable.add(kind)
        holdings.add(
            holdings.Holding(
                model=models.Team,
                heading=_("Teams led"),
                columns={"lead": _("lead")},
                code_of=lambda _row: "",
                title_of=lambda row: str(row.name),
            )
        )
