"""What is said on a thing, what waits for somebody, and what is new."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from waypost.conversations import access
from waypost.conversations.mentions import keys_in, mentioned_keys, typed
from waypost.conversations.models import (
    Acknowledgement,
    Comment,
    Mention,
    Reaction,
)
from waypost.core.feeds import Before, older_than, until_shown
from waypost.core.history import version_of
from waypost.core.prepared import prepared
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.people.queries import Ref, ref_of

PAGE = 20
SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Nod:
    """Reactions of one kind: who gave them, and whether the viewer did."""

    kind: str
    label: str
    names: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """How people nodded to a thing, and who says to have read it."""

    nods: tuple[Nod, ...] = ()
    read_by: tuple[str, ...] = ()
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment with its replies; `names` are those it mentions, by key."""

    pk: int
    author: Ref
    body: str
    names: dict[int, str]
    posted_at: datetime
    edited_at: datetime | None
    reply_to: int | None
    marks: Marks
    mentions_me: bool
    may_edit: bool
    may_delete: bool
    replies: tuple["CommentRow", ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A comment as it is told elsewhere, with the thing that it is on."""

    pk: int
    author: Ref
    body: str
    names: dict[int, str]
    posted_at: datetime
    thing: Any
    is_reply: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to mention, and whether it would reach them."""

    key: int
    name: str
    initials: str
    hint: str
    is_reached: bool


def thing(*, viewer: Person, kind: str, pk: int) -> Any:
    """Return what people talk about, by kind and number.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If there is none that `viewer` may see.
    """
    return access.thing_of(viewer, kind, pk)


def comment(*, viewer: Person, pk: int) -> Comment:
    """Return one comment with its author.

    Raises
    ------
    Comment.DoesNotExist
        If there is none that `viewer` may see.
    """
    return access.visible_comments(viewer).select_related("author").get(pk=pk)


def version(*, viewer: Person, comment: Comment) -> int:
    """Return the version of a comment, for a form to carry."""
    return version_of(comment)


def typed_body(*, viewer: Person, comment: Comment) -> str:
    """Return a comment as it stands in the box, with names instead of links."""
    return typed(comment.body, _names([comment]))


def picked_in(*, viewer: Person, comment: Comment) -> list[int]:
    """Return the keys of the people whom a comment names."""
    return mentioned_keys(comment.body)


def thread(
    *,
    viewer: Person,
    thing: models.Model,
    before: Before | None = None,
    limit: int = PAGE,
) -> list[CommentRow]:
    """Return comments on a thing, the latest first, each with its replies in order.

    Six queries, however many there are. One more than `limit` says that older ones
    stand.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If `viewer` may not see the thing.
    """
    access.require_see(viewer, thing)
    found = Comment.objects.filter(
        subject_kind=label_of(thing), subject_id=thing.pk, reply_to=None
    )
    found = found.filter(older_than(before, "posted_at"), until_shown("posted_at"))
    latest = found.select_related("author").order_by("-posted_at", "-pk")
    return _rows(viewer, list(latest[: limit + 1]))


def branch(*, viewer: Person, comment: Comment) -> CommentRow:
    """Return a comment with its replies; for a reply, what it replies to."""
    root = comment.reply_to_id or comment.pk
    found = Comment.objects.select_related("author").filter(pk=root)
    return _rows(viewer, list(found))[0]


def comment_row(*, viewer: Person, comment: Comment) -> CommentRow:
    """Return one comment that `viewer` sees, without its replies."""
    return _Told(viewer, [comment]).row(comment)


def names_me(*, viewer: Person, comment: Comment) -> bool:
    """Whether a comment names `viewer`."""
    return comment.mentions.filter(person=viewer).exists()


def counts(*, viewer: Person, kind: str, ids: Iterable[int]) -> dict[int, int]:
    """Return how many comments stand on each of these visible things: one query."""
    said = Comment.objects.filter(subject_kind=kind, subject_id__in=set(ids))
    found = said.filter(until_shown("posted_at"))
    seen = found.filter(access.on_visible_kind(viewer, kind)).order_by()
    rows = seen.values_list("subject_id").annotate(n=Count("pk"))
    return dict(rows)


def marks(*, viewer: Person, kind: str, ids: Iterable[int]) -> dict[int, Marks]:
    """Return how people marked these visible things: two queries for any number."""
    return _marks(viewer, kind, list(ids), access.on_visible_kind(viewer, kind))


def waiting(*, viewer: Person, limit: int = 50) -> list[Line]:
    """Return the comments that name `viewer` and wait for an answer, latest first.

    A reply in the same thread, a reaction and an acknowledgement are answers.
    """
    found = _unanswered(viewer).select_related("author")
    return _lines(viewer, found.order_by("-posted_at", "-pk")[:limit])


def unread(*, viewer: Person) -> int:
    """Return how many comments name `viewer` and wait for an answer."""
    return _unanswered(viewer).count()


def mentions_of(*, viewer: Person, limit: int = 50) -> list[Line]:
    """Return the comments that name `viewer`, answered or not, the latest first."""
    found = access.visible_comments(viewer).filter(mentions__person=viewer)
    latest = found.select_related("author").order_by("-posted_at", "-pk")
    return _lines(viewer, latest[:limit])


def news(*, viewer: Person, since: datetime, limit: int = PAGE) -> list[Line]:
    """Return what others said since then where `viewer` is concerned, latest first.

    That is on what they own, run or do, where they have spoken themselves, and where
    somebody names them.
    """
    own_words = Comment.objects.filter(
        author=viewer,
        subject_kind=OuterRef("subject_kind"),
        subject_id=OuterRef("subject_id"),
    )
    named = Mention.objects.filter(comment=OuterRef("pk"), person=viewer)
    follows = access.on_concerns(viewer) | Q(Exists(own_words)) | Q(Exists(named))
    found = access.visible_comments(viewer).filter(follows, posted_at__gt=since)
    latest = found.exclude(author=viewer).select_related("author")
    return _lines(viewer, latest.order_by("-posted_at", "-pk")[:limit])


def candidates(
    *, viewer: Person, thing: models.Model, words: str = "", limit: int = SUGGESTED
) -> list[Candidate]:
    """Return active people to mention on a thing; who has spoken there comes first.

    Raises
    ------
    waypost.conversations.access.NothingThere
        If `viewer` may not see the thing.
    """
    access.require_see(viewer, thing)
    spoken = Comment.objects.filter(
        subject_kind=label_of(thing), subject_id=thing.pk, author=OuterRef("pk")
    )
    found = Person.objects.filter(is_active=True).exclude(pk=viewer.pk)
    for word in words.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(email__istartswith=word))
    ordered = found.alias(spoke=Exists(spoken)).order_by("-spoke", "name", "pk")
    return [
        Candidate(
            key=person.key,
            name=person.name,
            initials=person.initials,
            hint=person.email,
            is_reached=access.sees(person, thing),
        )
        for person in ordered[:limit]
    ]


