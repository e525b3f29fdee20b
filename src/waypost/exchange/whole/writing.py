"""Writing a whole organisation, line by line, as one moment has it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction

from waypost.core import db
from waypost.exchange.whole.columns import Shape, shape_of
from waypost.exchange.whole.names import Names, read_names
from waypost.exchange.whole.tables import TABLES, Table, tables
from waypost.exchange.whole.values import as_line

FORMAT, VERSION = "waypost-organisation", 1
CHUNK = 2_000
Tell = Callable[[int, int], None]


def lines(*, with_passwords: bool = False, tell: Tell | None = None) -> Iterator[str]:
    """Yield the lines of the document, without their ends.

    The same rows give the same lines, on every database. What it holds in memory is a
    name for each row, never the rows.
    """
    alias = db.SNAPSHOT
    found = tables(with_passwords=with_passwords)
    labels = frozenset(TABLES)
    with transaction.atomic(using=alias, savepoint=False):
        names = read_names(found, alias)
        counter = _Counter(tell, _count(found, alias) if tell else 0)
        yield "{"
        yield f'"format":"{FORMAT}",'
        yield f'"version":{VERSION},'
        yield f'"passwords":{"true" if with_passwords else "false"},'
        yield '"tables":{'
        for at, table in enumerate(found):
            shape = shape_of(table, labels, with_passwords=with_passwords)
            yield f'"{table.label}":['
            yield from _separated(_rows(shape, names, alias, counter))
            yield "]" if at == len(found) - 1 else "],"
        yield "}}"


def _separated(rows: Iterator[str]) -> Iterator[str]:
    """Put a comma after each row but the last."""
    last = next(rows, None)
    for row in rows:
        yield f"{last},"
        last = row
    if last is not None:
        yield last


def _rows(shape: Shape, names: Names, alias: str, counter: "_Counter") -> Iterator[str]:
    if shape.label == "core.sequence":
        yield from sorted(_told(shape, names, alias, counter))
    else:
        yield from _told(shape, names, alias, counter)


def _told(shape: Shape, names: Names, alias: str, counter: "_Counter") -> Iterator[str]:
    attnames = [column.field.attname for column in shape.columns]
    is_numbered = shape.table.called_by == "number"
    rows = shape.table.rows.using(alias)
    if shape.label == "core.change":
        rows = rows.filter(model__in=TABLES)
    for pk, *values in rows.values_list("pk", *attnames).iterator(chunk_size=CHUNK):
        counter.step()
        row = dict(zip(attnames, values, strict=True))
        said: dict[str, Any] = {}
        if is_numbered:
            said["number"] = names.of(shape.label, pk)
        for column, value in zip(shape.columns, values, strict=True):
            said[column.name] = column.tell(value, row, names)
        if shape.label != "core.sequence" or said["name"] is not None:
            yield as_line(said)


class _Counter:
    """Counts rows, and tells now and then."""

    def __init__(self, tell: Tell | None, total: int) -> None:
        self.tell, self.total, self.done = tell, total, 0

    def step(self) -> None:
        """Count one row."""
        self.done += 1
        if self.tell is not None and self.done % 500 == 0:
            self.tell(self.done, self.total)


def _count(found: Iterable[Table], alias: str) -> int:
    return sum(table.rows.using(alias).order_by().count() for table in found)
