"""Writing thousands of rows while others wait for the lock.

Django's own bulk writes build one statement for some forty rows on SQLite, and one
``CASE`` for each field and row to update. Here one statement is prepared once and run
for each row; PostgreSQL takes new rows by ``COPY``. No check is made but the
constraints of the database: the action has checked.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; call in a transaction.

    Rows without an id get one; rows that come back by undo keep theirs.
    """
    fields = list(model._meta.local_concrete_fields)
    fresh = [row for row in rows if row.pk is None]
    for row, pk in zip(fresh, _next_ids(model, len(fresh)), strict=True):
        row.pk = pk
    for row in rows:  # a related row may have been saved after it was named
        row._prepare_related_fields_for_save("bulk_create")  # type: ignore[attr-defined]  # Django's own
    columns = [_column(field) for field in fields]
    values = (tuple(column(row) for column in columns) for row in rows)
    names = [str(field.column) for field in fields]
    if connection.vendor == "postgresql":
        _copy(model._meta.db_table, names, values)
    else:
        _insert_each(model._meta.db_table, names, values)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def update_rows(
    model: type[models.Model],
    rows: Sequence[models.Model],
    fields: Sequence["models.Field[Any, Any]"],
) -> None:
    """Save some fields of stored rows of one model; call in a transaction."""
    columns = [_column(field) for field in fields]
    quote = connection.ops.quote_name
    settings = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(model._meta.pk.column))
    sql = f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE {key} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(
            sql, [(*(column(row) for column in columns), row.pk) for row in rows]
        )


def _column(field: "models.Field[Any, Any]") -> Callable[[models.Model], Any]:
    """Return how a row's value of `field` goes into the database."""
    name = field.attname
    prepare = field.get_db_prep_save
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda row: prepare(field.pre_save(row, True), connection)  # noqa: FBT003

    def value_of(row: models.Model) -> Any:
        value = getattr(row, name)
        return None if value is None else prepare(value, connection)

    return value_of


def _next_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Take the next ids of a table, so that rows can name each other before."""
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


def _insert_each(
    table: str, names: list[str], values: Iterator[tuple[Any, ...]]
) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    places = ", ".join(["%s"] * len(names))
    sql = f"INSERT INTO {quote(table)} ({columns}) VALUES ({places})"
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(values))


def _copy(table: str, names: list[str], values: Iterator[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    sql = f"COPY {quote(table)} ({columns}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(sql) as copy,
    ):
        for row in values:
            copy.write_row(row)
