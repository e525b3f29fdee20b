"""What a person finds: only what they may see, the best first.

Hits are ranked without being scored: of each kind the few best are read from the end
of the index, those that begin with what was typed before those that have it in their
title, and these before the rest; what is open first, then the newest. So a question
costs the same however many things answer it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.db.models import QuerySet, Value

from waypost.core import registry, searchable
from waypost.core.searchable import Entry
from waypost.people.models import Person
from waypost.search.folding import asked, joined
from waypost.search.fulltext import (
    ANYWHERE,
    CODE,
    OPEN,
    START,
    TITLE,
    Match,
    Search,
    find,
    reads_all_at_once,
    spelled,
)

COUNTED = 50  # what is more of a kind is told as "50+"
MOST_ROUNDS = 4
DEEPEST = 500  # how far one can turn the pages of one kind
_OWN = 40
_WHOLE = 300  # where fewer answer, all of them are read
_FEW = 24  # about how many the palette asks at once
Ref = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, with its row and its words as they are now."""

    kind: str
    thing: models.Model
    entry: Entry
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; `is_more` says that there are more than were counted."""

    kind: str
    hits: tuple[Hit, ...]
    count: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a question has found, the group with the best hit first."""

    asked: tuple[str, ...]
    groups: tuple[Group, ...] = ()

    @property
    def count(self) -> int:
        """How many hits were counted."""
        return sum(group.count for group in self.groups)

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return any(group.is_more for group in self.groups)


@dataclass(order=True, frozen=True, slots=True)
class _Candidate:
    """One thing that may be shown, ordered from the best."""

    tier: int
    is_closed: bool
    is_others: bool
    rank: int
    minus_place: int
    ref: Ref = field(compare=False)


@dataclass(slots=True)
class _Kind:
    """The candidates of one kind, and whether there may be more."""

    seen: list[_Candidate] = field(default_factory=list)
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class _Question:
    """Who asks for what."""

    viewer: Person
    text: str
    words: tuple[str, ...]
    spelled: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, viewer: Person, text: str) -> "_Question":
        words = tuple(asked(text))
        return cls(viewer, text, words, spelled(words))


def overview(*, viewer: Person, text: str, each: int = 5) -> Found:
    """Return the best hits of every kind, and how many there are.

    As many queries as there are kinds among the hits shown, and a few.
    """
    question = _Question.of(viewer, text)
    kinds = _ranked(question, limit=COUNTED + 1, need=each)
    shown = {label: kind.seen[:each] for label, kind in kinds.items()}
    hits = _hits([one for some in shown.values() for one in some])
    groups = []
    for label, kind in sorted(kinds.items(), key=lambda item: item[1].seen[0]):
        of_kind = tuple(hits[one.ref] for one in shown[label] if one.ref in hits)
        count = len(kind.seen)
        is_more = kind.is_more or count > COUNTED
        if of_kind:
            groups.append(Group(label, of_kind, min(count, COUNTED), is_more))
    return Found(question.words, tuple(groups))


def of_kind(
    *, viewer: Person, text: str, kind: str, start: int, size: int
) -> Group | None:
    """Return a page of the hits of one kind; nothing where there is no such kind."""
    if searchable.of(kind) is None:
        return None
    need = max(min(start + size, DEEPEST) + 1, COUNTED)
    question = _Question.of(viewer, text)
    found = _ranked(question, limit=need + 1, need=need, kinds=[kind])
    own = found.get(kind, _Kind())
    page = own.seen[start : min(start + size, DEEPEST)]
    hits = _hits(page)
    shown = tuple(hits[one.ref] for one in page if one.ref in hits)
    return Group(kind, shown, len(own.seen), own.is_more)


def best(*, viewer: Person, text: str, limit: int = 8) -> Found:
    """Return the best hits of all kinds together, each kind with those it has there."""
    question = _Question.of(viewer, text)
    ordered = _best(question, limit)
    hits = _hits(ordered)
    grouped: dict[str, list[Hit]] = {}
    for one in ordered:
        if one.ref in hits:
            grouped.setdefault(one.ref[0], []).append(hits[one.ref])
    groups = tuple(
        Group(label, tuple(some), len(some), is_more=len(ordered) == limit)
        for label, some in grouped.items()
    )
    return Found(question.words, groups)


def _best(question: _Question, limit: int) -> list[_Candidate]:
    """Return the best that the viewer may see, asking only about the best few."""
    # Asked for a handful, PostgreSQL bets on finding them on its way through all.
    each = limit + 1 if reads_all_at_once() else max(limit, COUNTED) + 1
    kinds = list(searchable.known()) if question.words else []
    kept: list[_Candidate] = []
    for _turn in range(MOST_ROUNDS):
        read = _read(question, kinds=kinds, limit=each)
        ordered = sorted(one for some in read.candidates.values() for one in some)
        kept = []
        for start in range(0, len(ordered), _FEW):
            few = ordered[start : start + _FEW]
            seen = _visible(question.viewer, [one.ref for one in few])
            kept += [one for one in few if one.ref in seen]
            if len(kept) >= limit:
                return kept[:limit]
        if not read.cut:
            break
        each *= 4
    return kept


