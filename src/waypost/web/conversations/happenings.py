"""What happened to a thing, in words, for those kinds that keep a history here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.urls import reverse

from waypost.bets.queries import BetDeed, bet_activity
from waypost.core.feeds import Before
from waypost.okrs import queries as okrs
from waypost.okrs.models import KeyResult, Metric, Objective
from waypost.okrs.queries import ActivityRow as OkrRow
from waypost.people.models import Person
from waypost.projects import queries as projects
from waypost.projects.models import Project, Task
from waypost.projects.queries import ActivityRow as WorkRow
from waypost.web.verbs import verb_in_words

# A key result's page lists its check-ins, each in full.
_LISTED_THERE = ("okrs.check_in",)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that was done; `undo` is where one's own deed is taken back."""

    pk: int
    at: datetime
    name: str
    what: str
    thing: str
    reason: str
    undo: str


def has_history(thing: models.Model) -> bool:
    """Whether there is anything to tell of a thing but what people say."""
    return isinstance(thing, Objective | KeyResult | Metric | Project | Task)


def happenings(
    thing: models.Model, *, viewer: Person, before: Before | None, limit: int
) -> list[Happening]:
    """Return what happened to a thing and to its bets, the latest first."""
    found = _own(thing, viewer=viewer, before=before, limit=limit)
    if isinstance(thing, Objective | KeyResult | Project):
        bets = bet_activity(viewer=viewer, thing=thing, limit=limit, before=before)
        found += [_told(deed, viewer, deed.other) for deed in bets]
        found.sort(key=lambda each: (each.at, each.pk), reverse=True)
    return found[:limit]


def _own(
    thing: models.Model, *, viewer: Person, before: Before | None, limit: int
) -> list[Happening]:
    if isinstance(thing, Project):
        work = projects.activity(
            viewer=viewer, project=thing, limit=limit, before=before
        )
        return [
            _told(row, viewer, "" if row.summary == thing.name else row.summary)
            for row in work
        ]
    if isinstance(thing, Task):
        work = projects.task_activity(
            viewer=viewer, task=thing, limit=limit, before=before
        )
        return [_told(row, viewer, "") for row in work]
    if isinstance(thing, Objective | KeyResult | Metric):
        rows = okrs.activity_of(
            viewer=viewer,
            thing=thing,
            limit=limit,
            before=before,
            besides=_LISTED_THERE if isinstance(thing, KeyResult) else (),
        )
        own = thing._meta.label_lower
        return [
            _told(row, viewer, "" if row.subject_kind == own else row.title)
            for row in rows
        ]
    return []


def _told(row: OkrRow | WorkRow | BetDeed, viewer: Person, thing: str) -> Happening:
    """Return a change set in words; `thing` is named where it is a part."""
    is_own = row.actor is not None and row.actor.pk == viewer.pk
    return Happening(
        pk=row.change_set_pk,
        at=row.at,
        name=row.actor.name if row.actor else "",
        what=verb_in_words(row.verb),
        thing=thing,
        reason=row.reason,
        undo=reverse("history:undo", args=[row.change_set_pk]) if is_own else "",
    )
