"""A language in which every translated word stands in brackets.

What a page then shows outside brackets was never given to gettext. Django's templates
and code ask one function object for each way of translating, so it is enough to wrap
the catalogue that they all end in.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
# Their content is no text that people read as it stands.
_SILENT = {"script", "style", "code", "kbd", "time", "bdi", "svg", "template", "output"}
_CONTEXT_ENDS = "\x04"
_NAMED = ("alt", "aria-label", "placeholder", "title", "data-key-label")


def wrapped(text: str) -> str:
    """Put a message in brackets; its spaces stay outside, its context falls away."""
    text = text.rpartition(_CONTEXT_ENDS)[2]
    core = text.strip()
    return text.replace(core, f"{OPEN}{core}{CLOSE}", 1) if core else text


class _Bracketed:
    """A catalogue that answers every message with itself in brackets."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def gettext(self, message: str) -> str:
        return wrapped(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return wrapped(singular if number == 1 else plural)

    def pgettext(self, _context: str, message: str) -> str:
        return wrapped(message)

    def npgettext(self, _c: str, singular: str, plural: str, number: int) -> str:
        return self.ngettext(singular, plural, number)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@contextmanager
def spoken() -> Iterator[None]:
    """Let every page speak the bracketed language."""
    real = trans_real.translation
    # One catalogue for each language, as there are without brackets: by it is kept
    # which words have been looked up.
    bracketed = cache(lambda code: _Bracketed(real(code)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trans_real, "translation", bracketed)
        patch.setattr(trans_real, "_translations", {})
        patch.setattr(trans_real, "_default", None)
        with translation.override("en-gb"):
            yield
    # What was activated meanwhile must not outlive the patch.
    translation.deactivate()


class _Outside:
    """Collects what stands outside brackets, also where they span several texts."""

    def __init__(self) -> None:
        self.depth = 0

    def of(self, text: str) -> str:
        """Return the part of the next text that stands in no bracket."""
        kept = []
        for character in text:
            self.depth += character == OPEN
            if not self.depth:
                kept.append(character)
            self.depth -= character == CLOSE
        return "".join(kept)


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []
        self._outside = _Outside()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent:
            named = [str(value) for name, value in attrs if name in _NAMED and value]
            self.found += [_Outside().of(value) for value in named]
        if tag in _SILENT:
            self._silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(self._outside.of(data))


class Known:
    """The texts that people have written: names, titles, units."""

    def __init__(self, texts: list[str]) -> None:
        data = sorted({text for text in texts if text.strip()}, key=len, reverse=True)
        names = "|".join(map(re.escape, data))
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
        # Most of what stands on a page stands on others too.
        self._told: dict[str, str] = {}

    def loose(self, text: str) -> str:
        """Return the words that nobody has written and nobody has marked."""
        if text not in self._told:
            bare = self._pattern.sub(" ", text)
            words = [w for w in re.findall(r"[^\W\d_]{3,}", bare) if not w.isupper()]
            self._told[text] = " ".join(words)
        return self._told[text]


def unmarked(html: str, known: Known) -> list[str]:
    """Return the words of a page that stand outside brackets and are nobody's data.

    What stands inside brackets may hold data of its own, and data brackets.
    """
    reader = _Texts()
    reader.feed(html)
    told = ((text, known.loose(text)) for text in reader.found)
    return [f"{words} (in {text.strip()[:60]!r})" for text, words in told if words]
