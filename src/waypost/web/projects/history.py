"""What happened to a project or a task, as its page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from waypost.people.models import Person
from waypost.projects.queries import ActivityRow
from waypost.web.projects.words import capitalized
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


def events(
    rows: Iterable[ActivityRow], *, viewer: Person, besides: str = ""
) -> list[Event]:
    """Return the lines, the latest first.

    A thing is named unless it is `besides`, the one whose page this is.
    """
    return [
        Event(
            name=row.actor.name if row.actor else "",
            what=capitalized(verb_in_words(row.verb)),
            thing="" if row.summary == besides else row.summary,
            reason=row.reason,
            at=row.at,
            undo=_undo(row, viewer),
        )
        for row in rows
        if not row.is_undone
    ]


def _undo(row: ActivityRow, viewer: Person) -> str:
    if row.actor is None or row.actor.pk != viewer.pk:
        return ""
    return reverse("history:undo", args=[row.change_set_pk])
