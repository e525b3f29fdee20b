"""Who may see and say what: who may see the thing may see what is said on it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from waypost.conversations.models import Acknowledgement, Comment, Reaction
from waypost.core import registry
from waypost.core.access import require
from waypost.core.registry import label_of
from waypost.people.installation import organisation
from waypost.people.models import Person

Hung = Comment | Reaction | Acknowledgement
_COMMENT = label_of(Comment)


class NothingThere(models.ObjectDoesNotExist):
    """There is no such thing for this person."""


def visible_comments(person: Person) -> QuerySet[Comment]:
    """Return the comments on what `person` may see."""
    return Comment.objects.filter(on_visible(person))


def visible_among(person: Person, ids: Collection[int]) -> QuerySet[Comment]:
    """Return those of a few comments that `person` may see.

    Asks only about the kinds of things that these are on: to ask about every kind
    takes longer than the answer.
    """
    few = Comment.objects.filter(pk__in=ids)
    labels = set(few.values_list("subject_kind", flat=True))
    return few.filter(on_visible(person, labels))


def on_visible(person: Person, labels: Collection[str] | None = None) -> Q:
    """Return what lets pass the rows that hang on what `person` may see.

    Asked row by row, so that the latest twenty cost twenty, not everything. With
    `labels`, rows that hang on things of other kinds do not pass.
    """
    allowed = Q(pk__in=())
    for label, kind in registry.kinds().items():
        if label != _COMMENT and (labels is None or label in labels):
            seen = kind.visible_to(person).filter(pk=OuterRef("subject_id"))
            allowed |= Q(Exists(seen), subject_kind=label)
    return allowed


def on_visible_kind(person: Person, label: str) -> Q:
    """Return what lets pass the rows that hang on visible things of one kind."""
    kind = registry.kind(label)
    if kind is None:
        return Q(pk__in=())
    return Q(Exists(kind.visible_to(person).filter(pk=OuterRef("subject_id"))))


def on_concerns(person: Person) -> Q:
    """Return what lets pass the rows that hang on what `person` owns, runs or does."""
    allowed = Q(pk__in=())
    for label, kind in registry.kinds().items():
        if kind.concerns is not None:
            own = kind.concerns(person).filter(pk=OuterRef("subject_id"))
            allowed |= Q(Exists(own), subject_kind=label)
    return allowed


def thing_of(person: Person, label: str, pk: int) -> Any:
    """Return the thing of a kind and number.

    Raises
    ------
    NothingThere
        If there is none that `person` may see.
    """
    kind = registry.kind(label)
    if kind is None:
        raise NothingThere
    try:
        return kind.visible_to(person).select_related(*_needed(kind.model)).get(pk=pk)
    except models.ObjectDoesNotExist as error:
        raise NothingThere from error


def things_of(person: Person, label: str, ids: Iterable[int]) -> dict[int, Any]:
    """Return the visible ones of these things of one kind: one query."""
    kind = registry.kind(label)
    if kind is None:
        return {}
    seen = kind.visible_to(person).filter(pk__in=set(ids))
    return {row.pk: row for row in seen.select_related(*_needed(kind.model))}


def _needed(model: type[models.Model]) -> list[str]:
    """Return what each row points at: its name and address may stand there."""
    return [f.name for f in model._meta.concrete_fields if f.many_to_one and not f.null]


def sees(person: Person, thing: models.Model) -> bool:
    """Whether `person` may see a thing."""
    label, pk = label_of(thing), thing.pk
    if isinstance(thing, Comment):  # one kind to ask, not all that can be spoken of
        label, pk = thing.subject_kind, thing.subject_id
    kind = registry.kind(label)
    return kind is not None and kind.visible_to(person).filter(pk=pk).exists()


def require_see(person: Person, thing: models.Model) -> None:
    """Let pass who may see `thing`.

    Raises
    ------
    NothingThere
        For everybody else, as if it were not there.
    """
    if not sees(person, thing):
        raise NothingThere


def takes_part(person: Person) -> bool:
    """Whether `person` may say something on what they see.

    Viewers only read, unless the organisation lets them comment.
    """
    if not person.is_viewer:
        return person.is_active
    house = organisation()
    return person.is_active and house is not None and house.viewers_may_comment


def require_take_part(person: Person, thing: models.Model) -> None:
    """Let pass who may see `thing` and say something on it."""
    require_see(person, thing)
    message = _("Viewers read here; an admin can let them comment.")
    require(takes_part(person), message)


def may_edit(person: Person, comment: Comment) -> bool:
    """Whether `person` wrote it and may still say something."""
    return comment.author_id == person.pk and takes_part(person)


def require_edit(person: Person, comment: Comment) -> None:
    """Let the author pass: nobody puts words into another's mouth."""
    require_see(person, comment)
    message = _("Only %(author)s, who wrote it, may change it.")
    require(may_edit(person, comment), message % {"author": comment.author.name})


def may_delete(person: Person, comment: Comment) -> bool:
    """Whether `person` may delete it: the author, or an admin."""
    return may_edit(person, comment) or (person.is_admin and person.is_active)


def require_delete(person: Person, comment: Comment) -> None:
    """Let the author and admins pass."""
    require_see(person, comment)
    message = _("Only %(author)s, who wrote it, or an admin may delete it.")
    require(may_delete(person, comment), message % {"author": comment.author.name})


def require_acknowledge(person: Person, thing: models.Model) -> None:
    """Let pass who may see it: to have read it is a reader's right."""
    require_see(person, thing)
    require(person.is_active, _("You are deactivated."))
