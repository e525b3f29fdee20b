"""News: which change sets have committed since one last asked, none forgotten.

Ids are given out when a change set is begun and seen when it commits, so a lower one
may appear after a higher one. SQLite has one writer at a time: whoever shows a higher
id has all lower ones behind it. On PostgreSQL every id that is missing below the
highest is asked for again, until it appears or until every transaction that could
still bring it is over: no guess at how long an import may take.
"""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from waypost.core.models import ChangeSet

CHANNEL = "waypost_news"
BATCH = 1_000
FIRST_BATCH = 10_000
# An id is taken an instant before its transaction gets its number.
SECONDS_BEFORE_DATED = 1.0

_bells: set[threading.Event] = set()


@dataclass(slots=True)
class _Gap:
    """An id that is missing: since when, and who can no longer bring it."""

    since: float
    settled_at: int | None = None


@dataclass(slots=True)
class Reader:
    """Reads the change sets that commit from when it is made."""

    last: int = -1
    was_set_back: bool = False
    _gaps: dict[int, _Gap] = field(default_factory=dict)

    def read(self) -> list[int]:
        """Return the ids of change sets that have committed since the last call."""
        if self.last < 0:
            self._begin()
            return []
        oldest = self._oldest_running()
        found = self._late(oldest)
        newest = _newest()
        self.was_set_back = newest < self.last
        if self.was_set_back:  # an older copy of the database was put in place
            self._gaps.clear()
            self._begin()
        while self.last < newest:
            fresh = ChangeSet.objects.filter(pk__gt=self.last).order_by("pk")
            ids = list(fresh.values_list("pk", flat=True)[:BATCH])
            self._note(ids)
            found += ids
            if len(ids) < BATCH:
                break
        return found

    def _begin(self) -> None:
        """Begin behind what has committed; what is under way is still to come."""
        newest = ChangeSet.objects.order_by("-pk").values_list("pk", flat=True)
        known = sorted(newest[:FIRST_BATCH])
        self.last = known[0] - 1 if known else 0
        self._note(known)

    def _note(self, ids: list[int]) -> None:
        if connection.vendor == "postgresql":
            expected = self.last
            for pk in ids:
                for missing in range(expected + 1, pk):
                    self._gaps[missing] = _Gap(time.monotonic())
                expected = pk
        if ids:
            self.last = ids[-1]

    def _late(self, oldest: tuple[int, int] | None) -> list[int]:
        """Return what has filled gaps, and close those that nobody can fill."""
        if not self._gaps or oldest is None:
            return []
        found = sorted(
            ChangeSet.objects.filter(pk__in=list(self._gaps)).values_list(
                "pk", flat=True
            )
        )
        for pk in found:
            del self._gaps[pk]
        running, newest = oldest
        for pk, gap in list(self._gaps.items()):
            if gap.settled_at is None:
                if time.monotonic() - gap.since > SECONDS_BEFORE_DATED:
                    gap.settled_at = newest
            elif running >= gap.settled_at:
                # It was asked for after the last that could bring it had ended.
                del self._gaps[pk]
        return found

    def _oldest_running(self) -> tuple[int, int] | None:
        """Return the oldest running transaction and the next to begin.

        Asked before the gaps are read: what ended by then, they show.
        """
        if connection.vendor != "postgresql" or not self._gaps:
            return None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_snapshot_xmin(now)::text::bigint,"
                " pg_snapshot_xmax(now)::text::bigint"
                " FROM pg_current_snapshot() AS now"
            )
            row = cursor.fetchone()
        return int(row[0]), int(row[1])


def _newest() -> int:
    newest = ChangeSet.objects.order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def ring_on_commit() -> None:
    """Wake those who wait for news, here and on other machines, once this commits."""
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    for bell in list(_bells):
        bell.set()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


class Bell:
    """Waits until there may be news; a look now and then is taken anyway."""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._listens_by: Any = None
        _bells.add(self._rung)

    def ring(self) -> None:
        """End the wait of another thread."""
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Return when somebody has committed, or after some time."""
        if connection.vendor == "postgresql" and not self._rung.is_set():
            self._listen(seconds)
        else:
            self._rung.wait(seconds)
        self._rung.clear()

    def _listen(self, seconds: float) -> None:
        connection.ensure_connection()
        raw: Any = connection.connection
        if self._listens_by is not raw:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._listens_by = raw
        for _notice in raw.notifies(timeout=seconds, stop_after=1):
            break

    def close(self) -> None:
        """Wait no more."""
        _bells.discard(self._rung)


def made_of(change_sets: Iterable[int]) -> list[ChangeSet]:
    """Return these change sets with who made them, in order."""
    found = ChangeSet.objects.filter(pk__in=list(change_sets))
    return list(found.select_related("actor").order_by("pk"))
