"""Writing thousands of rows while others wait for the lock.

Django's own bulk writes build one statement for some forty rows on SQLite, and one
``CASE`` for each field and row to update. Here one statement is prepared once and run
for each row; PostgreSQL takes new rows by ``COPY``. No check is made but the
constraints of the database: the action has checked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models

Field = models.Field[Any, Any]
Values = tuple[Any, ...]
# Values of these types go into columns of these fields as they are; asking each field
# how to prepare each value costs more than writing it.
_PLAIN: dict[str, type] = {
    "BigAutoField": int,
    "BigIntegerField": int,
    "BooleanField": bool,
    "CharField": str,
    "FloatField": float,
    "ForeignKey": int,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "TextField": str,
}
BATCH = 2_000


class _Whole(DjangoJSONEncoder):
    """Writes moments whole: Django's own encoder cuts them to milliseconds."""

    def default(self, o: Any) -> Any:
        """Return what stands for a value that JSON has no word for."""
        if isinstance(o, datetime):
            return o.isoformat().replace("+00:00", "Z")
        return super().default(o)


_ENCODE = _Whole(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Json:
    """A text that is JSON already, for a JSON column.

    Whatever has ``as_json`` goes into such a column as that text, unread: so what a
    big import packs is unpacked row by row, and encoded once.
    """

    text: str

    def as_json(self) -> str:
        """Return the text."""
        return self.text


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; call in a transaction.

    Rows without an id get one; rows that come back by undo keep theirs.
    """
    fresh = [row for row in rows if row.pk is None]
    for row, pk in zip(fresh, next_ids(model, len(fresh)), strict=True):
        row.pk = pk
    for row in rows:  # a related row may have been saved after it was named
        row._prepare_related_fields_for_save("bulk_create")  # type: ignore[attr-defined]  # Django's own
    fields: list[Field] = list(model._meta.local_concrete_fields)
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, add=True)
    insert_values(model, fields, map(attrgetter(*(f.attname for f in fields)), rows))
    for row in rows:
        row._state.adding = False
        row._state.db = "default"


def insert_values(
    model: type[models.Model],
    fields: Sequence[Field],
    values: Iterable[Values],
    *,
    ready: Set[str] = frozenset(),
) -> None:
    """Insert rows given as the values of these fields; the rest of a row is NULL.

    What is named in `ready` is as the database takes it already (`prepared`).
    """
    connection = connections["default"]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            places = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"
            for piece in _pieces(values):
                cursor.executemany(sql, _prepared(fields, piece, ready))
            return
        sql = f"COPY {table} ({columns}) FROM STDIN"
        with connection.wrap_database_errors, cursor.cursor.copy(sql) as copy:
            for piece in _pieces(values):
                for row in _prepared(fields, piece, ready):
                    copy.write_row(row)


def insert_new(
    model: type[models.Model],
    columns: Sequence[str],
    values: Sequence[Values],
    *,
    ids: Sequence[int] = (),
    ready: Set[str] = frozenset(),
) -> Sequence[int]:
    """Insert new rows given as values by attribute name, and return their ids.

    For a hundred thousand rows: making a model of each costs as much as writing it.
    """
    key: Field = model._meta.pk
    by_name: dict[str, Field] = {f.attname: f for f in model._meta.concrete_fields}
    keys = ids or next_ids(model, len(values))
    rows = ((pk, *row) for pk, row in zip(keys, values, strict=True))
    fields = [key, *(by_name[name] for name in columns)]
    insert_values(model, fields, rows, ready=ready)
    return keys


def prepared(
    model: type[models.Model],
    columns: Sequence[str],
    rows: list[Values],
    *,
    but: Set[str] = frozenset(),
) -> Iterator[Values]:
    """Return rows as the database takes them, before the lock is taken.

    The columns in `but` stay as they are: long texts that are packed until written.
    """
    by_name: dict[str, Field] = {f.attname: f for f in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    for start in range(0, len(rows), BATCH):
        yield from _prepared(fields, rows[start : start + BATCH], but)


def update_rows(
    model: type[models.Model], rows: Sequence[models.Model], fields: Sequence[Field]
) -> None:
    """Save some fields of stored rows of one model; call in a transaction."""
    connection = connections["default"]
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key: Field = model._meta.pk
    table = quote(model._meta.db_table)
    sql = f"UPDATE {table} SET {settings} WHERE {quote(str(key.column))} = %s"
    values_of = attrgetter(*(field.attname for field in fields), key.attname)
    with connection.cursor() as cursor:
        for piece in _pieces(map(values_of, rows)):
            cursor.executemany(sql, _prepared([*fields, key], piece))


def encoded(value: object) -> Json:
    """Return a value as JSON, made ready before the lock is taken."""
    return Json(_ENCODE(value))


def read_values(
    rows: models.QuerySet[Any], fields: Sequence[Field]
) -> Iterator[tuple[int, Json]]:
    """Yield the id of each row and its `fields`, by attribute name, as JSON."""
    key: Field = rows.model._meta.pk
    names = [field.attname for field in fields]
    how = [(_PLAIN.get(f.get_internal_type()), f.get_prep_value) for f in fields]
    for pk, *values in rows.values_list(key.attname, *names):
        plain = [
            value if value is None or type(value) is kind else prepare(value)
            for value, (kind, prepare) in zip(values, how, strict=True)
        ]
        yield pk, Json(_ENCODE(dict(zip(names, plain, strict=True))))


def as_json(row: models.Model, fields: Iterable[Field]) -> Json:
    """Return the values of `fields` of a row, by attribute name."""
    return Json(
        _ENCODE({f.attname: f.get_prep_value(getattr(row, f.attname)) for f in fields})
    )


def _pieces(values: Iterable[Values]) -> Iterator[list[Values]]:
    """Cut what may be very long into pieces that memory holds."""
    left = iter(values)
    while piece := list(islice(left, BATCH)):
        yield piece


def _prepared(
    fields: Sequence[Field], rows: list[Values], ready: Set[str] = frozenset()
) -> list[Values]:
    """Return what the database takes; most columns go in as they are."""
    columns = zip(fields, zip(*rows, strict=True), strict=True)
    found = [c if f.attname in ready else _column_of(f, c) for f, c in columns]
    return list(zip(*found, strict=True))


def _column_of(field: Field, values: Values) -> Iterable[Any]:
    plain = _PLAIN.get(field.get_internal_type())
    if set(map(type, values)) <= {plain, type(None)}:
        return values
    if isinstance(field, models.TextField):  # some are packed until now
        return [None if v is None else str(v) for v in values]
    connection = connections["default"]
    if isinstance(field, models.JSONField):
        encode = _json_of(field)
        return [None if v is None else encode(v, connection) for v in values]
    # Dates and numbers of a big file are the same few again and again.
    ready = {v: field.get_db_prep_save(v, connection) for v in set(values)}
    return [ready[v] for v in values]


def _json_of(field: "models.JSONField[Any, Any]") -> Callable[[Any, Any], Any]:
    def convert(value: Any, connection: Any) -> Any:
        encoded = getattr(value, "as_json", None)
        if encoded is not None:
            return encoded()
        plain = dict(value) if isinstance(value, Mapping) else value
        return field.get_db_prep_save(plain, connection)

    return convert


def next_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Take the next ids of a table, so that rows can name each other before.

    Insert rows with all of them before you ask again.
    """
    connection = connections["default"]
    table, key = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The sequence is looked up once: for each number it takes far longer.
            cursor.execute(
                "SELECT nextval(s.own) FROM (SELECT pg_get_serial_sequence(%s, %s)"
                "::regclass AS own OFFSET 0) s, generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        # Whoever writes holds SQLite's only write lock, so nobody else takes them.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)
