"""A conversation as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.conversations import access, queries
from waypost.conversations.models import Comment, Reaction
from waypost.conversations.queries import CommentRow, Marks
from waypost.core.registry import label_of
from waypost.people.models import Person
from waypost.web.conversations.feed import ALL, CHANGES, COMMENTS, Entry, Feed, feed_of
from waypost.web.conversations.forms import CommentForm
from waypost.web.conversations.happenings import Happening, has_history
from waypost.web.looking_back import still
from waypost.web.prose import prose
from waypost.web.talk import Named, named

GLYPHS = {
    "agree": "thumbs-up",
    "thanks": "heart",
    "well_done": "party-popper",
    "looking": "eye",
    "unsure": "circle-help",
}
NAMED = 12  # people in the words on a reaction; the rest is a number


@dataclass(frozen=True, slots=True)
class Choice:
    """One reaction: given by `count` people, or yet to be given."""

    kind: str
    glyph: str
    label: str
    count: int = 0
    who: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Nods:
    """Reactions to a thing or comment, and who has read it."""

    id: str
    react_url: str
    read_url: str
    given: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    read_by: str
    may_react: bool
    may_acknowledge: bool


@dataclass(frozen=True, slots=True)
class Box:
    """The box in which a comment is typed: new, a reply, or one that is changed."""

    form: CommentForm
    url: str
    people_url: str
    draft: str
    label: str
    button: str
    target: str
    cancel_url: str = ""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment with its replies."""

    row: CommentRow
    body: SafeString
    url: str
    nods: Nods
    replies: tuple["CommentView", ...] = ()
    box: Box | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the feed as it is drawn."""

    comment: CommentView | None = None
    happening: Happening | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """What of the feed is shown."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """The whole panel."""

    of: Named
    url: str
    box: Box | None
    lines: tuple[Line, ...]
    tabs: tuple[Tab, ...]
    older_url: str
    nods: Nods
    is_first_page: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet."""
        return not self.lines and self.is_first_page


def talk_of(
    thing: models.Model,
    viewer: Person,
    *,
    show: str = ALL,
    after: str = "",
    refused: CommentForm | None = None,
) -> Talk:
    """Return the conversation on a thing; `refused` is the form that did not go."""
    feed = feed_of(thing, viewer=viewer, show=show, after=after)
    url = thread_url(thing)
    parent = _parent_of(refused, feed)
    return Talk(
        of=named(thing),
        url=url,
        box=_new_box(thing, viewer, None if parent else refused),
        lines=_lines(feed, thing, viewer, {parent: refused} if parent else {}),
        tabs=_tabs(thing, url, show),
        older_url=_older_url(url, feed, show),
        nods=nods_of(thing, viewer),
        is_first_page=not after,
    )


def _older_url(url: str, feed: Feed, show: str) -> str:
    if not feed.older:
        return ""
    shown = {} if show == ALL else {"show": show}
    return _with(url, {"after": feed.older} | shown)


def _with(url: str, parameters: dict[str, str]) -> str:
    """Return an address with more parameters; it may have the day that is shown."""
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}{urlencode(parameters)}"


def _tabs(thing: models.Model, url: str, show: str) -> tuple[Tab, ...]:
    if not has_history(thing):
        return ()
    named_ = {ALL: _("All"), COMMENTS: _("Comments"), CHANGES: _("Changes")}
    return tuple(
        Tab(label, url if value == ALL else _with(url, {"show": value}), value == show)
        for value, label in named_.items()
    )


def thread_url(thing: models.Model) -> str:
    """Return where the conversation on a thing is."""
    return still(reverse("conversations:thread", args=[label_of(thing), thing.pk]))


def branch_view(comment: Comment, thing: models.Model, viewer: Person) -> CommentView:
    """Return a comment with its replies, open for one more."""
    row = queries.branch(viewer=viewer, comment=comment)
    return _view(row, thing, viewer, is_open=True)


def comment_view(comment: Comment, thing: models.Model, viewer: Person) -> CommentView:
    """Return one comment as it is now; a reply without the box below it."""
    if comment.reply_to_id is None:
        return _view(queries.branch(viewer=viewer, comment=comment), thing, viewer)
    return _reply(queries.comment_row(viewer=viewer, comment=comment), viewer)


def edit_box(comment: Comment, thing: models.Model, form: CommentForm) -> Box:
    """Return the box in which a comment is changed."""
    return Box(
        form=form,
        url=reverse("conversations:edit", args=[comment.pk]),
        people_url=_people_url(thing),
        draft="",
        label=_("Your comment"),
        button=_("Save"),
        target=f"#comment-{comment.pk}",
        cancel_url=reverse("conversations:comment", args=[comment.pk]),
    )


def edit_form(
    comment: Comment, viewer: Person, data: dict[str, Any] | None = None
) -> CommentForm:
    """Return the form with the comment as it was typed."""
    initial = {
        "body": queries.typed_body(viewer=viewer, comment=comment),
        "picked": " ".join(map(str, queries.picked_in(viewer=viewer, comment=comment))),
        "version": queries.version(viewer=viewer, comment=comment),
    }
    return CommentForm(data, initial=initial, auto_id=f"edit-{comment.pk}-%s")


