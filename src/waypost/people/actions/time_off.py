"""Days on which somebody does not work."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from waypost.core import history
from waypost.people import access
from waypost.people.models import Person, TimeOff


@dataclass(frozen=True, slots=True)
class TimeOffTerms:
    """From the first day to the last, both included."""

    starts_on: date
    ends_on: date
    note: str = ""


def add_time_off(
    *, actor: Person, now: datetime, person: Person, terms: TimeOffTerms
) -> TimeOff:
    """Enter days off.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither the person, their manager, nor an admin.
    django.core.exceptions.ValidationError
        If the last day lies before the first.
    """
    access.require_plan_time_off(actor, person)
    with history.change(
        actor=actor,
        now=now,
        verb="people.add_time_off",
        subject=person,
        summary=person.name,
    ) as change:
        row = change.create(TimeOff(person=person, **asdict(terms)))
        change.emit("people.add_time_off", person=person.pk)
    return row


def remove_time_off(*, actor: Person, now: datetime, time_off: TimeOff) -> None:
    """Take days off back."""
    access.require_plan_time_off(actor, time_off.person)
    with history.change(
        actor=actor,
        now=now,
        verb="people.remove_time_off",
        subject=time_off.person,
        summary=time_off.person.name,
    ) as change:
        change.delete(time_off)
        change.emit("people.remove_time_off", person=time_off.person_id)
