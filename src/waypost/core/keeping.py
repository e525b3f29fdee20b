"""Keeping in history what thousands of rows were, without their passing through here.

The database itself writes each row down as JSON, in the same words as `bulk.as_json`.
Where it could not do so to the last digit, the rows are read and written one by one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connections, models

from waypost.core import bulk
from waypost.core.models import Change
from waypost.core.registry import label_of

# SQLite takes at most 127 arguments in a call: a name and a value for each column.
MOST_COLUMNS = 63
# A number of SQLite is a binary one: so many decimal digits of it are sure.
SURE_DIGITS = 15
_CHUNK = 900  # SQLite takes at most some thousand parameters in one statement
_COLUMNS = ("change_set_id", "model", "row_id", "kind", "before")
_PLAIN = {
    "BigAutoField",
    "BigIntegerField",
    "CharField",
    "DateField",
    "ForeignKey",
    "IntegerField",
    "OneToOneField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SmallIntegerField",
    "TextField",
}


def keep_created(
    change_set: int, model: type[models.Model], ids: Sequence[int]
) -> None:
    """Note that rows were created; of such nothing is kept but that."""
    _insert(
        "SELECT %s, %s, ids.value, %s, NULL FROM {ids}",
        [change_set, label_of(model), Change.Kind.CREATED.value],
        ids,
    )


def keep_deleted(
    change_set: int, model: type[models.Model], ids: Sequence[int]
) -> None:
    """Note what rows are that the caller is about to delete."""
    if not ids:
        return
    said = _row_as_json(model, ids)
    if said is None:
        _keep_one_by_one(change_set, model, ids)
        return
    connection = connections["default"]
    key = connection.ops.quote_name(str(model._meta.pk.column))
    table = connection.ops.quote_name(model._meta.db_table)
    _insert(
        f"SELECT %s, %s, t.{key}, %s, {said} FROM {{ids}}"
        f" JOIN {table} t ON t.{key} = ids.value ORDER BY t.{key}",
        [change_set, label_of(model), Change.Kind.DELETED.value],
        ids,
    )


def remove(model: type[models.Model], ids: Sequence[int]) -> None:
    """Delete rows by their ids; the database alone looks who points at them."""
    connection = connections["default"]
    key = connection.ops.quote_name(str(model._meta.pk.column))
    table = connection.ops.quote_name(model._meta.db_table)
    source, given = _ids(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE {key} IN (SELECT ids.value FROM {source})",
            [given],
        )


def _insert(select: str, values: list[Any], ids: Sequence[int]) -> None:
    connection = connections["default"]
    fields = {f.attname: f.column for f in Change._meta.concrete_fields}
    names = ", ".join(connection.ops.quote_name(str(fields[n])) for n in _COLUMNS)
    table = connection.ops.quote_name(Change._meta.db_table)
    source, given = _ids(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) {select.format(ids=source)}",
            [*values, given],
        )


def _ids(ids: Sequence[int]) -> tuple[str, str | list[int]]:
    """Return the SQL of a table of ids in their order, and its one parameter."""
    if connections["default"].vendor == "postgresql":
        return "unnest(%s::bigint[]) AS ids(value)", list(ids)
    return "json_each(%s) AS ids", json.dumps(list(ids))


def _keep_one_by_one(
    change_set: int, model: type[models.Model], ids: Sequence[int]
) -> None:
    label, kind = label_of(model), Change.Kind.DELETED.value
    columns: dict[str, bulk.Field] = {f.attname: f for f in Change._meta.fields}
    fields = [columns[name] for name in _COLUMNS]
    for start in range(0, len(ids), _CHUNK):
        rows = model._base_manager.filter(pk__in=ids[start : start + _CHUNK])
        found = bulk.read_values(rows, model._meta.concrete_fields)
        # A list: PostgreSQL cannot read while it takes rows in.
        kept = [(change_set, label, pk, kind, was) for pk, was in found]
        bulk.insert_values(Change, fields, kept)


def _row_as_json(model: type[models.Model], ids: Sequence[int]) -> str | None:
    """Return the SQL of a row ``t`` as JSON; None where it would not be exact."""
    connection = connections["default"]
    fields = model._meta.concrete_fields
    ways = _OF_POSTGRESQL if connection.vendor == "postgresql" else _OF_SQLITE
    said = {f.attname: _value_as_json(f, ways) for f in fields}
    if None in said.values():
        return None
    if connection.vendor == "postgresql":
        row = ", ".join(f'{value} AS "{name}"' for name, value in said.items())
        return f"(SELECT to_jsonb(r) FROM (SELECT {row}) r)"
    if len(said) > MOST_COLUMNS or _has_real_numbers(model, ids):
        return None
    pairs = ", ".join(f"'{name}', {value}" for name, value in said.items())
    return f"json_object({pairs})"


def _value_as_json(
    field: models.Field[Any, Any], ways: Mapping[str, Callable[[str, Any], str | None]]
) -> str | None:
    column = f"t.{connections['default'].ops.quote_name(str(field.column))}"
    kind = field.get_internal_type()
    if kind in ways:
        return ways[kind](column, field)
    return column if kind in _PLAIN else None


def _has_real_numbers(model: type[models.Model], ids: Sequence[int]) -> bool:
    """Whether these rows hold binary fractions: SQLite writes 15 digits of one."""
    named = [f.attname for f in model._meta.concrete_fields if _is_real(f)]
    filled = models.Q()
    for name in named:
        filled |= models.Q(**{f"{name}__isnull": False})
    if not named:
        return False
    among = model._base_manager.filter(pk__gte=min(ids), pk__lte=max(ids))
    return among.filter(filled).exists()


def _is_real(field: models.Field[Any, Any]) -> bool:
    return field.get_internal_type() == "FloatField"


def _sqlite_decimal(column: str, field: Any) -> str | None:
    if field.max_digits > SURE_DIGITS:
        return None
    text = f"printf('%%.{field.decimal_places}f', {column})"
    return f"CASE WHEN {column} IS NOT NULL THEN {text} END"


_OF_SQLITE: dict[str, Callable[[str, Any], str | None]] = {
    "BooleanField": lambda column, _field: (
        f"json(CASE {column} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END)"
    ),
    "DateTimeField": lambda column, _field: f"replace({column}, ' ', 'T') || 'Z'",
    "DecimalField": _sqlite_decimal,
    "FloatField": lambda column, _field: column,  # none of them is filled
    "JSONField": lambda column, _field: f"json({column})",
}
_OF_POSTGRESQL: dict[str, Callable[[str, Any], str | None]] = {
    "BooleanField": lambda column, _field: column,
    "DateTimeField": lambda column, _field: column,
    "DecimalField": lambda column, _field: f"{column}::text",
    "FloatField": lambda column, _field: column,
    "JSONField": lambda column, _field: column,
}
