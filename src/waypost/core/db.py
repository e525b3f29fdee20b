"""The database aliases: ``default`` writes, ``snapshot`` reads at one moment.

A third, ``past``, reads as of a past day (``core.as_of``).
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

SNAPSHOT = "snapshot"
PAST = "past"
_shown: ContextVar[datetime | None] = ContextVar("shown", default=None)


class OneSchema:
    """All aliases reach the same tables; only ``default`` migrates and writes."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        """Send what is read as of a past day to the session that sees it."""
        return PAST if is_past() else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Say no to a second migration of the same tables."""
        return db not in {SNAPSHOT, PAST}

    def allow_relation(self, first: object, second: object, **hints: Any) -> bool:
        """Let a row read from one alias point at a row read from the other."""
        return True


@contextmanager
def snapshot() -> Iterator[CursorWrapper]:
    """Open a cursor that sees the database as it is now, whatever is written meanwhile.

    It takes no write lock: SQLite begins DEFERRED, PostgreSQL REPEATABLE READ and
    READ ONLY.
    """
    alias = reader()
    # It only reads, so within another transaction it needs no point to return to.
    with (
        transaction.atomic(using=alias, savepoint=False),
        connections[alias].cursor() as cursor,
    ):
        yield cursor


@contextmanager
def lean() -> Iterator[None]:
    """Map less of the database into memory while this runs: for big writes.

    Of a file that grows by hundreds of megabytes, mapped pages count as this process's.
    """
    connection = connections["default"]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA mmap_size")
        before = cursor.fetchone()
        cursor.execute("PRAGMA mmap_size=0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA mmap_size={int(before[0]) if before else 0}")


def reader() -> str:
    """Return the alias that raw reads go to: of now, or of the past day shown."""
    return PAST if is_past() else SNAPSHOT


def is_past() -> bool:
    """Say whether reads see a past day now: nothing kept from today may answer them."""
    return _shown.get() is not None


def shown() -> datetime | None:
    """Return the past moment that reads see, nothing when they see the present."""
    return _shown.get()


@contextmanager
def reading_the_past(moment: datetime) -> Iterator[None]:
    """Send every read to the alias ``past``; see `waypost.core.as_of.as_of`."""
    token = _shown.set(moment)
    try:
        yield
    finally:
        _shown.reset(token)


def among(ids: Iterable[int]) -> tuple[str, str | list[int]]:
    """Return the SQL of 'is one of `ids`' and its one parameter.

    One parameter however many ids, so that no database's limit is met.
    """
    listed = list(ids)
    if connections[SNAPSHOT].vendor == "postgresql":
        return "= ANY(%s)", listed
    return "IN (SELECT value FROM json_each(%s))", json.dumps(listed)


def listed(ids: Iterable[int]) -> RawSQL:
    """Return ids for ``__in`` of a queryset: one parameter, and none is looked at.

    Django prepares each id of a list for itself: of thousands, that is most of the
    work of such a query.
    """
    if connections["default"].vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def pairs(rows: Iterable[tuple[int, Any]]) -> tuple[str, list[Any]]:
    """Return the SQL of a table of pairs, a number and an instant, and its parameters.

    Its columns are called ``pk`` and ``instant``; the instants are as the connection
    adapts them.
    """
    listed = list(rows)
    if connections[SNAPSHOT].vendor == "postgresql":
        columns = [[row[0] for row in listed], [row[1] for row in listed]]
        table = "unnest(%s::bigint[], %s::timestamptz[]) AS p(pk, instant)"
        return f"SELECT p.pk, p.instant FROM {table}", columns
    parts = "json_extract(value, '$[0]') AS pk, json_extract(value, '$[1]') AS instant"
    return f"SELECT {parts} FROM json_each(%s)", [json.dumps(listed)]
