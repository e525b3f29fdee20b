"""A query that is built and compiled once, and from then on only asked.

To build a queryset and to compile it to SQL takes Django longer than the database takes
to answer: on a page of twenty questions it was half of the time. A question whose shape
never changes is therefore prepared::

    @prepared
    def _due(asker: Person, until: Any) -> QuerySet[Task]:
        return access.visible_tasks(asker).filter(due_on__lte=until)

    rows = _due(viewer, until=today)

The function runs once in a process for admins and once for the others. It gets
stand-ins, which hold in the SQL the places of what is given later: for the person one
with ``pk`` and ``is_admin``, for each further value a `Given`; a value whose name
begins with ``each_`` is many numbers, for ``…__in=``. None of them may be None.
Whatever else the function reads, such as the day, would be kept for ever: hand it in.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
_ASKER, _MANY = "asker", "each_"
_LARGEST = BigIntegerField.MAX_BIGINT


class Asks(Protocol):
    """Who asks: a person."""

    pk: Any

    @property
    def is_admin(self) -> bool:
        """Whether everything is shown to them."""


@dataclass(frozen=True, slots=True)
class _Asker:
    """The stand-in for who asks."""

    pk: "Given"
    is_admin: bool


class Given(Expression):
    """The stand-in for a value that is given whenever the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        if not self.name.startswith(_MANY):
            return "%s", [self]
        if connection.vendor == "postgresql":
            return "(SELECT unnest(%s::bigint[]))", [self]
        return "(SELECT value FROM json_each(%s))", [self]

    def filled(self, value: Any, connection: Any) -> Any:
        """Return a value as the database takes it."""
        if isinstance(value, int) and abs(value) > _LARGEST:
            return None  # no row has that number, and no database knows it
        if not self.name.startswith(_MANY):
            return connection.ops.adapt_unknown_value(value)
        if connection.vendor == "postgresql":
            return list(value)
        return json.dumps(list(value))


class _Compiled:
    """A queryset with its SQL, of which the values are still to come."""

    def __init__(self, found: QuerySet[Any, Any]) -> None:
        self.found = found
        self.compiler = found.query.get_compiler(using=found.db)
        self.sql = ""
        with suppress(EmptyResultSet):  # what can be nothing is not asked
            self.sql, self.params = self.compiler.as_sql()
            shown = self.compiler.select[: self.compiler.col_count]
            usual = self.compiler.get_converters([each[0] for each in shown])
            self.converters = {at: _swift(*each) for at, each in usual.items()}

    def ask(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows for these values."""
        if not self.sql:
            return []
        connection = connections[self.found.db]
        params = tuple(
            each.filled(values[each.name], connection)
            if isinstance(each, Given)
            else each
            for each in self.params
        )
        # A connection is a thread's own, and a queryset keeps its rows: both afresh.
        compiler, asked = copy(self.compiler), self.found.all()
        compiler.connection = connection
        vars(compiler).update(
            as_sql=lambda *_args, **_options: (self.sql, params),
            get_converters=lambda _columns: self.converters,
        )
        vars(asked.query).update(get_compiler=lambda *_args, **_options: compiler)
        return list(asked)


def _swift(converters: list[Any], column: Any) -> tuple[list[Any], Any]:
    """Return what turns a column's values into Python's, instants fast.

    Of SQLite each instant comes without its zone, and to give it one the way Django
    does takes longer than to read it: a page has thousands.
    """
    swift = [
        _aware(each) if each.__name__ == "convert_datetimefield_value" else each
        for each in converters
    ]
    return swift, column


def _aware(usual: Callable[..., Any]) -> Callable[..., Any]:
    def convert(value: Any, column: Any, connection: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is None:
            return value.replace(tzinfo=connection.timezone)
        return usual(value, column, connection)

    return convert


class prepared(Generic[Row]):
    """Make of a function that builds a queryset one that returns its rows."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._made: dict[bool, _Compiled] = {}

    def __call__(self, viewer: Asks | None = None, /, **values: Any) -> list[Row]:
        """Return the rows for these values; of what `viewer` is shown, if given."""
        key = viewer is not None and viewer.is_admin
        if key not in self._made:
            self._made[key] = _Compiled(self._queryset(viewer, values))
        who = {} if viewer is None else {_ASKER: viewer.pk}
        return self._made[key].ask({**values, **who})

    def _queryset(
        self, viewer: Asks | None, values: Mapping[str, Any]
    ) -> QuerySet[Any, Row]:
        stand_ins = {name: Given(name) for name in values}
        if viewer is None:
            return self._build(**stand_ins)
        return self._build(_Asker(Given(_ASKER), viewer.is_admin), **stand_ins)
