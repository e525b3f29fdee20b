"""Every model of ours is exported, or stays behind for a reason."""

import pytest
from django.apps import apps
from django.db import models

from waypost.exchange.whole.columns import shape_of
from waypost.exchange.whole.tables import LEFT_OUT, TABLES, is_left_out, tables

OURS = [
    model._meta.label_lower
    for model in apps.get_models()
    if model.__module__.startswith("waypost.")
]
# Numbers that are ids, though no foreign key says so; columns.py turns them into names.
KNOWN_IDS = {"subject_id", "row_id"}
NO_IDS = {"external_id"}  # what it is called elsewhere
# JSON that holds no ids, or whose ids before.py turns into names.
KNOWN_JSON = {
    "core.change.before",
    "core.externalreference.extras",
    "people.calendar.weekly_hours",
    "projects.task.labels",
}


@pytest.mark.parametrize("label", OURS)
def test_each_model_is_exported_or_left_out_for_a_reason(label: str) -> None:
    assert (label in TABLES) != is_left_out(label), (
        f"{label}: add it to TABLES or, with its reason, to LEFT_OUT in"
        " exchange/whole/tables.py, and to docs/export.md"
    )


def test_nothing_else_is_named() -> None:
    gone = {label for label in TABLES if label not in OURS}
    assert not gone
    assert all(LEFT_OUT.values())


@pytest.mark.parametrize("label", TABLES)
def test_no_column_holds_an_id_that_is_not_turned_into_a_name(label: str) -> None:
    fields = apps.get_model(label)._meta.concrete_fields

    for field in fields:
        named = field.attname.endswith("_id") and not field.is_relation
        assert not named or field.attname in KNOWN_IDS | NO_IDS, field
        is_json = isinstance(field, models.JSONField)
        assert not is_json or f"{label}.{field.attname}" in KNOWN_JSON, field
        if field.is_relation:
            assert field.related_model._meta.label_lower in TABLES, field


def test_every_column_has_a_way_out_and_in() -> None:
    for table in tables(with_passwords=True):
        shape = shape_of(table, frozenset(TABLES), with_passwords=True)

        told = {column.field.attname for column in shape.columns}
        assert told | {"id"} >= {f.attname for f in table.model._meta.concrete_fields}
