"""How bets are read for the search."""

from django.db.models import QuerySet

from waypost.bets import access
from waypost.bets.models import Bet
from waypost.core.searchable import Entry, Searchable

_OPEN = {Bet.State.PROPOSED, Bet.State.ACTIVE}


def bets() -> Searchable:
    """Return the bets: found by what they link, why, and what they assume."""
    return Searchable(
        Bet,
        100,
        _bets,
        _bet,
        parts={"bets.assumption": "bet"},
        lenders={"projects.project": "project", "okrs.keyresult": "key_result"},
        visible_among=access.visible_bets_among,
    )


def _bets() -> QuerySet[Bet]:
    found = Bet.objects.select_related("project", "key_result")
    return found.prefetch_related("assumptions")


def _bet(row: Bet) -> Entry:
    project, key_result = row.project, row.key_result
    assumed = [each.text for each in row.assumptions.all()]
    return Entry(
        title="",
        within=f"{project.code} {project.name} → {key_result.code} {key_result.title}",
        body="\n".join(filter(None, [row.rationale, *assumed])),
        is_open=row.state in _OPEN,
        owners=(row.owner_id,),
    )
