"""What happened to an objective, as its page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from waypost.okrs.queries import ActivityRow
from waypost.people.models import Person
from waypost.web.verbs import verb_in_words


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; `undo` is where one's own change is taken back."""

    name: str
    what: str
    thing: str
    reason: str
    at: datetime
    undo: str


def events(rows: Iterable[ActivityRow], *, viewer: Person) -> list[Event]:
    """Return the lines, the latest first."""
    return [
        Event(
            name=row.actor.name if row.actor else "",
            what=verb_in_words(row.verb),
            thing=row.title if row.subject_kind == "okrs.keyresult" else "",
            reason=row.reason,
            at=row.at,
            undo=_undo(row, viewer),
        )
        for row in rows
    ]


def _undo(row: ActivityRow, viewer: Person) -> str:
    if row.actor is None or row.actor.pk != viewer.pk:
        return ""
    return reverse("history:undo", args=[row.change_set_pk])
