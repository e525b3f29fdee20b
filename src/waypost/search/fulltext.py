"""The words of documents, as each database keeps and finds them.

SQLite: a virtual table of FTS5 whose row numbers are the documents' places, so that
the best hits are read first and the reading ends when there are enough. PostgreSQL: a
``tsvector`` column with a GIN index. What tells the start, a title and the rest apart
are signs before the words, not weights, and so are the kinds: the planner knows how
often each word comes with its signs, and so whether it is shorter to look the word up
or to read the documents in their order until there are enough.

Whatever reaches these statements as a word has been folded: letters and digits alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from zlib import crc32

from django.db import connection

from waypost.core import searchable
from waypost.search.folding import LONGEST_WORD, joined, words

Parameter = int | str
MOST_WORDS = 5_000  # of one document: a PostgreSQL vector holds at most a megabyte
OPEN = 1 << 40  # what is added to the place of what is open


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one document, by where they stand.

    kind    the label of its model
    start   the title as one long word: how it begins
    title   its words
    rest    what it stands in, its code, its text
    marks   its kind and whose it is, in words that nobody can type
    """

    kind: str
    start: str
    title: Sequence[str]
    rest: Sequence[str]
    marks: Sequence[str]

    @classmethod
    def of(
        cls, kind: str, *, title: str, rest: str, owners: Iterable[int | None]
    ) -> "Words":
        """Return the words of a document's texts."""
        marks = [kind_mark(kind), *(owner_mark(one) for one in set(owners) if one)]
        return cls(
            kind, joined(title), words(title), words(rest, most=MOST_WORDS), marks
        )


@dataclass(frozen=True, slots=True)
class Search:
    """One way to look for words, among one kind of documents or all.

    `tier` says how good a hit is that it finds, the lowest first: see `TIERS`. With
    `owner`, only what is this person's own. `spelled` is what `spelled()` knows of the
    words.
    """

    tier: int
    asked: tuple[str, ...]
    limit: int
    kind: str | None = None
    owner: int | None = None
    spelled: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Match(NamedTuple):
    """One document as one search has found it."""

    tier: int
    is_own: bool
    kind: str
    subject_id: int
    place: int


CODE, START, TITLE, ANYWHERE = range(4)
# Where the words must stand: the columns of SQLite, the sign before each word on
# PostgreSQL; no word begins with one of these signs.
TIERS = {START: ("start", "^"), TITLE: ("title", "="), ANYWHERE: ("title rest", "")}
_MARK = "+"


def kind_mark(label: str) -> str:
    """Return the word that every document of a kind has."""
    return "kind0" + "".join(filter(str.isalnum, label))


def owner_mark(person_id: int) -> str:
    """Return the word of what is this person's own."""
    return f"own0{person_id}"


def write(rows: Iterable[tuple[int, int, Words]]) -> None:
    """Keep the words of documents, each given as id, place and words.

    What was kept at their former places is gone already (`forget`).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE search_document SET words = %s::tsvector WHERE id = %s",
                [(_vector(found), pk) for pk, _place, found in rows],
            )
            return
        cursor.executemany(
            "INSERT OR REPLACE INTO search_words"
            " (rowid, start, title, rest, marks) VALUES (%s, %s, %s, %s, %s)",
            [
                (place, w.start, " ".join(w.title), " ".join(w.rest), " ".join(w.marks))
                for _pk, place, w in rows
            ],
        )


def forget(places: Iterable[int]) -> None:
    """Drop the words of documents that move or go; PostgreSQL's go with their row."""
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM search_words WHERE rowid = %s", [(each,) for each in places]
        )


def clear() -> None:
    """Drop every document with its words."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document")
        if connection.vendor != "postgresql":
            cursor.execute("DELETE FROM search_words")


def settle() -> None:
    """Let the database look at what many writes have left: for the end of a rebuild."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_document")


def reads_all_at_once() -> bool:
    """Whether a search among all kinds is cheap where few documents answer.

    PostgreSQL keeps the words of each kind apart: there one asks kind by kind.
    """
    return connection.vendor != "postgresql"


def find(searches: Sequence[Search], *, code: str) -> list[Match]:
    """Return what is found, and what is called `code` exactly: one statement.

    A document comes once for each search that finds it.
    """
    one = _one_of_postgresql if connection.vendor == "postgresql" else _one_of_sqlite
    parts = [_BY_CODE]
    parameters: list[Parameter] = [CODE, 0, code]
    for search in searches:
        sql, given = one(search)
        parts.append(sql)
        parameters += [search.tier, int(search.owner is not None), *given]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return [
            Match(int(tier), bool(own), kind, pk, place)
            for tier, own, kind, pk, place in cursor.fetchall()
        ]


