"""What was promised moves while it runs: with a reason, and the reviewer is told."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.actions.promises import check_promise
from waypost.okrs.models import KeyResult
from waypost.people.models import Person


@dataclass(frozen=True, slots=True)
class Move:
    """What moves of a promise that runs; None stays as it is."""

    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None

    def values(self) -> dict[str, object]:
        """Return the columns that move."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in values.items() if value is not None}


def move_target(
    *,
    actor: Person,
    now: datetime,
    key_result: KeyResult,
    move: Move,
    reason: str,
    version: int | None = None,
) -> KeyResult:
    """Move target, range, baseline or dates of what runs; the reviewer is told.

    The scale stays as first agreed, so that moving the target hides no miss.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` does not own the objective.
    Refused
        Without a reason, or if the promise no longer fits.
    """
    access.require_move_target(actor, key_result)
    if not reason.strip():
        raise Refused({"reason": _("Say why it moves; the reviewer will read it.")})
    with history.change(
        actor=actor,
        now=now,
        verb="okrs.move_target",
        subject=key_result,
        summary=key_result.title,
        reason=reason.strip(),
    ) as change:
        history.require_version(key_result, version)
        require_not_closed(key_result.objective.cycle)
        values = move.values()
        for name, value in values.items():
            setattr(key_result, name, value)
        check_promise(key_result)
        if not change.update(key_result, **values):
            raise Refused(_("Nothing moves: these are the values it has."))
        reviewer = key_result.objective.reviewer_id
        change.emit("okrs.move_target", key_result=key_result.pk, reviewer=reviewer)
    return key_result
