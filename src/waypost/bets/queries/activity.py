"""What happened to the bets on a key result, on an objective, or of a project."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from waypost.bets import access
from waypost.bets.models import Bet
from waypost.core.feeds import Before, older_than, standing
from waypost.core.models import ChangeSet
from waypost.core.registry import label_of
from waypost.okrs.models import KeyResult, Objective
from waypost.people.models import Person
from waypost.people.queries import Ref, maybe_ref_of
from waypost.projects.models import Project


@dataclass(frozen=True, slots=True)
class BetDeed:
    """One change set about a bet; `other` names what it ties the thing to."""

    change_set_pk: int
    at: datetime
    actor: Ref | None
    verb: str
    reason: str
    other: str


def bet_activity(
    *,
    viewer: Person,
    thing: Objective | KeyResult | Project,
    limit: int = 30,
    before: Before | None = None,
) -> list[BetDeed]:
    """Return what people did to visible bets, the latest first: two queries."""
    bets = access.visible_bets(viewer).filter(_of(thing))
    told = ChangeSet.objects.filter(
        standing(),
        older_than(before, "at"),
        subject_kind=label_of(Bet),
        subject_id__in=bets.values("pk"),
    )
    latest = list(told.select_related("actor").order_by("-at", "-pk")[:limit])
    ids = {row.subject_id for row in latest if row.subject_id}
    known = Bet.objects.select_related("project", "key_result").in_bulk(ids)
    return [
        BetDeed(
            change_set_pk=row.pk,
            at=row.at,
            actor=maybe_ref_of(row.actor),
            verb=row.verb,
            reason=row.reason,
            other=_other(known[row.subject_id], thing),
        )
        for row in latest
        if row.subject_id in known
    ]


def _of(thing: Objective | KeyResult | Project) -> Q:
    if isinstance(thing, Project):
        return Q(project=thing)
    if isinstance(thing, KeyResult):
        return Q(key_result=thing)
    return Q(key_result__objective=thing)


def _other(bet: Bet, thing: Objective | KeyResult | Project) -> str:
    there = bet.key_result.title if isinstance(thing, Project) else bet.project.name
    return str(there)