_BY_CODE = (
    "SELECT %s AS tier, %s AS own, subject_kind, subject_id, place"
    " FROM search_document WHERE code_key = %s AND code_key <> '' AND place IS NOT NULL"
)


def spelled(asked: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the words of titles and texts that begin with the long ones asked for.

    SQLite keeps short beginnings ready. A longer one it puts together anew for each
    search of all documents that have it, which for a common word takes milliseconds;
    words asked for by name cost nothing to begin with.
    """
    long = [] if connection.vendor == "postgresql" else [w for w in asked if w[READY:]]
    found: dict[str, list[str]] = {word: [] for word in long}
    if not long:
        return found
    parameters: list[Parameter] = []
    for word in long:
        parameters += [word, word, f"{word}{chr(0x10FFFF)}", MOST_SPELLINGS + 1]
    with connection.cursor() as cursor:
        cursor.execute(_VOCABULARY)
        cursor.execute(" UNION ALL ".join([_BEGINNING] * len(long)), parameters)
        for word, spelling in cursor.fetchall():
            found[word].append(spelling)
    return found


READY = 5  # the letters of the longest beginning in the migration's `prefix`
MOST_SPELLINGS = 12
_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary"
    " USING fts5vocab(main, search_words, col)"
)
_BEGINNING = (
    "SELECT * FROM (SELECT DISTINCT %s, term FROM temp.search_vocabulary"
    " WHERE term >= %s AND term < %s AND col IN ('title', 'rest') LIMIT %s)"
)


def _beginning(word: str, spellings: Sequence[str]) -> str:
    """Return what matches all words that begin so; `spellings` are those few."""
    if 0 < len(spellings) <= MOST_SPELLINGS:
        return "(" + " OR ".join(f'"{each}"' for each in spellings) + ")"
    return f'"{word}"*'


def _one_of_sqlite(search: Search) -> tuple[str, list[Parameter]]:
    marks = [kind_mark(search.kind)] if search.kind is not None else []
    if search.owner is not None:
        marks.append(owner_mark(search.owner))
    # The start is one long word, and as many begin alike as things are called so.
    known = {} if search.tier == START else search.spelled
    terms = " AND ".join(_beginning(w, known.get(w, ())) for w in _terms(search))
    match = [f"marks : {mark}" for mark in marks]
    match.append(f"{{{TIERS[search.tier][0]}}} : ({terms})")
    # CROSS JOIN: the words are looked up first, whatever the planner thinks of them.
    sql = (
        "SELECT %s, %s, d.subject_kind, d.subject_id, d.place FROM ("
        "SELECT rowid AS place FROM search_words WHERE search_words MATCH %s"
        " ORDER BY rowid DESC LIMIT %s"
        ") f CROSS JOIN search_document d ON d.place = f.place"
    )
    return sql, [" AND ".join(match), search.limit]


def _one_of_postgresql(search: Search) -> tuple[str, list[Parameter]]:
    sign = TIERS[search.tier][1]
    kinds = searchable.known() if search.kind is None else [search.kind]
    begins = [sign + _code(label) for label in kinds]
    terms = [
        "(" + " | ".join(f"'{begin}{word}':*" for begin in begins) + ")"
        for word in _terms(search)
    ]
    among = "" if search.kind is None else "subject_kind = %s AND "
    kind = [] if search.kind is None else [search.kind]
    source, own = "search_document", []
    if search.owner is not None:
        # OFFSET 0: one's own things, which are few, before their words.
        source = "(SELECT * FROM search_document WHERE words @@ %s::tsquery OFFSET 0) o"
        own = [f"'{_MARK}{owner_mark(search.owner)}'"]
    sql = (
        "(SELECT %s::int, %s::int, subject_kind, subject_id, place"
        f" FROM {source} WHERE {among}words @@ %s::tsquery"
        " ORDER BY place DESC LIMIT %s)"
    )
    return sql, [*own, *kind, " & ".join(terms), search.limit]


def _terms(search: Search) -> list[str]:
    if search.tier == START:
        return ["".join(search.asked)[:LONGEST_WORD]]
    return list(search.asked)


@cache
def _code(label: str) -> str:
    """Return three signs that stand for a kind before each of its words.

    So the planner knows how often a kind has a word. Two kinds with the same signs
    would only make it guess worse: the kind is asked for as well.
    """
    return f"{crc32(label.encode()) & 0xFFF:03x}"


def _vector(found: Words) -> str:
    """Return a text that PostgreSQL takes as a vector as it is, without parsing it."""
    code = _code(found.kind)
    lexemes = {code + word for word in (*found.rest, *found.title)}
    lexemes |= {TIERS[TITLE][1] + code + word for word in found.title}
    lexemes |= {_MARK + mark for mark in found.marks}
    if found.start:
        lexemes.add(TIERS[START][1] + code + found.start)
    return " ".join(f"'{word}'" for word in sorted(lexemes))
