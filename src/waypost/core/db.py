"""The two database aliases: ``default`` writes, ``snapshot`` reads at one moment."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

SNAPSHOT = "snapshot"


class OneSchema:
    """Both aliases reach the same tables; only ``default`` migrates and writes."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Say no to a second migration of the same tables."""
        return db != SNAPSHOT

    def allow_relation(self, first: object, second: object, **hints: Any) -> bool:
        """Let a row read from one alias point at a row read from the other."""
        return True


@contextmanager
def snapshot() -> Iterator[CursorWrapper]:
    """Open a cursor that sees the database as it is now, whatever is written meanwhile.

    It takes no write lock: SQLite begins DEFERRED, PostgreSQL REPEATABLE READ and
    READ ONLY.
    """
    with transaction.atomic(using=SNAPSHOT), connections[SNAPSHOT].cursor() as cursor:
        yield cursor


def among(ids: Iterable[int]) -> tuple[str, str | list[int]]:
    """Return the SQL of 'is one of `ids`' and its one parameter.

    One parameter however many ids, so that no database's limit is met.
    """
    listed = list(ids)
    if connections[SNAPSHOT].vendor == "postgresql":
        return "= ANY(%s)", listed
    return "IN (SELECT value FROM json_each(%s))", json.dumps(listed)
