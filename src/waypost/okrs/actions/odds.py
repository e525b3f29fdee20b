"""Odds: what people think the chance of a key result is."""

from datetime import datetime

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.models import KeyResult, Odds
from waypost.people.models import Person


def give_odds(
    *, actor: Person, now: datetime, key_result: KeyResult, probability: float
) -> Odds:
    """Say, or say anew, how likely a key result is.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` may not see it, or only reads.
    Refused
        If the chance does not lie between 0 and 1.
    """
    access.require_give_odds(actor, key_result)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.give_odds",
        subject=key_result,
        summary=key_result.title,
    ) as change:
        require_not_closed(key_result.objective.cycle)
        if not 0 <= probability <= 1:
            raise Refused({"probability": _("A chance lies between 0 and 1.")})
        row = key_result.odds.filter(person=actor).first()
        if row is None:
            row = Odds(key_result=key_result, person=actor)
            row.probability, row.given_at = probability, now
            change.create(row)
        else:
            change.update(row, probability=probability, given_at=now)
        change.emit("okrs.give_odds", key_result=key_result.pk)
    return row
