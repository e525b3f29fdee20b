"""The way that a key result is expected to take, day by day."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from waypost.okrs import access
from waypost.okrs.actions.errors import Refused, require_not_closed
from waypost.okrs.actions.key_results import changing
from waypost.okrs.models import ExpectedPoint, KeyResult
from waypost.people.models import Person


def set_points(
    *,
    actor: Person,
    now: datetime,
    key_result: KeyResult,
    points: Sequence[tuple[date, Decimal]],
) -> None:
    """Say which values are expected on the way; none makes the path straight.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` owns neither the key result nor its objective.
    Refused
        If a day lies outside its dates or comes twice.
    """
    access.require_edit_key_result(actor, key_result)
    with changing(actor, now, "okrs.set_points", key_result) as change:
        require_not_closed(key_result.objective.cycle)
        wanted = dict(points)
        _check_points(key_result, points)
        for row in key_result.points.all():
            value = wanted.pop(row.day, None)
            if value is None:
                change.delete(row)
            else:
                change.update(row, value=value)
        for day, value in sorted(wanted.items()):
            change.create(ExpectedPoint(key_result=key_result, day=day, value=value))
        path = KeyResult.Path.POINTS if points else KeyResult.Path.STRAIGHT
        change.update(key_result, path=path)
        change.emit("okrs.set_points", key_result=key_result.pk)


def _check_points(
    key_result: KeyResult, points: Sequence[tuple[date, Decimal]]
) -> None:
    days = [day for day, _value in points]
    if len(set(days)) < len(days):
        raise Refused({"points": _("A day is listed twice.")})
    if any(not key_result.starts_on < day < key_result.due_on for day in days):
        message = _("A point lies between the start and the due date.")
        raise Refused({"points": message})
