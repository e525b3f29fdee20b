"""Saying something, taking it back, nodding, and saying that one has read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from waypost.conversations import access
from waypost.conversations.mentions import linked, mentioned_keys, names_in, typed
from waypost.conversations.models import (
    Acknowledgement,
    Comment,
    Mention,
    Reaction,
)
from waypost.core import history
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.people.queries import Ref, ref_of

MOST_NAMED = 20
_EXCERPT = 120


class Refused(ValidationError):
    """A rule that spans rows was about to be broken."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody typed, and the keys of those whom they picked from the list."""

    text: str
    picked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """A comment, whom it names in vain, and which names more than one person has."""

    comment: Comment
    unreached: tuple[Ref, ...] = ()
    unclear: tuple[str, ...] = ()


def post_comment(
    *,
    actor: Person,
    now: datetime,
    thing: models.Model,
    words: Words,
    reply_to: Comment | None = None,
) -> Posted:
    """Say something on a thing, or in reply to what was said on it.

    Whom the comment names is told, if they may see the thing.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If `actor` may not see the thing.
    waypost.core.access.Denied
        If `actor` only reads.
    Refused
        If it replies to a comment on something else, or names too many people.
    """
    access.require_take_part(actor, thing)
    body, unclear = _stored(words)
    comment = Comment(
        subject_kind=label_of(thing),
        subject_id=thing.pk,
        author=actor,
        body=body,
        posted_at=now,
        reply_to=None if reply_to is None else _root(reply_to, thing),
    )
    with history.change(
        actor=actor, now=now, verb="conversations.post", summary=_excerpt(words.text)
    ) as change:
        _hold(thing)
        change.create(comment)
        change.about(comment)
        reached, unreached = _named(comment, thing)
        for person in reached:
            change.create(Mention(comment=comment, person=person))
        change.emit(
            "conversations.posted",
            comment=comment.pk,
            subject_kind=comment.subject_kind,
            subject_id=comment.subject_id,
            mentions=[person.pk for person in reached],
        )
    return Posted(comment, unreached, unclear)


def edit_comment(
    *,
    actor: Person,
    now: datetime,
    comment: Comment,
    words: Words,
    version: int | None = None,
) -> Posted:
    """Change one's own words; history keeps the former ones.

    Only who is named newly is told.

    Raises
    ------
    waypost.core.access.Denied
        If somebody else wrote it.
    waypost.core.history.Stale
        If it was changed after `version`.
    Refused
        If it names too many people.
    """
    access.require_edit(actor, comment)
    thing = access.thing_of(actor, comment.subject_kind, comment.subject_id)
    body, unclear = _stored(words)
    with history.change(
        actor=actor,
        now=now,
        verb="conversations.edit",
        subject=comment,
        summary=_excerpt(words.text),
    ) as change:
        history.require_version(comment, version)
        if body != comment.body:
            change.update(comment, body=body, edited_at=max(now, comment.posted_at))
        reached, unreached = _named(comment, thing)
        told = _rename(change, comment, reached)
        change.emit(
            "conversations.edited", comment=comment.pk, mentions=[p.pk for p in told]
        )
    return Posted(comment, unreached, unclear)


def delete_comment(*, actor: Person, now: datetime, comment: Comment) -> None:
    """Delete a comment; what others replied to it stays.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` neither wrote it nor is an admin.
    """
    access.require_delete(actor, comment)
    with history.change(
        actor=actor,
        now=now,
        verb="conversations.delete",
        subject=comment,
        summary=_excerpt(comment.body),
    ) as change:
        change.emit("conversations.deleted", comment=comment.pk)
        change.delete(comment)


def react(*, actor: Person, now: datetime, thing: models.Model, kind: str) -> Reaction:
    """Nod to a thing or a comment; twice is once.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If `actor` may not see it.
    waypost.core.access.Denied
        If `actor` only reads.
    Refused
        If there is no such reaction.
    """
    access.require_take_part(actor, thing)
    if kind not in Reaction.Kind.values:
        raise Refused(_("There is no such reaction."))
    on = {"subject_kind": label_of(thing), "subject_id": thing.pk}
    given = Reaction.objects.filter(person=actor, kind=kind, **on).first()
    if given is not None:
        return given
    row = Reaction(person=actor, kind=kind, given_at=now, **on)
    with history.change(actor=actor, now=now, verb="conversations.react") as change:
        _hold(thing)
        change.create(row)
        change.about(row, row.get_kind_display())
    return row