def _unanswered(viewer: Person) -> QuerySet[Comment]:
    # Few wait, of few kinds of things: only these are asked who may see them.
    waiting = _naming(viewer)
    labels = {label for _pk, label in waiting}
    few = Comment.objects.filter(pk__in=[pk for pk, _label in waiting])
    return few.filter(access.on_visible(viewer, labels)) if waiting else few.none()


@prepared
def _naming(asker: Person) -> QuerySet[Comment, tuple[int, str]]:
    """Return what names somebody and has no answer of theirs, with the kind of thing.

    Whether they may see it is not asked yet.
    """
    this = {"subject_kind": label_of(Comment), "subject_id": OuterRef("pk")}
    answered = Comment.objects.filter(
        reply_to=OuterRef("root"),
        author=asker.pk,
        posted_at__gt=OuterRef("posted_at"),
    )
    nodded = Reaction.objects.filter(person=asker.pk, **this)
    read = Acknowledgement.objects.filter(person=asker.pk, **this)
    found = Comment.objects.filter(mentions__person=asker.pk).exclude(author=asker.pk)
    rooted = found.alias(root=Coalesce(F("reply_to"), F("pk")))
    open_ones = rooted.filter(~Exists(answered), ~Exists(nodded), ~Exists(read))
    return open_ones.values_list("pk", "subject_kind")


