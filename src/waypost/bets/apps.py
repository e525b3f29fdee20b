"""The bets app."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from waypost.core import registry


class BetsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.bets"
    label = "bets"

    def ready(self) -> None:
        """Tell the registry who sees bets, and listen to the projects."""
        from waypost.bets import access, consumers, models, searched
        from waypost.core import as_of, leads, outbox, searchable
        from waypost.people import holdings

        registry.add_kind(
            models.Bet, visible_to=access.visible_bets, concerns=access.bets_of
        )
        searchable.add(searched.bets())
        as_of.follow(models.Bet)
        as_of.follow(models.OverlapGroup)
        leads.add_part(models.Bet, "project", "key_result")
        leads.add_part(models.Bet, "owner", near=True)
        leads.add_way(models.Bet, "project", "key_result")
        leads.add_part(models.Assumption, "bet")
        leads.add_part(models.OverlapGroup, "metric")
        leads.add_part(models.ProjectObjective, "project", "objective")
        outbox.subscribe(
            "bets",
            events={"projects.cancelled"},
            handle=consumers.on_project_cancelled,
        )
        holdings.add(
            holdings.Holding(
                model=models.Bet,
                heading=_("Bets"),
                columns={"owner": _("owner")},
                code_of=lambda row: str(row.project.code),
                title_of=lambda row: str(row.key_result.title),
                is_open=Q(state__in=["proposed", "active"]),
                joined=("project", "key_result"),
            )
        )
