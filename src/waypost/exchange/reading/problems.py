"""Collects what cannot be taken as it stands, and the answers to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import Choice, Problem
from waypost.exchange.reading.said import Said, say

MAX_PROBLEMS = 5_000
MAX_TEXT = 200

LEAVE_EMPTY = Choice("empty", say(_("leave empty")))
LEAVE_ROW_OUT = Choice("leave_row_out", say(_("leave the row out")))
DROP_LINK = Choice("drop_link", say(_("drop this link")))
NO_PARENT = Choice("no_parent", say(_("no parent")))
TAKE_IT = Choice("take", say(_("take what is there")))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: row as a spreadsheet counts, the item's key, the column."""

    row: int
    key: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, the text as it stands, and the ways to go on, safest first."""

    kind: str
    text: str
    reason: Said
    choices: tuple[Choice, ...]
    looks_for: str = ""


@dataclass(slots=True)
class Problems:
    """The problems of one reading, in the order they were met, and bounded."""

    answers: Mapping[str, str] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)
    more: int = 0
    _names: set[str] = field(default_factory=set)

    def ask(self, place: Place, trouble: Trouble) -> str:
        """Note a problem and give the choice that stands for it."""
        name = self.name(place, trouble)
        values = [choice.value for choice in trouble.choices]
        chosen = self.answers.get(name, values[0])
        if chosen not in values:
            chosen = values[0]
        if name in self._names:
            return chosen
        if len(self.found) >= MAX_PROBLEMS:
            self.more += 1
        else:
            self._names.add(name)
            self.found.append(_problem(name, place, trouble, chosen))
        return chosen

    @staticmethod
    def name(place: Place, trouble: Trouble) -> str:
        """Give the name under which an answer to this problem is looked up.

        It is the same at every reading of a file, and fit for a form's field.
        """
        parts = (str(place.row), place.key, trouble.kind, place.column, trouble.text)
        plain = "\0".join(parts).encode("utf-8", "surrogatepass")
        return blake2s(plain, digest_size=8).hexdigest()


def _problem(name: str, place: Place, trouble: Trouble, chosen: str) -> Problem:
    return Problem(
        id=name,
        kind=trouble.kind,
        row=place.row,
        key=place.key,
        column=place.column,
        text=trouble.text[:MAX_TEXT],
        reason=trouble.reason,
        choices=trouble.choices,
        chosen=chosen,
        looks_for=trouble.looks_for,
    )
