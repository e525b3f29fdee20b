"""Taking a whole organisation in: looked through first, then all of it or nothing.

The first reading checks that the document is one, that each row has its fields, and
that no key stands twice; it gives each row the id that it will have, in the order of
the file. The second writes, in one transaction, checking each value and reference.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DatabaseError, IntegrityError, connections, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from waypost.core import bulk, db, graphs, memo
from waypost.core.models import Sequence as Numbers
from waypost.exchange.whole import circles
from waypost.exchange.whole.columns import Shape, shape_of, unsaid
from waypost.exchange.whole.document import Document, opened
from waypost.exchange.whole.errors import NotEmpty, NotThisFile, Wrong
from waypost.exchange.whole.names import Places, is_key
from waypost.exchange.whole.tables import TABLES, tables
from waypost.okrs.models import KeyResult, Metric, Objective
from waypost.people.models import Organisation, Person
from waypost.projects.models import Task

BATCH = 2_000
Tell = Callable[[int, int], None]
Row = dict[str, Any]


@dataclass(slots=True)
class Taken:
    """What was taken in: rows by table, and whether people can sign in."""

    rows: dict[str, int] = field(default_factory=dict)
    has_passwords: bool = False

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return sum(self.rows.values())


def require_empty() -> None:
    """Refuse an installation that holds anything.

    Raises
    ------
    NotEmpty
        If a table of the export has a row.
    """
    for table in tables(with_passwords=False):
        if table.model._base_manager.exists():
            message = _(
                "This installation holds something already (%(table)s); a whole"
                " organisation comes into an empty one. Set WAYPOST_DATA_DIR or"
                " WAYPOST_DATABASE_URL to another, run `waypost init`, then import."
            )
            raise NotEmpty(message % {"table": table.label})


def take(path: Path, tell: Tell | None = None) -> Taken:
    """Take in a file, into an empty installation.

    `tell` hears how much of the file is behind us, in bytes, twice its size in all.

    Raises
    ------
    NotEmpty
        If there is something here already.
    NotThisFile
        If anything is wrong with it; nothing is written then.
    """
    require_empty()
    places = Places()
    with opened(path, _half(tell, 0)) as document:
        taken = _look_through(document, places)
    with db.lean(), transaction.atomic():
        graphs.lock("organisation")  # two at once take turns
        require_empty()
        with opened(path, _half(tell, 1)) as document:
            _write(document, places)
        _require_whole()
        _go_on_counting(places)
    memo.forget()
    _analyze()
    return taken


def _half(tell: Tell | None, which: int) -> Tell | None:
    if tell is None:
        return None
    heard = tell
    return lambda done, size: heard(which * size + done, 2 * size)


def _shapes(document: Document) -> Iterator[Shape]:
    """Yield the shape of each table of the document, in its order."""
    known = {t.label: t for t in tables(with_passwords=document.is_with_passwords)}
    for label in document.tables():
        if label not in known:
            raise document.wrong(
                _(
                    "this Waypost has no such table; the file comes from a newer one,"
                    " or is no export"
                )
            )
        yield shape_of(
            known[label],
            frozenset(TABLES),
            with_passwords=document.is_with_passwords,
        )


def _look_through(document: Document, places: Places) -> Taken:
    taken = Taken(has_passwords=document.is_with_passwords)
    for shape in _shapes(document):
        count = 0
        fields = shape.fields
        for count, row in enumerate(document.rows(), start=1):
            if not row.keys() <= fields:
                unknown = min(row.keys() - fields)
                document.refuse(_("it has no “%(name)s”") % {"name": unknown[:60]})
            _name(document, shape, row, (places, count))
        taken.rows[shape.label] = count
    return taken


def _name(document: Document, shape: Shape, row: Row, at: tuple[Places, int]) -> None:
    """Give a row its id: its place in the file, or the number that it says."""
    places, count = at
    called_by = shape.table.called_by
    if not called_by:
        places.last[shape.label] = count
        return
    name = row.get(called_by)
    if called_by == "key" and not is_key(name):
        raise document.wrong(_("key: a whole number in quotes is needed, 1 to 2⁶³ − 1"))
    if called_by == "number":
        _require_number(document, name, places.last[shape.label])
    assert isinstance(name, str | int)
    if not places.add(shape.label, name, name if isinstance(name, int) else count):
        document.refuse(_("another row has the key %(key)s") % {"key": name})


def _require_number(document: Document, name: object, last: int) -> None:
    is_whole = isinstance(name, int) and not isinstance(name, bool)
    if not is_whole or not last < name < 2**53:  # type: ignore[operator]  # an int
        raise document.wrong(_("number: it must rise from row to row, from 1"))


def _write(document: Document, places: Places) -> None:
    for shape in _shapes(document):
        fields = [column.field for column in shape.columns]
        more = unsaid(shape)
        if shape.label != "core.sequence":
            fields.insert(0, shape.table.model._meta.pk)
        fields += [_field(shape, name) for name in more]
        writer = _Writer(document, shape.table.model, fields)
        extra = tuple(more.values())
        for count, row in enumerate(document.rows(), start=1):
            writer.add((*_heard(document, shape, row, (places, count)), *extra))
            if extra:
                extra = tuple(unsaid(shape).values())
        writer.flush()


def _field(shape: Shape, name: str) -> bulk.Field:
    found = shape.table.model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def _heard(
    document: Document, shape: Shape, row: Row, at: tuple[Places, int]
) -> Iterable[Any]:
    places, count = at
    called_by = shape.table.called_by
    if called_by:
        yield places.of(shape.label, row[called_by])
    elif shape.label != "core.sequence":
        yield count
    for column in shape.columns:
        try:
            yield column.hear(row, places)
        except Wrong as error:
            document.refuse(f"{column.name}: {error}")


class _Writer:
    """Inserts rows in batches; of a batch that is refused, it names the row."""

    def __init__(
        self,
        document: Document,
        model: type[models.Model],
        fields: Sequence[bulk.Field],
    ) -> None:
        self.document, self.model, self.fields = document, model, fields
        self.rows: list[tuple[Any, ...]] = []
        self.places: list[str] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Take a row; write when there are enough."""
        self.rows.append(row)
        self.places.append(self.document.place)
        if len(self.rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        try:
            self._insert(self.rows)
        except (DatabaseError, OverflowError):
            self._insert_singly()
            raise
        self.rows.clear()
        self.places.clear()

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        with transaction.atomic():
            bulk.insert_values(self.model, self.fields, rows)

    def _insert_singly(self) -> None:
        for place, row in zip(self.places, self.rows, strict=True):
            try:
                self._insert([row])
            except (DatabaseError, OverflowError) as error:
                self.document.place = place
                raise self.document.wrong(_rule(self.model, error)) from error


def _rule(model: type[models.Model], error: Exception) -> str:
    """Return the sentence of the rule that a row breaks, else the database's words."""
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    for rule in model._meta.constraints:
        if rule.name in said:
            sentence = str(rule.get_violation_error_message()).rstrip(".")
            return f"{sentence} ({rule.name})"
    if isinstance(error, IntegrityError) and "unique" in said.lower():
        return _("another row has the same (%(what)s)") % {"what": said}
    return _("the database refuses it (%(what)s)") % {"what": said}


def _require_whole() -> None:
    """Look at what no single row shows."""
    if Organisation.objects.count() != 1:
        raise _nothing(
            _("people.organisation: a file holds one organization, in one row.")
        )
    if not Person.objects.filter(role=Person.Role.ADMIN, is_active=True).exists():
        raise _nothing(
            _("people.person: nobody is an active admin, so nobody could go on.")
        )
    found = next(circles.circles(), None)
    if found is not None:
        message = _("%(table)s: a chain of rows leads back to where it began.")
        raise _nothing(message % {"table": found})


def _nothing(why: str) -> NotThisFile:
    return NotThisFile(_("%(why)s Nothing was imported.") % {"why": why})


def _go_on_counting(places: Places) -> None:
    """Let new rows and numbers follow those of the file and of its history."""
    for name, model in (("O", Objective), ("KR", KeyResult), ("M", Metric)):
        _lift(name, model.objects.aggregate(last=Max("number"))["last"])
    tasks = Task.objects.order_by().values("project_id").annotate(last=Max("number"))
    for project, last in tasks.values_list("project_id", "last").iterator():
        _lift(f"task:{project}", last)
    for table in tables(with_passwords=True):
        last = places.last.get(table.label, 0)
        if last and table.label != "core.sequence":
            _begin_after(table.model, last)


def _lift(name: str, last: int | None) -> None:
    """Put a sequence of numbers at least where its things are."""
    if last is None:
        return
    if not Numbers.objects.filter(name=name, last__gte=last).exists():
        Numbers.objects.update_or_create(name=name, defaults={"last": last})


def _begin_after(model: type[models.Model], last: int) -> None:
    connection = connections["default"]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
            cursor.execute(sql, [connection.ops.quote_name(table), last])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
        cursor.execute(sql, [table, last])


def _analyze() -> None:
    """Let the database look at what has come, so that it searches well from now on."""
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")