def _ranked(
    question: _Question,
    *,
    limit: int,
    need: int,
    kinds: Sequence[str] | None = None,
) -> dict[str, _Kind]:
    """Return what the viewer may see of each kind, the best first.

    So many of each kind are read, until there are `need` to show.

    What they may not see takes nobody's place: where it has thinned a kind out, more
    of that kind is read, in a few rounds.
    """
    asking = list(searchable.known()) if kinds is None else list(kinds)
    found: dict[str, _Kind] = {}
    for _turn in range(MOST_ROUNDS):
        if not question.words or not asking:
            break
        read = _read(question, kinds=asking, limit=limit)
        seen = _visible(question.viewer, read.refs)
        for label, candidates in read.candidates.items():
            kept = sorted(one for one in candidates if one.ref in seen)
            found[label] = _Kind(kept, is_more=label in read.cut)
        asking = [label for label in read.cut if len(found[label].seen) < need]
        limit *= 4
    return {label: kind for label, kind in found.items() if kind.seen}


@dataclass(frozen=True, slots=True)
class _Read:
    """The best candidates of each kind, whoever may see them.

    `cut` names the kinds of which there may be more.
    """

    candidates: Mapping[str, list[_Candidate]]
    cut: frozenset[str]

    @property
    def refs(self) -> list[Ref]:
        """All that were read."""
        return [one.ref for some in self.candidates.values() for one in some]


def _read(question: _Question, *, kinds: Sequence[str], limit: int) -> _Read:
    """Return the best of each kind: one query or two.

    Where few answer, they may be read at once; of many, so many of each kind.
    """
    if not kinds:
        return _Read({}, frozenset())
    code = joined(question.text)
    whole: list[Match] = []
    tiers = [START, TITLE, ANYWHERE]
    if len(kinds) > 1 and reads_all_at_once():
        whole = find(_searches(question, [None], _WHOLE, tiers), code=code)
        counted = Counter(match.tier for match in whole if not match.is_own)
        tiers = [tier for tier in tiers if counted[tier] >= _WHOLE]
        if ANYWHERE not in tiers:
            return _Read(_grouped(whole, kinds), frozenset())
    matches = whole + find(_searches(question, kinds, limit, tiers), code=code)
    grouped = _grouped(matches, kinds)
    cut = frozenset(label for label, some in grouped.items() if len(some) >= limit)
    return _Read(grouped, cut)


def _searches(
    question: _Question,
    kinds: Sequence[str | None],
    limit: int,
    tiers: Sequence[int],
) -> list[Search]:
    """Return the searches of each kind, and those of the viewer's own things."""
    only = kinds[0] if len(kinds) == 1 else None
    among = [Search(0, question.words, limit, kind=label) for label in kinds]
    own = Search(0, question.words, _OWN, kind=only, owner=question.viewer.pk)
    return [
        replace(search, tier=tier, spelled=question.spelled)
        for search in (*among, own)
        for tier in tiers
    ]


def _grouped(
    matches: Iterable[Match], kinds: Sequence[str]
) -> dict[str, list[_Candidate]]:
    """Return each thing once, as the best of the searches has found it."""
    best_of: dict[Ref, Match] = {}
    own: set[Ref] = set()
    for match in matches:
        if match.kind in kinds:
            ref = (match.kind, match.subject_id)
            best_of[ref] = min(match, best_of.get(ref, match))
            if match.is_own:
                own.add(ref)
    found: dict[str, list[_Candidate]] = {}
    ranks = {label: kind.rank for label, kind in searchable.known().items()}
    for ref, match in best_of.items():
        candidate = _Candidate(
            tier=match.tier,
            is_closed=match.place < OPEN,
            is_others=ref not in own,
            rank=ranks[match.kind],
            minus_place=-match.place,
            ref=ref,
        )
        found.setdefault(match.kind, []).append(candidate)
    return found


def _visible(viewer: Person, refs: Iterable[Ref]) -> set[Ref]:
    """Return which of these things `viewer` may see, and are there still: one query."""
    wanted: dict[str, list[int]] = {}
    for label, pk in refs:
        wanted.setdefault(label, []).append(pk)
    parts: list[QuerySet[Any, Any]] = []
    for label, ids in sorted(wanted.items()):
        said = Value(label, output_field=models.CharField())
        rows = _visible_of(viewer, label, ids).order_by()
        parts.append(rows.annotate(_kind=said).values_list("_kind", "pk"))
    if not parts:
        return set()
    first, *others = parts
    return set(first.union(*others, all=True) if others else first)


def _visible_of(viewer: Person, label: str, ids: list[int]) -> QuerySet[Any]:
    """Return those of these things of one kind that `viewer` may see."""
    kind = searchable.known()[label]
    if kind.visible_among is not None:
        return kind.visible_among(viewer, ids)
    seen = registry.kind(label)
    if seen is None:
        return kind.model._base_manager.none()
    return seen.visible_to(viewer).filter(pk__in=ids)


def _hits(shown: Iterable[_Candidate]) -> dict[Ref, Hit]:
    """Return the rows of what is shown: a query for each kind of thing."""
    wanted: dict[str, list[_Candidate]] = {}
    for one in shown:
        wanted.setdefault(one.ref[0], []).append(one)
    found: dict[Ref, Hit] = {}
    for label, candidates in wanted.items():
        kind = searchable.known()[label]
        rows = kind.rows().in_bulk([one.ref[1] for one in candidates])
        for one in candidates:
            thing = rows.get(one.ref[1])
            if thing is not None:
                hit = Hit(label, thing, kind.entry(thing), one.tier == CODE)
                found[one.ref] = hit
    return found
