"""Shows in a text what was looked for, however the two are written."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from waypost.search.folding import folded, words

BEFORE = 50  # how much of a text stands before the first word that was found
LONGEST = 180
_PLAIN = re.compile("[0-9A-Za-z]+")
_SHOWN = 2_000  # no title or text is looked through further


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters and digits that stand together, and how many of them were found."""

    start: int
    end: int
    found: int


def marked(text: str, asked: Sequence[str]) -> SafeString:
    """Return `text` as HTML with the beginnings that were looked for marked.

    >>> marked("Fähre <nach> Ærø", ["fahr", "ae"])
    '<mark>Fähr</mark>e &lt;nach&gt; <mark>Æ</mark>rø'
    """
    shown = text[:_SHOWN]
    parts: list[str] = []
    done = 0
    for run in _runs(shown, asked):
        if run.found:
            middle = run.start + run.found
            parts.append(escape(shown[done : run.start]))
            parts.append(f"<mark>{escape(shown[run.start : middle])}</mark>")
            done = middle
    parts.append(escape(shown[done:]))
    return mark_safe("".join(parts))


def excerpt(text: str, asked: Sequence[str]) -> SafeString:
    """Return the part of a long text around what was found; empty where nothing was.

    >>> excerpt("One. " * 40 + "Two ferries. " + "Three. " * 40, ["ferr"])[:29]
    '… One. One. One. One. One. On'
    >>> excerpt("One. Two.", ["ferr"])
    ''
    """
    flat = " ".join(text[: 5 * _SHOWN].split())
    first = next((run.start for run in _runs(flat, asked) if run.found), None)
    if first is None:
        return SafeString("")
    start = _word_start(flat, first - BEFORE)
    end = _word_end(flat, start + LONGEST)
    cut = marked(flat[start:end], asked)
    before, after = "… " if start else "", " …" if end < len(flat) else ""
    return mark_safe(f"{before}{cut}{after}")


def _word_start(text: str, at: int) -> int:
    return 0 if at <= 0 else text.rfind(" ", 0, at) + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at)
    return space if space > 0 else at


def _runs(text: str, asked: Sequence[str]) -> Iterator[_Run]:
    if text.isascii():  # most are, and then there is no mark to belong to a letter
        for run in _PLAIN.finditer(text):
            yield _Run(run.start(), run.end(), _found(run[0], asked))
        return
    start = None
    for at, sign in enumerate(text):
        if _is_letter(sign):
            start = at if start is None else start
        elif start is not None:
            yield _Run(start, at, _found(text[start:at], asked))
            start = None
    if start is not None:
        yield _Run(start, len(text), _found(text[start:], asked))


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _found(run: str, asked: Sequence[str]) -> int:
    """Return how many signs at the start of `run` were looked for."""
    own = words(run)
    longest = 0
    for word in asked:
        if own and own[0].startswith(word):
            longest = max(longest, _reach(run, len(word)))
        elif any(part.startswith(word) for part in own[1:]):
            return len(run)
    return longest


def _reach(run: str, count: int) -> int:
    """Return how many signs of `run` make up the first `count` of it folded."""
    at = 1
    while at < len(run) and len(folded(run[:at])) < count:
        at += 1
    while at < len(run) and unicodedata.category(run[at]).startswith("M"):
        at += 1
    return at
