"""Who may see which things, asked for many people at once, and who sees others now.

Most things are there for everybody. So it is asked once what somebody without any right
of their own would see, and for each person only of the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from waypost.core import leads, registry
from waypost.core.as_of import as_of
from waypost.core.leads import Thing

CHUNK = 900  # SQLite takes at most some thousand parameters in one statement


@dataclass(frozen=True, slots=True)
class Viewers:
    """Those of whom it is asked what they see.

    Attributes
    ----------
    people
        Each by their id.
    stranger
        Somebody with no right of their own: what they see, everybody sees. Worth
        asking of only where there are many people.
    """

    people: Mapping[int, Any]
    stranger: Any = None


@dataclass(slots=True)
class Turns:
    """What has changed of the rights of people.

    Attributes
    ----------
    at
        When the first change did: just before, other people saw other things.
    people
        Whose own rights changed, so that anything may be hidden from them or new.
    is_everybodys
        Whether that is so of everybody.
    """

    at: datetime | None = None
    people: set[int] = field(default_factory=set)
    is_everybodys: bool = False

    def __bool__(self) -> bool:
        return self.at is not None or bool(self.people) or self.is_everybodys


def by_kind(things: Iterable[Thing]) -> dict[str, list[int]]:
    """Return the ids of things by what they are."""
    found: dict[str, list[int]] = defaultdict(list)
    for label, pk in things:
        found[label].append(pk)
    return found


def seen(things: set[Thing], viewers: Viewers) -> dict[int, set[Thing]]:
    """Return which of these things each viewer sees, by the viewer's id.

    A query for each kind and, for each kind of which not all is open, for each viewer.
    """
    stranger = viewers.stranger
    is_open = {each for each in things if leads.is_common(each[0])}
    if stranger is not None:
        is_open.update(_visible(things, stranger))
    rest = {each for each in things - is_open if registry.kind(each[0]) is not None}
    return {
        pk: is_open.union(_visible(rest, each)) for pk, each in viewers.people.items()
    }


def who_sees_others(things: set[Thing], viewers: Viewers, before: datetime) -> set[int]:
    """Return who sees more or less of these things than just before a moment."""
    now = seen(things, viewers)
    with as_of(before, under_former_rights=True):
        formerly = seen(things, viewers)
    return {pk for pk in viewers.people if now[pk] != formerly[pk]}


def _visible(things: Iterable[Thing], viewer: Any) -> Iterable[Thing]:
    for label, ids in by_kind(things).items():
        kind = registry.kind(label)
        if kind is None:
            continue
        rows: QuerySet[Model] = kind.visible_to(viewer)
        for start in range(0, len(ids), CHUNK):
            some = rows.filter(pk__in=ids[start : start + CHUNK]).order_by()
            yield from ((label, pk) for pk in some.values_list("pk", flat=True))
