"""What people said on a thing and what happened to it, in one feed, latest first."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import models
from django.utils.dateparse import parse_datetime

from waypost.conversations import queries
from waypost.conversations.queries import CommentRow
from waypost.core.feeds import Before
from waypost.people.models import Person
from waypost.web.conversations.happenings import Happening, happenings, has_history

PAGE = 15
ALL, COMMENTS, CHANGES = "all", "comments", "changes"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the feed: a comment or a happening."""

    at: datetime
    pk: int
    comment: CommentRow | None = None
    happening: Happening | None = None

    @property
    def place(self) -> tuple[datetime, bool, int]:
        """Where it stands: by time, of one instant the comments first."""
        return self.at, self.comment is not None, self.pk


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of the feed, and the mark with which the next one begins."""

    entries: tuple[Entry, ...]
    older: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended, as an address holds it."""

    at: datetime
    is_comment: bool
    pk: int

    def __str__(self) -> str:
        instant = f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        return f"{instant}~{'c' if self.is_comment else 'h'}{self.pk}"

    @classmethod
    def of(cls, text: str) -> "Mark | None":
        """Read a mark; what is none begins at the top.

        >>> str(Mark.of("2026-11-23T09:00:00.000000Z~c7"))
        '2026-11-23T09:00:00.000000Z~c7'
        >>> Mark.of("soon"), Mark.of("2026-11-23T09:00:00~c7"), Mark.of("~")
        (None, None, None)
        """
        instant, _tilde, rest = text.partition("~")
        try:
            at = parse_datetime(instant)
        except ValueError:
            return None
        digits = rest[1:]
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 19
        if at is None or at.tzinfo is None or not is_number:
            return None
        return cls(at, rest[0] == "c", int(digits))

    def of_comments(self) -> Before:
        """Return where the comments go on."""
        return Before(self.at, self.pk if self.is_comment else None)

    def of_changes(self) -> Before:
        """Return where the happenings go on: those of its instant follow a comment."""
        pk = None if self.is_comment else self.pk
        return Before(self.at, pk, is_included=self.is_comment)


def feed_of(
    thing: models.Model, *, viewer: Person, show: str = ALL, after: str = ""
) -> Feed:
    """Return a page of what was said on a thing and happened to it.

    `after` is the mark with which the page before ended. A fixed number of queries.
    """
    mark = Mark.of(after)
    found: list[Entry] = []
    if show != CHANGES or not has_history(thing):
        rows = queries.thread(
            viewer=viewer,
            thing=thing,
            limit=PAGE,
            before=mark.of_comments() if mark else None,
        )
        found += [Entry(row.posted_at, row.pk, comment=row) for row in rows]
    if show != COMMENTS:
        happened = happenings(
            thing,
            viewer=viewer,
            limit=PAGE + 1,
            before=mark.of_changes() if mark else None,
        )
        found += [Entry(each.at, each.pk, happening=each) for each in happened]
    ordered = sorted(found, key=lambda entry: entry.place, reverse=True)
    shown = tuple(ordered[:PAGE])
    older = str(Mark(*shown[-1].place)) if len(ordered) > PAGE else ""
    return Feed(shown, older)
