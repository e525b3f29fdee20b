"""As of: the tables as they stood at a past moment, for everything that only reads.

`as_of` puts a view of the same name before each table that history follows: its rows
without those changed since, and those as they were. Both databases look into the
session's own schema first, so every query reads the past without knowing it; nothing
is copied but the rows that differ. Whoever writes is not affected: reads inside go to
an alias of their own.

Two things stay as they are today. What is not followed here (people, teams, who may
see a project) is today's, and so are the columns that decide who may see a thing: a
past day is shown under today's rights, and what was deleted since under those that it
had at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, models, transaction

from waypost.core import db
from waypost.core.models import Change
from waypost.core.registry import label_of

CHUNK = 900  # SQLite takes at most some thousand parameters in one statement


@dataclass(frozen=True, slots=True)
class Followed:
    """A table that has a past, and its columns that decide who may see a row."""

    model: type[models.Model]
    rights: frozenset[str]


@dataclass(slots=True)
class _Former:
    """What is known of one row at the moment, taken together from the newest on."""

    exists: bool = True
    is_whole: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    at_the_end: dict[str, Any] | None = None

    def take_back(self, kind: str, before: Mapping[str, Any] | None) -> None:
        """Go behind one change of the row."""
        if kind == Change.Kind.CREATED:
            self.exists, self.is_whole, self.values = False, False, {}
        elif kind == Change.Kind.DELETED:
            self.exists, self.is_whole, self.values = True, True, dict(before or {})
            self.at_the_end = self.at_the_end or dict(self.values)
        else:
            self.exists = True
            self.values.update(before or {})


_followed: dict[str, Followed] = {}
_rights_alone: dict[str, Followed] = {}


def follow(model: type[models.Model], *, rights: Iterable[str] = ()) -> None:
    """Let `model` have a past; `rights` are fields that stay as they are today.

    Called in an app's ``apps.py``.
    """
    fields = map(model._meta.get_field, rights)
    columns = frozenset(str(getattr(field, "attname", "")) for field in fields)
    _followed[label_of(model)] = Followed(model, columns)


def follow_rights(model: type[models.Model]) -> None:
    """Say that rows of `model` let people see things, and nothing else.

    They are as they were only where former rights are asked for.
    """
    _rights_alone[label_of(model)] = Followed(model, frozenset())


def decides_who_sees(label: str, kind: str, before: Mapping[str, Any] | None) -> bool:
    """Say whether a change may have taken or given somebody the sight of a thing."""
    if label in _rights_alone:
        return True
    rights = _followed[label].rights if label in _followed else frozenset()
    if kind == Change.Kind.CHANGED:
        return not rights.isdisjoint(before or {})
    return bool(rights) and kind == Change.Kind.DELETED


def has_past(label: str) -> bool:
    """Whether rows of a kind can be seen as they were."""
    return label in _followed


@contextmanager
def as_of(moment: datetime, *, under_former_rights: bool = False) -> Iterator[None]:
    """Read every followed table as it was at `moment`, until the block ends.

    Inside, nothing may be written to a followed table through what was read here.

    Parameters
    ----------
    moment
        The instant; what was done at or after it is taken back.
    under_former_rights
        Whether things are seen by whom they were then. Teams and roles stay today's.
        No page may show what is read so.
    """
    tables = _followed
    if under_former_rights:
        bare = {
            label: Followed(table.model, frozenset())
            for label, table in _followed.items()
        }
        tables = bare | _rights_alone
    with transaction.atomic(using=db.PAST):
        for label, rows in _changed_since(moment, tables).items():
            _PastTable(tables[label], rows).raise_up()
        with db.reading_the_past(moment):
            yield
        # Whatever was put up goes with the transaction.
        transaction.set_rollback(True, using=db.PAST)


def shown_now(now: datetime) -> datetime:
    """Return the instant that a page shows: `now`, or the last one before the moment.

    What a page says of today it says of the day that it shows.
    """
    moment = db.shown()
    return now if moment is None else moment - timedelta(microseconds=1)


def _changed_since(
    moment: datetime, tables: Iterable[str]
) -> dict[str, dict[int, _Former]]:
    """Return the rows of each table that are not as they were, and how they were."""
    changes = Change.objects.using(db.PAST).filter(
        change_set__at__gte=moment, model__in=list(tables)
    )
    found: dict[str, dict[int, _Former]] = {}
    newest_first = changes.order_by("-pk").values_list(
        "model", "row_id", "kind", "before"
    )
    for label, row_id, kind, before in newest_first.iterator():
        rows = found.setdefault(label, {})
        rows.setdefault(row_id, _Former()).take_back(kind, before)
    return found


class _PastTable:
    """One table's rows as they were: two temporary tables and a view over them."""

    def __init__(self, table: Followed, rows: Mapping[int, _Former]) -> None:
        self._table = table
        self._rows = rows
        self._connection = connections[db.PAST]
        self._name = table.model._meta.db_table
        self._fields = list(table.model._meta.local_concrete_fields)
        self._by_name = {str(f.attname): f for f in self._fields}

    def raise_up(self) -> None:
        """Make the temporary tables, fill them, and put the view before the table."""
        columns = ", ".join(self._quoted(str(f.column)) for f in self._fields)
        touched = self._quoted(f"touched_{self._name}")
        former = self._quoted(f"former_{self._name}")
        with self._connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {touched} (id bigint PRIMARY KEY)")
            cursor.execute(f"CREATE TEMP TABLE {former} ({self._typed_columns()})")
            _insert(cursor, touched, [(pk,) for pk in self._rows])
            _insert(cursor, former, self._as_they_were())
            cursor.execute(
                f"CREATE TEMP VIEW {self._quoted(self._name)} AS"
                f" SELECT {columns} FROM {self._real(cursor)}"
                f" WHERE id NOT IN (SELECT t.id FROM {touched} t)"
                f" UNION ALL SELECT {columns} FROM {former}"
            )

    def _quoted(self, name: str) -> str:
        return self._connection.ops.quote_name(name)

    def _real(self, cursor: Any) -> str:
        """Return the real table's name, which the view must not shadow for itself."""
        if self._connection.vendor != "postgresql":
            return f"main.{self._quoted(self._name)}"
        cursor.execute("SELECT current_schema()")
        return f"{self._quoted(cursor.fetchone()[0])}.{self._quoted(self._name)}"

    def _typed_columns(self) -> str:
        """Return the columns with the types that the real table has.

        SQLite's driver turns text into dates by the declared type.
        """
        return ", ".join(
            f"{self._quoted(str(f.column))} {f.db_parameters(self._connection)['type']}"
            for f in self._fields
        )

    def _as_they_were(self) -> list[tuple[Any, ...]]:
        """Return the former rows, as the database takes them."""
        stood = {pk: row for pk, row in self._rows.items() if row.exists}
        now = self._as_they_are(stood)
        found = []
        for pk, row in sorted(stood.items()):
            today = now.get(pk)
            if today is None and not row.is_whole:
                continue  # purged since: what is left of it is no row
            last = today or self._from_stored(row.at_the_end or {})
            values = {} if row.is_whole else dict(today or {})
            values |= self._from_stored(row.values)
            values |= {name: last[name] for name in self._table.rights & last.keys()}
            found.append(self._prepared(values))
        return found

    def _as_they_are(self, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        names = list(self._by_name)
        manager = self._table.model._base_manager.using(db.PAST)
        key = str(self._table.model._meta.pk.attname)
        listed = sorted(ids)
        found: dict[int, dict[str, Any]] = {}
        for start in range(0, len(listed), CHUNK):
            rows = manager.filter(pk__in=listed[start : start + CHUNK])
            found |= {row[key]: row for row in rows.values(*names)}
        return found

    def _from_stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: None if value is None else self._by_name[name].to_python(value)
            for name, value in values.items()
            if name in self._by_name  # a column dropped by a later release
        }

    def _prepared(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return one row; a column added by a later release gets its default."""
        return tuple(
            f.get_db_prep_save(
                values[name] if name in values else f.get_default(), self._connection
            )
            for name, f in self._by_name.items()
        )


def _insert(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
