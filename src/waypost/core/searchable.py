"""What can be searched for: each app says how to read its own kinds, in bulk.

The index (`waypost.search`) knows no app, and no app knows the index.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from waypost.core.registry import label_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing as the search knows it, in the words of its row.

    Attributes
    ----------
    title, code
        What it is called, and the short name that people use, such as ``KR-142``.
    within
        The words of what it stands in; it is found by them too. Only words that
        everyone who may see the thing may see.
    body
        The rest of its text.
    is_open
        Whether it still asks for something; what is over comes after.
    owners
        The ids of the people whose own it is; to them it comes first.
    """

    title: str
    code: str = ""
    within: str = ""
    body: str = ""
    is_open: bool = True
    owners: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Searchable:
    """How the rows of one model are read for the search.

    Attributes
    ----------
    rank
        Where the kind stands among equal hits, the lowest first.
    rows
        All rows, with what `entry` reads joined.
    entry
        One row as an entry.
    parts
        By label the models whose rows are a part of the text, and the field of theirs
        that names the thing.
    lenders
        By label the models whose names stand in `within`, and the field by which the
        thing leads there.
    around
        The words of what each row stands in, where no join leads there: by id.
    visible_among
        Which of a few rows, by id, a person may see, where this is cheaper to ask than
        of what the registry says: the same rule.
    """

    model: type[models.Model]
    rank: int
    rows: Callable[[], models.QuerySet[Any]]
    entry: Callable[[Any], Entry]
    parts: Mapping[str, str] = field(default_factory=dict)
    lenders: Mapping[str, str] = field(default_factory=dict)
    around: Callable[[Sequence[Any]], dict[int, str]] | None = None
    visible_among: Callable[[Any, Sequence[int]], models.QuerySet[Any]] | None = None


_known: dict[str, Searchable] = {}


def add(searchable: Searchable) -> None:
    """Let a kind be found; called in an app's ``apps.py``."""
    _known[label_of(searchable.model)] = searchable


def of(label: str) -> Searchable | None:
    """Return how a kind is read, or nothing when nobody searches for it."""
    return _known.get(label)


def known() -> dict[str, Searchable]:
    """Return every kind that can be found, by its label, the most wanted first."""
    return dict(sorted(_known.items(), key=lambda item: item[1].rank))
