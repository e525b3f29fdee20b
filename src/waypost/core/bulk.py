"""Writing thousands of rows while others wait for the lock.

Django's own bulk writes build one statement for some forty rows on SQLite, and one
``CASE`` for each field and row to update. Here one statement is prepared once and run
for each row; PostgreSQL takes new rows by ``COPY``. No check is made but the
constraints of the database: the action has checked.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

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


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; call in a transaction.

    Rows without an id get one; rows that come back by undo keep theirs.
    """
    fresh = [row for row in rows if row.pk is None]
    for row, pk in zip(fresh, _next_ids(model, len(fresh)), strict=True):
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
    model: type[models.Model], fields: Sequence[Field], values: Iterable[Values]
) -> None:
    """Insert rows given as the values of these fields; the rest of a row is NULL."""
    connection = connections["default"]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    prepare = _preparer(fields)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            places = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"
            cursor.executemany(sql, list(map(prepare, values)))
            return
        sql = f"COPY {table} ({columns}) FROM STDIN"
        with connection.wrap_database_errors, cursor.cursor.copy(sql) as copy:
            for row in map(prepare, values):
                copy.write_row(row)


def insert_new(
    model: type[models.Model], columns: Sequence[str], values: Sequence[Values]
) -> Sequence[int]:
    """Insert new rows given as values by attribute name, and return their ids.

    For a hundred thousand rows: making a model of each costs as much as writing it.
    """
    key: Field = model._meta.pk
    by_name: dict[str, Field] = {f.attname: f for f in model._meta.concrete_fields}
    ids = _next_ids(model, len(values))
    rows = ((pk, *row) for pk, row in zip(ids, values, strict=True))
    insert_values(model, [key, *(by_name[name] for name in columns)], rows)
    return ids


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
    prepare = _preparer([*fields, key])
    values_of = attrgetter(*(field.attname for field in fields), key.attname)
    with connection.cursor() as cursor:
        cursor.executemany(sql, [prepare(values_of(row)) for row in rows])


def _preparer(fields: Sequence[Field]) -> Callable[[Values], Values]:
    """Return what makes of the values of `fields` what the database takes."""
    connection = connections["default"]
    how = [(_PLAIN.get(f.get_internal_type()), f.get_db_prep_save) for f in fields]

    def prepare(values: Values) -> Values:
        return tuple(
            [
                value
                if value is None or type(value) is plain
                else convert(value, connection)
                for value, (plain, convert) in zip(values, how, strict=True)
            ]
        )

    return prepare


def _next_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Take the next ids of a table, so that rows can name each other before."""
    connection = connections["default"]
    table, key = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s))"
                " FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        # Whoever writes holds SQLite's only write lock, so nobody else takes them.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)