def take_back(*, actor: Person, now: datetime, thing: models.Model, kind: str) -> None:
    """Take one's own reaction back; nothing happens if there is none.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If `actor` may not see the thing.
    """
    access.require_see(actor, thing)
    given = Reaction.objects.filter(
        person=actor, kind=kind, subject_kind=label_of(thing), subject_id=thing.pk
    ).first()
    if given is None:
        return
    with history.change(
        actor=actor,
        now=now,
        verb="conversations.take_back",
        subject=given,
        summary=given.get_kind_display(),
    ) as change:
        change.delete(given)


def acknowledge(
    *, actor: Person, now: datetime, thing: models.Model
) -> Acknowledgement:
    """Say that one has read a comment or a thing; twice is once.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If `actor` may not see it.
    """
    access.require_acknowledge(actor, thing)
    on = {"subject_kind": label_of(thing), "subject_id": thing.pk}
    given = Acknowledgement.objects.filter(person=actor, **on).first()
    if given is not None:
        return given
    row = Acknowledgement(person=actor, acknowledged_at=now, **on)
    with history.change(
        actor=actor, now=now, verb="conversations.acknowledge"
    ) as change:
        _hold(thing)
        change.create(row)
        change.about(row)
    return row


def _hold(thing: models.Model) -> None:
    """Hold the thing until the transaction ends, so that it is not deleted meanwhile.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If it was.
    """
    rows = type(thing)._base_manager.select_for_update()
    if not rows.filter(pk=thing.pk).values_list("pk"):
        raise access.NothingThere


def _root(comment: Comment, thing: models.Model) -> Comment:
    """Return the comment under which a reply stands: there is one level."""
    if (comment.subject_kind, comment.subject_id) != (label_of(thing), thing.pk):
        raise Refused(_("The comment that you reply to is on something else."))
    return comment.reply_to or comment


def _stored(words: Words) -> tuple[str, tuple[str, ...]]:
    """Return the body as it is stored, and the names that are more than one person's.

    Raises
    ------
    Refused
        If it holds a character that no text has, or names too many people.
    """
    text = words.text.replace("\r\n", "\n").strip()
    if "\0" in text:
        raise Refused({"body": _("The text holds a character that no text has.")})
    people, unclear = _people_in(text, words.picked)
    body = linked(text, people)
    if len(mentioned_keys(body)) > MOST_NAMED:
        message = _("Name at most %(most)s people in one comment.")
        raise Refused({"body": message % {"most": MOST_NAMED}})
    return body, unclear


def _people_in(
    text: str, picked: Iterable[int]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the keys of the people named in a text, by name in lower case.

    Of several people with one name it is the picked one; picked none, nobody.
    """
    names = names_in(text)
    if not names:
        return {}, ()
    # SQLite knows lower case of plain letters only, so the name itself counts as well.
    alike = Q(name__in=names) | Q(lowered__in={name.lower() for name in names})
    rows = Person.objects.alias(lowered=Lower("name")).filter(alike, is_active=True)
    found: dict[str, list[int]] = {}
    shown: dict[str, str] = {}
    for name, key in rows.order_by("pk").values_list("name", "key"):
        found.setdefault(name.lower(), []).append(key)
        shown[name.lower()] = name
    chosen = set(picked)
    people: dict[str, int] = {}
    for name, keys in found.items():
        wanted = [key for key in keys if key in chosen] or keys
        if len(wanted) == 1:
            people[name] = wanted[0]
    unclear = tuple(shown[name] for name in found if name not in people)
    return people, unclear


def _named(
    comment: Comment, thing: models.Model
) -> tuple[list[Person], tuple[Ref, ...]]:
    """Return whom a comment reaches of those it names, and whom it does not."""
    keys = mentioned_keys(comment.body)
    found = Person.objects.filter(key__in=keys).exclude(pk=comment.author_id)
    reached, unreached = [], []
    for person in found.order_by("name", "pk"):
        if person.is_active and access.sees(person, thing):
            reached.append(person)
        else:
            unreached.append(ref_of(person))
    return reached, tuple(unreached)


def _rename(
    change: history.Recorder, comment: Comment, reached: list[Person]
) -> list[Person]:
    """Write down whom a comment names now, and return who is new among them."""
    wanted = {person.pk: person for person in reached}
    for mention in comment.mentions.all():
        if wanted.pop(mention.person_id, None) is None:
            change.delete(mention)
    for person in wanted.values():
        change.create(Mention(comment=comment, person=person))
    return list(wanted.values())


def _excerpt(text: str) -> str:
    line = " ".join(typed(text, {}).split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"
