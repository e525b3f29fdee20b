"""What history keeps of a row: as JSON, with names in the file where ids stand."""

from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from waypost.core.registry import label_of
from waypost.exchange.whole import parameters
from waypost.exchange.whole.errors import Wrong
from waypost.exchange.whole.names import Names, Places
from waypost.exchange.whole.tables import TABLES
from waypost.exchange.whole.values import Field, plain_data, same_everywhere

Json = dict[str, Any]
OWN = ("id", "key")  # the change says which row it is
_SUBJECT, _KIND = "subject_id", "subject_kind"


@cache
def _fields(label: str) -> dict[str, Field]:
    """Return the columns of a table by what the file calls them, in their order."""
    fields = apps.get_model(label)._meta.concrete_fields
    told = [field for field in fields if field.attname not in OWN]
    return {"subject" if f.attname == _SUBJECT else f.name: f for f in told}


def told(label: str, before: Json, names: Names) -> Json:
    """Return what a row was, as the file has it.

    A column that was dropped by a later release stays dropped.
    """
    found: Json = {}
    for name, field in _fields(label).items():
        if field.attname in before:
            value = before[field.attname]
            found[name] = value if value is None else _told(field, value, before, names)
    return found


def _told(field: Field, value: Any, before: Json, names: Names) -> Any:
    if isinstance(field, models.ForeignKey):
        return names.of(label_of(field.related_model), value)
    if field.attname == _SUBJECT:
        kind = before.get(_KIND)
        return names.of(kind, value) if kind in TABLES else None
    if field.attname == "parameters":
        return parameters.told(value, names)
    if isinstance(field, models.FloatField):
        return float(value)
    return same_everywhere(value)


def heard(label: object, said: Any, places: Places) -> Json:
    """Return what a row was, as history has it.

    Raises
    ------
    Wrong
        If it names what the table does not have, or a value does not fit.
    """
    if label not in TABLES or not isinstance(said, dict):
        raise Wrong(_("an object is needed: {…}"))
    fields = _fields(str(label))
    found: Json = {}
    for name, value in said.items():
        field = fields.get(name)
        if field is None:
            message = _("%(table)s has no %(field)s")
            raise Wrong(message % {"table": label, "field": name[:60]})
        try:
            found[field.attname] = (
                value if value is None else _heard(field, value, said, places)
            )
        except (Wrong, ValidationError, TypeError, ValueError) as error:
            message = f"{name}: {_said_by(error)}"
            raise Wrong(message) from error
    return found


def _heard(field: Field, value: Any, said: Json, places: Places) -> Any:
    if isinstance(field, models.ForeignKey):
        return places.past(label_of(field.related_model), value)
    if field.attname == _SUBJECT:
        return places.past(str(said.get(_KIND)), value)
    plain = plain_data(value)
    if not isinstance(field, models.JSONField):
        field.to_python(plain)  # what undo does with it later
    if field.attname == "parameters":
        return parameters.heard(plain, places)
    return plain


def _said_by(error: Exception) -> str:
    return (
        " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    )