def _lines(viewer: Person, found: QuerySet[Comment]) -> list[Line]:
    """Tell comments with their things: a query for each kind of thing, and one."""
    listed = list(found)
    ids: dict[str, set[int]] = defaultdict(set)
    for each in listed:
        ids[each.subject_kind].add(each.subject_id)
    things = {kind: access.things_of(viewer, kind, pks) for kind, pks in ids.items()}
    names = _names(listed)
    return [
        Line(
            pk=each.pk,
            author=ref_of(each.author),
            body=each.body,
            names=names,
            posted_at=each.posted_at,
            thing=things[each.subject_kind][each.subject_id],
            is_reply=each.reply_to_id is not None,
        )
        for each in listed
        if each.subject_id in things[each.subject_kind]
    ]


def _rows(viewer: Person, roots: Sequence[Comment]) -> list[CommentRow]:
    below_them = Q(reply_to__in=[root.pk for root in roots])
    replies = Comment.objects.filter(below_them, until_shown("posted_at"))
    below: dict[int, list[Comment]] = defaultdict(list)
    for each in replies.select_related("author").order_by("posted_at", "pk"):
        below[each.reply_to_id or 0].append(each)
    told = _Told(viewer, [*roots, *(each for some in below.values() for each in some)])
    return [told.row(root, below[root.pk]) for root in roots]


class _Told:
    """What is known of comments beside their own columns: four queries for all."""

    def __init__(self, viewer: Person, comments: Sequence[Comment]) -> None:
        self.viewer = viewer
        ids = [each.pk for each in comments]
        self.marks = _marks(viewer, label_of(Comment), ids)
        self.names = _names(comments)
        named = Mention.objects.filter(comment__in=ids, person=viewer)
        self.naming = set(named.values_list("comment_id", flat=True))

    def row(self, each: Comment, replies: Iterable[Comment] = ()) -> CommentRow:
        return CommentRow(
            pk=each.pk,
            author=ref_of(each.author),
            body=each.body,
            names=self.names,
            posted_at=each.posted_at,
            edited_at=each.edited_at,
            reply_to=each.reply_to_id,
            marks=self.marks.get(each.pk, Marks()),
            mentions_me=each.pk in self.naming,
            may_edit=access.may_edit(self.viewer, each),
            may_delete=access.may_delete(self.viewer, each),
            replies=tuple(self.row(reply) for reply in replies),
        )


def _names(comments: Iterable[Comment]) -> dict[int, str]:
    """Return the present names of the people whom comments name, by key."""
    keys = {key for each in comments for key in keys_in(each.body)}
    if not keys:
        return {}
    return dict(Person.objects.filter(key__in=keys).values_list("key", "name"))


def _marks(
    viewer: Person, kind: str, ids: list[int], allowed: Q | None = None
) -> dict[int, Marks]:
    """Tell the marks on things; without `allowed`, `viewer` is known to see them all.

    The comments of a thread need not be asked for one by one: who sees the thing sees
    them, and the question for any kind of thing is a long one.
    """
    seen = Q() if allowed is None else allowed
    given: dict[int, dict[str, list[tuple[int, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    on = {"subject_kind": kind, "subject_id__in": ids}
    columns = ("subject_id", "kind", "person_id", "person__name")
    reactions = Reaction.objects.filter(seen, **on)
    for pk, nod, person, name in reactions.order_by("pk").values_list(*columns):
        given[pk][nod].append((person, name))
    read: dict[int, list[tuple[int, str]]] = defaultdict(list)
    acks = Acknowledgement.objects.filter(seen, **on)
    readers = acks.order_by("pk").values_list("subject_id", "person_id", "person__name")
    for pk, person, name in readers:
        read[pk].append((person, name))
    return {
        pk: Marks(
            nods=tuple(_nods(viewer, given[pk])),
            read_by=tuple(name for _person, name in read[pk]),
            is_read=any(person == viewer.pk for person, _name in read[pk]),
        )
        for pk in {*given, *read}
    }


def _nods(viewer: Person, given: dict[str, list[tuple[int, str]]]) -> Iterable[Nod]:
    for value, label in Reaction.Kind.choices:
        if value in given:
            yield Nod(
                kind=value,
                label=str(label),
                names=tuple(name for _person, name in given[value]),
                is_mine=any(person == viewer.pk for person, _name in given[value]),
            )
