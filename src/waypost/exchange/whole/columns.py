"""The fields of a table in the file, and which column of the database each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.translation import gettext as _

from waypost.core.models import Change
from waypost.exchange.whole import before, parameters
from waypost.exchange.whole.errors import Wrong
from waypost.exchange.whole.names import Names, Places, as_name, is_key
from waypost.exchange.whole.tables import Table
from waypost.exchange.whole.values import Codec, Field, codec_of, plain_text

Row = Mapping[str, Any]
TASKS_OF = "task:"
PASSWORD = "password"


class Way(Protocol):
    """Both ways of one field, where other fields of the row may be needed."""

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return what stands in the file; `row` holds columns of the database."""

    def hear(self, said: Any, row: Row, places: Places) -> Any:
        """Return what stands in the database; `row` holds fields of the file."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field: its name in the file, its column, and both ways."""

    name: str
    field: Field
    way: Way

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return what stands in the file."""
        return None if value is None else self.way.tell(value, row, names)

    def hear(self, row: Row, places: Places) -> Any:
        """Return what stands in the database.

        Raises
        ------
        Wrong
            If it does not fit.
        """
        if self.name not in row:
            return self._usual()
        said = row[self.name]
        if said is None:
            if not self.field.null:
                raise Wrong(_("it must not be null"))
            return None
        return self.way.hear(said, row, places)

    def _usual(self) -> Any:
        """Return what an older file does not say."""
        field = self.field
        is_text = isinstance(field, models.CharField | models.TextField)
        if field.has_default() or field.null or (field.blank and is_text):
            return field.get_default()
        raise Wrong(_("it is missing"))


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that means the same everywhere."""

    codec: Codec

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return it as JSON."""
        return self.codec.tell(value)

    def hear(self, said: Any, row: Row, places: Places) -> Any:
        """Return it as the database takes it."""
        return self.codec.hear(said)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another row."""

    label: str

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return its name."""
        return names.of(self.label, value)

    def hear(self, said: Any, row: Row, places: Places) -> Any:
        """Return its id."""
        return places.of(self.label, said)


class Key:
    """The row's own key."""

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return it as text: not every reader of JSON has 63 bits."""
        return str(value)

    def hear(self, said: Any, row: Row, places: Places) -> Any:
        """Return it as a number."""
        if not is_key(said):
            raise Wrong(_("a key is a whole number in quotes, from 1 to 2⁶³ − 1"))
        return int(said)


@dataclass(frozen=True, slots=True)
class Thing:
    """A row of the kind that another field of the row names; it may be gone."""

    kind: str
    labels: frozenset[str]

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return its name; of what stays behind there is none."""
        label = row[self.kind]
        return names.of(label, value) if label in self.labels else None

    def hear(self, said: Any, row: Row, places: Places) -> Any:
        """Return its id."""
        label = row.get(self.kind)
        if label not in self.labels:
            message = _("%(field)s says no kind of thing")
            raise Wrong(message % {"field": self.kind})
        return places.past(label, said)


@dataclass(frozen=True, slots=True)
class Former:
    """What a row was before a change."""

    with_passwords: bool

    def tell(self, value: Any, row: Row, names: Names) -> Any:
        """Return it with names where ids stand."""
        told = before.told(row["model"], value, names)
        if not self.with_passwords:
            told.pop(PASSWORD, None)
        return told

    def hear(self, said: Any, row: Row, places: Places) -> Any:
        """Return it with ids; a row that was deleted knows its own."""
        label, name = row["model"], as_name(row.get("row"))
        found = before.heard(label, said, places)
        if row.get("kind") == Change.Kind.DELETED:
            found["id"] = places.past(label, name)
            if is_key(name):
                found["key"] = int(name)
            if label == "people.person":
                found.setdefault(PASSWORD, NO_PASSWORD)
        return found


class Asked:
    """What a table was asked, by a saved view."""

    def tell(self, value: str, row: Row, names: Names) -> str:
        """Return it with keys where ids stand."""
        return parameters.told(value, names)

    def hear(self, said: Any, row: Row, places: Places) -> str:
        """Return it with ids."""
        heard = parameters.heard(plain_text(said), places)
        if len(heard) > 2000:
            raise Wrong(_("it has more than 2000 characters"))
        return heard


class Counted:
    """The name of a sequence of numbers; those of tasks name their project."""

    def tell(self, value: str, row: Row, names: Names) -> str | None:
        """Return it with the key of the project; nothing if there is none."""
        if not value.startswith(TASKS_OF):
            return value
        key = names.live("projects.project", int(value.removeprefix(TASKS_OF)))
        return f"{TASKS_OF}{key}" if key else None

    def hear(self, said: Any, row: Row, places: Places) -> str:
        """Return it with the id of the project."""
        name = plain_text(said)
        if len(name) > 64:
            raise Wrong(_("it has more than 64 characters"))
        if not name.startswith(TASKS_OF):
            return name
        key = name.removeprefix(TASKS_OF)
        return f"{TASKS_OF}{places.past('projects.project', key)}"


NO_PASSWORD = "!"


@dataclass(frozen=True, slots=True)
class Shape:
    """All fields of a table, in their order, the row's own name first."""

    table: Table
    columns: Sequence[Column]

    @property
    def label(self) -> str:
        """Which table it is."""
        return self.table.label

    @property
    def fields(self) -> frozenset[str]:
        """Return all names that a row may have in the file."""
        number = {"number"} if self.table.called_by == "number" else set()
        return frozenset(number | {column.name for column in self.columns})


def shape_of(
    table: Table, labels: frozenset[str], *, with_passwords: bool = False
) -> Shape:
    """Return the fields of a table; those of its model, save its database id."""
    make = partial(_column, table, labels, with_passwords=with_passwords)
    fields = table.model._meta.concrete_fields
    columns = [make(field) for field in fields if _is_told(table, field)]
    if not with_passwords:
        columns = [each for each in columns if each.name != PASSWORD]
    columns.sort(key=lambda column: column.name != "key")
    return Shape(table, columns)


def unsaid(shape: Shape) -> dict[str, Any]:
    """Return columns that the file says nothing of: nobody has a password yet."""
    said = {column.field.attname for column in shape.columns}
    if shape.label == "people.person" and PASSWORD not in said:
        return {PASSWORD: make_password(None)}
    return {}


def _is_told(table: Table, field: Field) -> bool:
    return not field.primary_key or table.label == "core.sequence"


def _column(
    table: Table, labels: frozenset[str], field: Field, *, with_passwords: bool
) -> Column:
    place = f"{table.label}.{field.attname}"
    name = _SPOKEN.get(place, _SPOKEN.get(field.attname, field.name))
    return Column(name, field, _way(place, field, labels, with_passwords))


# Ids without a foreign key: the file calls them by what they are.
_SPOKEN = {"subject_id": "subject", "core.change.row_id": "row"}


def _way(
    place: str,
    field: Field,
    labels: frozenset[str],
    with_passwords: bool,  # noqa: FBT001 - told from above
) -> Way:
    special: dict[str, Way] = {
        "core.change.row_id": Thing("model", labels),
        "core.change.before": Former(with_passwords),
        "core.sequence.name": Counted(),
        "planning.savedview.parameters": Asked(),
    }
    if place in special:
        return special[place]
    if field.attname == "subject_id":
        return Thing("subject_kind", labels)
    if field.name == "key":
        return Key()
    if isinstance(field, models.ForeignKey):
        return Reference(field.related_model._meta.label_lower)
    return Plain(codec_of(field))