def nods_of(thing: models.Model, viewer: Person) -> Nods:
    """Return how people nodded to a thing."""
    label = label_of(thing)
    marks = queries.marks(viewer=viewer, kind=label, ids=[thing.pk])
    asks = isinstance(thing, Comment) and queries.names_me(viewer=viewer, comment=thing)
    return _nods(label, thing.pk, marks.get(thing.pk, Marks()), viewer, is_asked=asks)


def _nods(label: str, pk: int, marks: Marks, viewer: Person, *, is_asked: bool) -> Nods:
    takes_part = access.takes_part(viewer)
    return Nods(
        id=f"nods-{label.replace('.', '-')}-{pk}",
        react_url=reverse("conversations:react", args=[label, pk]),
        read_url=reverse("conversations:acknowledge", args=[label, pk]),
        given=tuple(
            Choice(
                kind=nod.kind,
                glyph=GLYPHS[nod.kind],
                label=nod.label,
                count=len(nod.names),
                who=_listed(nod.names),
                is_mine=nod.is_mine,
            )
            for nod in marks.nods
        ),
        choices=_choices({nod.kind for nod in marks.nods if nod.is_mine}),
        read_by=_listed(marks.read_by),
        may_react=takes_part,
        may_acknowledge=is_asked and not marks.is_read,
    )


def _choices(given: set[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(kind=value, glyph=GLYPHS[value], label=str(label))
        for value, label in Reaction.Kind.choices
        if value not in given
    )


def _listed(names: Iterable[str]) -> str:
    listed = list(names)
    rest = len(listed) - NAMED
    shown = ", ".join(listed[:NAMED])
    return (
        _("%(names)s and %(n)s more") % {"names": shown, "n": rest}
        if rest > 0
        else shown
    )


def _lines(
    feed: Feed,
    thing: models.Model,
    viewer: Person,
    refused: dict[int, CommentForm | None],
) -> tuple[Line, ...]:
    def line(entry: Entry) -> Line:
        if entry.comment is None:
            return Line(happening=entry.happening)
        form = refused.get(entry.comment.pk)
        shown = _view(entry.comment, thing, viewer, form=form, is_open=form is not None)
        return Line(comment=shown)

    return tuple(map(line, feed.entries))


def _view(
    row: CommentRow,
    thing: models.Model,
    viewer: Person,
    *,
    form: CommentForm | None = None,
    is_open: bool = False,
) -> CommentView:
    return CommentView(
        row=row,
        body=prose(row.body, row.names, is_talk=True),
        url=_comment_url(row),
        nods=_nods_on(row, viewer),
        replies=tuple(_reply(reply, viewer) for reply in row.replies),
        box=_reply_box(row, thing, viewer, form),
        is_open=is_open,
    )


def _reply(row: CommentRow, viewer: Person) -> CommentView:
    return CommentView(
        row=row,
        body=prose(row.body, row.names, is_talk=True),
        url=_comment_url(row),
        nods=_nods_on(row, viewer),
    )


def _nods_on(row: CommentRow, viewer: Person) -> Nods:
    label = label_of(Comment)
    return _nods(label, row.pk, row.marks, viewer, is_asked=row.mentions_me)


def _comment_url(row: CommentRow) -> str:
    return reverse("conversations:comment", args=[row.pk])


def _people_url(thing: models.Model) -> str:
    return reverse("conversations:people", args=[label_of(thing), thing.pk])


def _new_box(
    thing: models.Model, viewer: Person, form: CommentForm | None
) -> Box | None:
    if not access.takes_part(viewer):
        return None
    return Box(
        form=form or CommentForm(auto_id="new-%s"),
        url=thread_url(thing),
        people_url=_people_url(thing),
        draft=f"{label_of(thing)}:{thing.pk}",
        label=_("Say something; @ names somebody"),
        button=_("Comment"),
        target="#talk",
    )


def _reply_box(
    row: CommentRow, thing: models.Model, viewer: Person, form: CommentForm | None
) -> Box | None:
    if not access.takes_part(viewer):
        return None
    initial = {"reply_to": row.pk}
    return Box(
        form=form or CommentForm(initial=initial, auto_id=f"reply-{row.pk}-%s"),
        url=thread_url(thing),
        people_url=_people_url(thing),
        draft=f"{label_of(thing)}:{thing.pk}:{row.pk}",
        label=_("Reply to %(name)s") % {"name": row.author.name},
        button=_("Reply"),
        target="#talk",
    )


def _parent_of(form: CommentForm | None, feed: Feed) -> int:
    """Return which comment of the feed a form that did not go replied to, or 0.

    Where that is not shown, or not there any more, the words stand in the first box.
    """
    if form is None:
        return 0
    parent = getattr(form, "cleaned_data", {}).get("reply_to") or 0
    if any(entry.comment and entry.comment.pk == parent for entry in feed.entries):
        return int(parent)
    form.data = {**dict(form.data.items()), "reply_to": ""}
    form.auto_id = "new-%s"
    return 0
