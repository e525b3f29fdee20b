"""What every action of this app does alike: history, events, versions."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.models import Person
from waypost.projects.codes import code_of_task
from waypost.projects.models import Milestone, Project, Task

STEP = 1_000  # between neighbours, so that one can go between without moving others
Row = TypeVar("Row", bound=models.Model)


class ReasonNeeded(ValidationError):
    """The change is one that people will ask about; say why it is made."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, when, and why."""

    actor: Person
    now: datetime
    reason: str = ""


@contextmanager
def changing(by: By, verb: str, subject: models.Model) -> Iterator[history.Recorder]:
    """Open a change set about `subject` and tell the house afterwards."""
    with history.change(
        actor=by.actor,
        now=by.now,
        verb=f"projects.{verb}",
        subject=subject if subject.pk else None,
        summary=name_of(subject),
        reason=by.reason,
    ) as change:
        yield change
        project_id = (
            subject.pk if isinstance(subject, Project) else subject.project_id  # type: ignore[attr-defined]  # else part of one
        )
        change.emit("projects.changed", project=project_id, what=f"projects.{verb}")


def name_of(subject: models.Model) -> str:
    """Return how a feed names a thing."""
    if isinstance(subject, Project):
        return subject.name
    if isinstance(subject, Task):
        code = code_of_task(subject.project.code, subject.number)
        return f"{code} {subject.title}"
    return str(getattr(subject, "title", subject))


def fresh(row: Row, *, version: int | None = None) -> Row:
    """Return `row` as it is stored, held until the transaction ends.

    Raises
    ------
    waypost.core.history.Stale
        If it was changed after `version`.
    """
    # Who writes rows that point at it, by the thousand perhaps, is not waited for.
    held = type(row)._base_manager.select_for_update(no_key=True)
    stored = held.get(pk=row.pk)
    history.require_version(stored, version)
    return stored


def require_known(
    model: type[models.Model], changes: Mapping[str, Any], closed: Iterable[str] = ()
) -> None:
    """Refuse fields that the model does not have, or that other actions change."""
    for name in changes:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist as error:
            message = f"{model.__name__} has no field {name}"
            raise TypeError(message) from error
    barred = sorted(set(closed) & set(changes))
    if barred:
        message = f"another action changes {', '.join(barred)}"
        raise TypeError(message)


def next_position(siblings: models.QuerySet[Any]) -> int:
    """Return the place after all `siblings`."""
    last = siblings.aggregate(last=models.Max("position"))["last"]
    return int(last or 0) + STEP


def put_before(
    change: history.Recorder,
    row: Milestone | Task,
    siblings: models.QuerySet[Any],
    before: Milestone | Task | None,
) -> int:
    """Return a place for `row` before a sibling; make room if there is none.

    Raises
    ------
    ValidationError
        If `before` is not among `siblings`.
    """
    others = siblings.exclude(pk=row.pk)
    if before is None:
        return next_position(others)
    ordered = list(others.order_by("position", "pk"))
    at = next((i for i, other in enumerate(ordered) if other.pk == before.pk), None)
    if at is None:
        raise ValidationError(_("What it should go before stands elsewhere by now."))
    low = ordered[at - 1].position if at else 0
    high = ordered[at].position
    if high - low > 1:
        return int(low + high) // 2
    moved = []
    for index, other in enumerate(ordered):
        place = (index + 1 + (index >= at)) * STEP
        if other.position != place:
            other.position = place
            moved.append(other)
    change.update_many(moved, ["position"])
    return (at + 1) * STEP
