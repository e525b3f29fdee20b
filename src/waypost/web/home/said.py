"""Comments as my week tells them: who said what on what, in a few words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from waypost.conversations.queries import Line
from waypost.people.queries import Ref
from waypost.web.prose import prose
from waypost.web.talk import Named, named

WORDS = 45


@dataclass(frozen=True, slots=True)
class Said:
    """One comment; `url` leads to it, `thing` is what it is on."""

    pk: int
    who: Ref
    thing: Named
    url: str
    words: str
    at: datetime


def said(lines: Iterable[Line]) -> tuple[Said, ...]:
    """Return comments in a few words each."""
    return tuple(map(_said, lines))


def _said(line: Line) -> Said:
    drawn = prose(line.body, line.names, is_talk=True)
    plain = " ".join(unescape(strip_tags(drawn)).split())
    return Said(
        pk=line.pk,
        who=line.author,
        thing=named(line.thing),
        url=reverse("conversations:comment", args=[line.pk]),
        words=Truncator(plain).words(WORDS, truncate=" …"),
        at=line.posted_at,
    )
