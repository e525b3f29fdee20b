"""What the database says of a row is what we say of it, for every table."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from waypost.core import bulk, keeping
from waypost.core.models import Change, ChangeSet
from waypost.core.registry import label_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PK = 7_000_000  # far from the next id of any table
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("waypost.")
    and isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
]
TEXTS = ("", "plain", 'a "quote", a \\ and\na line', "é 木 😀 \u2028", "{}", "0")
MOMENTS = (NOW, NOW + timedelta(microseconds=1), NOW + timedelta(microseconds=120_000))


def change_set() -> int:
    return ChangeSet.objects.create(at=NOW, verb="core.test").pk


def any_value(field: Any, choose: random.Random) -> Any:
    """Return something that the column holds, whatever the rules of its table."""
    if field.null and choose.random() < 0.3:
        return None
    kind = field.get_internal_type()
    if kind == "DecimalField":
        whole = choose.randrange(10 ** (min(field.max_digits, 15) - 1))
        return Decimal(whole).scaleb(-field.decimal_places)
    if field.unique and kind == "CharField":
        return str(choose.randrange(10**9))[: field.max_length]
    if field.unique or kind == "BigIntegerField":
        return choose.randrange(2**63)
    values: dict[str, Sequence[Any]] = {
        "BooleanField": (True, False),
        "CharField": [text[: field.max_length] for text in TEXTS],
        "TextField": TEXTS,
        "DateField": (date(2026, 2, 3), date(1999, 12, 31)),
        "DateTimeField": MOMENTS,
        "FloatField": (0.5, 1.0, 0.1),
        "JSONField": ({}, [], {"é": [1, None, "a'b"]}, ["x", 1.5]),
    }
    return choose.choice(values.get(kind, (0, 1, 7)))


def row_of(model: type[models.Model], choose: random.Random) -> models.Model:
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    return model(pk=PK, **{f.attname: any_value(f, choose) for f in fields})


def without_rules(model: type[models.Model]) -> None:
    """Let a table take any row until the test ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
                " AND contype = 'c'",
                [model._meta.db_table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")


@pytest.mark.parametrize("model", OURS, ids=label_of)
def test_a_deleted_row_is_kept_as_it_was(model: type[models.Model]) -> None:
    choose = random.Random(model._meta.label)
    with transaction.atomic():
        without_rules(model)
        for _time in range(4):
            _put(model, row_of(model, choose))

            kept = _kept(model)
            keeping.remove(model, [PK])

            assert kept[0] == kept[1]
        assert not model._base_manager.filter(pk=PK).exists()
        transaction.set_rollback(True)
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _kept(model: type[models.Model]) -> list[dict[str, Any]]:
    """Return the row as the database keeps it, and as we read it."""
    made = change_set()
    keeping.keep_deleted(made, model, [PK, PK - 1])
    change = Change.objects.get(change_set=made)
    assert (change.model, change.row_id, change.kind) == (
        label_of(model),
        PK,
        Change.Kind.DELETED,
    )
    rows = model._base_manager.filter(pk=PK)
    [(_pk, read)] = bulk.read_values(rows, model._meta.concrete_fields)
    return [_read(model, was) for was in (change.before, json.loads(read.text))]


def _put(model: type[models.Model], row: models.Model) -> None:
    fields = list(model._meta.concrete_fields)
    values = tuple(getattr(row, f.attname) for f in fields)
    bulk.insert_values(model, fields, [values])


def _read(model: type[models.Model], was: dict[str, Any] | None) -> dict[str, Any]:
    """Return a kept row as undo reads it."""
    assert was is not None
    fields = {f.attname: f for f in model._meta.concrete_fields}
    assert was.keys() == fields.keys()
    return {
        name: None if value is None else fields[name].to_python(value)
        for name, value in was.items()
    }
