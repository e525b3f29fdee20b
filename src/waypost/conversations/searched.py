"""How comments are read for the search."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from waypost.conversations import access
from waypost.conversations.mentions import typed
from waypost.conversations.models import Comment
from waypost.core import searchable
from waypost.core.searchable import Entry, Searchable


def comments() -> Searchable:
    """Return the comments: found by their words, their author, what they are on."""
    return Searchable(
        Comment,
        110,
        _comments,
        _comment,
        around=_subjects,
        visible_among=access.visible_among,
    )


def _comments() -> QuerySet[Comment]:
    return Comment.objects.select_related("author")


def _comment(row: Comment) -> Entry:
    return Entry(
        title="",
        within=row.author.name,
        body=typed(row.body, {}),
        owners=(row.author_id,),
    )


def _subjects(rows: Sequence[Comment]) -> dict[int, str]:
    """Return what each comment's thing is called; one query for each kind of thing."""
    on: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        on[row.subject_kind][row.subject_id].append(row.pk)
    found: dict[int, str] = {}
    for label, comments_on in on.items():
        kind = searchable.of(label)
        if kind is None:
            continue
        for thing in kind.rows().filter(pk__in=list(comments_on)):
            entry = kind.entry(thing)
            name = f"{entry.code} {entry.title or entry.within}"
            found |= dict.fromkeys(comments_on[thing.pk], name)
    return found
