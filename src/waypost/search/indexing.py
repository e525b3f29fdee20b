"""Brings documents to what their things say now."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from waypost.core import bulk, searchable
from waypost.core.models import ExternalReference
from waypost.core.searchable import Entry, Searchable
from waypost.search import fulltext
from waypost.search.folding import joined, words
from waypost.search.fulltext import OPEN, Words
from waypost.search.models import Document

BATCH = 500
_WRITTEN: list[bulk.Field] = [
    Document._meta.get_field(name)  # type: ignore[misc]  # all of them are columns
    for name in ("name", "code_key", "place")
]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is written of one thing."""

    subject_id: int
    name: str
    code_key: str
    is_open: bool
    words: Words


def refresh(label: str, ids: Iterable[int]) -> set[int]:
    """Read these things again, write what they say now, drop those that are gone.

    Call inside a transaction. Return the things that were here before and are called
    something else now, or have opened or closed.
    """
    kind = searchable.of(label)
    wanted = sorted(set(ids))
    if kind is None or not wanted:
        return set()
    documents = _locked(label, wanted)
    ready = {each.subject_id: each for each in _read(label, kind, wanted)}
    gone = [documents[pk] for pk in wanted if pk not in ready]
    fulltext.forget(d.place for d in documents.values() if d.place is not None)
    Document.objects.filter(pk__in=[each.pk for each in gone]).delete()
    renamed = set()
    for pk, each in ready.items():
        document = documents[pk]
        place = document.pk + (OPEN if each.is_open else 0)
        known = (document.name, document.place)
        if document.place is not None and known != (each.name, place):
            renamed.add(pk)
        document.name, document.code_key = each.name, each.code_key
        document.place = place
    staying = [documents[pk] for pk in ready]
    bulk.update_rows(Document, staying, _WRITTEN)
    fulltext.write(
        (documents[pk].pk, documents[pk].place or 0, each.words)
        for pk, each in ready.items()
    )
    return renamed


def rebuild(*, tell: Tell | None = None) -> int:
    """Read everything again and return how many things are in the index.

    Batch by batch, each in a transaction of its own: others write meanwhile, and what
    is found stays found.
    """
    kinds = searchable.known()
    total = sum(kind.rows().count() for kind in kinds.values())
    done = 0
    for label, kind in kinds.items():
        for ids in _pages(kind):
            with transaction.atomic():
                refresh(label, ids)
            done += len(ids)
            if tell is not None:
                tell(min(done, total), total)
        _sweep(label, kind)
    with transaction.atomic():
        fulltext.settle()
    return Document.objects.count()


def fill(*, tell: Tell | None = None) -> None:
    """Write the whole index anew; faster than `rebuild`, and all in one transaction."""
    with transaction.atomic():
        fulltext.clear()
        for label, kind in searchable.known().items():
            for ids in _pages(kind):
                _insert(label, kind, ids)
        fulltext.settle()


def _insert(label: str, kind: Searchable, ids: Sequence[int]) -> None:
    ready = list(_read(label, kind, ids))
    made = Document.objects.bulk_create(
        Document(
            subject_kind=label,
            subject_id=each.subject_id,
            name=each.name,
            code_key=each.code_key,
        )
        for each in ready
    )
    _place(ready, made)


def _place(ready: Sequence[_Ready], made: Sequence[Document]) -> None:
    rows = []
    for each, document in zip(ready, made, strict=True):
        place = document.pk + (OPEN if each.is_open else 0)
        rows.append((document.pk, place, each.words))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_document SET place = %s WHERE id = %s",
            [(place, pk) for pk, place, _words in rows],
        )
    fulltext.write(rows)


def _pages(kind: Searchable) -> Iterator[list[int]]:
    """Yield the ids of all things of a kind, a batch at a time."""
    last = 0
    rows = kind.rows().order_by("pk").prefetch_related(None).select_related(None)
    while True:
        ids = list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _sweep(label: str, kind: Searchable) -> None:
    """Drop the documents of things that are gone."""
    there = kind.model._base_manager.values("pk")
    lost = Document.objects.filter(subject_kind=label).exclude(subject_id__in=there)
    for few in batches(lost.values_list("subject_id", flat=True)):
        with transaction.atomic():
            refresh(label, few)


def _locked(label: str, ids: Sequence[int]) -> dict[int, Document]:
    """Return the documents of things, made where missing, and hold them.

    Held before the things are read: of two who write the same one, the later reads
    what the earlier has saved.
    """
    held = _held(label, ids)
    missing = [pk for pk in ids if pk not in held]
    if missing:
        Document.objects.bulk_create(
            [Document(subject_kind=label, subject_id=pk) for pk in missing],
            ignore_conflicts=True,
        )
        held |= _held(label, missing)
    return held


def _held(label: str, ids: Sequence[int]) -> dict[int, Document]:
    rows = Document.objects.select_for_update().filter(subject_kind=label)
    found = rows.filter(subject_id__in=ids).order_by("subject_id")
    return {each.subject_id: each for each in found}


def _read(label: str, kind: Searchable, ids: Sequence[int]) -> Iterator[_Ready]:
    rows = list(kind.rows().filter(pk__in=ids).order_by("pk"))
    around = kind.around(rows) if kind.around is not None else {}
    elsewhere = _elsewhere(label, ids)
    for row in rows:
        more = " ".join((around.get(row.pk, ""), elsewhere.get(row.pk, "")))
        yield _ready(label, row.pk, kind.entry(row), more)


def _ready(label: str, pk: int, entry: Entry, more: str) -> _Ready:
    key = joined(entry.code)
    rest = " ".join((entry.code, key, entry.within, more, entry.body))
    name = " ".join([*words(entry.code), "/", *words(entry.title)])[:600]
    found = Words.of(label, title=entry.title, rest=rest, owners=entry.owners)
    return _Ready(pk, name, key, entry.is_open, found)


def _elsewhere(label: str, ids: Sequence[int]) -> dict[int, str]:
    """Return what things are called in other systems: their key in Jira, say."""
    known = ExternalReference.objects.filter(subject_kind=label, subject_id__in=ids)
    found: dict[int, str] = {}
    for pk, key in known.values_list("subject_id", "external_id"):
        found[pk] = f"{found.get(pk, '')} {key} {joined(key)}"
    return found


def lent_to(lender: str, ids: Iterable[int]) -> Mapping[str, list[int]]:
    """Return, by label, the things in whose words these stand by their name."""
    wanted = list(batches(ids))
    found: dict[str, list[int]] = {}
    for label, kind in searchable.known().items():
        field = kind.lenders.get(lender)
        if field is not None:
            rows: Any = kind.model._base_manager
            for few in wanted:
                own = rows.filter(**{f"{field}__in": few}).values_list("pk", flat=True)
                found.setdefault(label, []).extend(own)
    return found


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in their order, as many at a time as one statement takes well."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]
