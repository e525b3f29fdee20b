"""Odds: what people think the chance of a key result is."""

from datetime import datetime

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed, say_day
from waypost.okrs.models import Cycle, KeyResult, Odds
from waypost.people.installation import local_day
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
        If the chance does not lie between 0 and 1, or the outcome is known by now.
    """
    access.require_give_odds(actor, key_result)
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.give_odds",
        subject=key_result,
        summary=key_result.title,
    ) as change:
        _require_undecided(key_result, now)
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


def _require_undecided(key_result: KeyResult, now: datetime) -> None:
    """Refuse odds on what is over: they are judged by how it ended."""
    cycle = key_result.objective.cycle
    require_not_closed(cycle)
    if cycle.state == Cycle.State.GRADING:
        message = _("%(cycle)s is being graded; odds were given before.")
        raise Refused(message % {"cycle": cycle.name})
    if key_result.due_on < local_day(now):
        message = _("It was due on %(day)s; odds are given before that.")
        raise Refused(message % {"day": say_day(key_result.due_on)})
