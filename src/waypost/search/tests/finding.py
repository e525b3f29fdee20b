"""Helpers of the search's tests: write as an action does, and look."""

from typing import Any

from django.db import models
from django_tasks_db.models import DBTaskResult

from waypost.core import history, outbox
from waypost.okrs.tests.factories import NOW
from waypost.people.models import Person
from waypost.search import indexing, queries
from waypost.search.queries import Found


def saved(*rows: models.Model, **values: Any) -> None:
    """Save rows as an action would, so that the index hears of them."""
    with history.change(actor=None, now=NOW, verb="test.save") as change:
        for row in rows:
            change.update(row, **values)


def deleted(row: models.Model) -> Any:
    """Delete a row as an action would, and return the change set."""
    with history.change(actor=None, now=NOW, verb="test.delete") as change:
        change.delete(row)
        return change.change_set


def indexed() -> None:
    """Read what factories have made, who tell nobody."""
    indexing.fill()


def worked_off() -> None:
    """Do what waits for the worker, in this connection: its own would see nothing."""
    outbox.deliver_due(now=NOW)
    for job in DBTaskResult.objects.all():
        job.task.func(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
        job.delete()


def titles(viewer: Person, text: str, **changes: Any) -> list[str]:
    """Return what the palette shows for `text`, from the best on."""
    found = queries.best(viewer=viewer, text=text, **changes)
    return [hit.entry.title or hit.entry.within for hit in hits(found)]


def hits(found: Found) -> list[queries.Hit]:
    """Return all hits, group by group."""
    return [hit for group in found.groups for hit in group.hits]
