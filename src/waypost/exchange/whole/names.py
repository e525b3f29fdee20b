"""What rows are called in the file: by their keys, never by a database's ids.

A row that history remembers and that is gone is called by the key that it had; one
of which no key is left, by ``gone-1``, ``gone-2`` …, as they are first met.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from waypost.core.models import Change
from waypost.exchange.whole.errors import Wrong
from waypost.exchange.whole.tables import NUMBERED, Table

Name = str | int
LARGEST_KEY = 2**63 - 1
LARGEST_NUMBER = 2**53
GONE = "gone-"


@dataclass(slots=True)
class Names:
    """The names of rows, by table and database id: for writing a file."""

    known: dict[str, dict[int, Name]]
    _gone: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, label: str, pk: int) -> Name:
        """Return what a row is called, one that is gone among them."""
        name = self.known.get(label, {}).get(pk)
        if name is not None:
            return name
        gone = self._gone[label]
        return gone.setdefault(pk, f"{GONE}{len(gone) + 1}")

    def live(self, label: str, pk: int) -> str | None:
        """Return the key of a row, if one is known at all."""
        name = self.known.get(label, {}).get(pk)
        return None if name is None else str(name)


def read_names(tables: Iterable[Table], alias: str) -> Names:
    """Return the names of all rows as one moment has them, gone ones among them."""
    known: dict[str, dict[int, Name]] = {}
    for table in tables:
        rows = table.model._base_manager.using(alias).order_by()
        if table.called_by == "key":
            pairs = rows.values_list("pk", "key").iterator()
            known[table.label] = {pk: str(key) for pk, key in pairs}
        elif table.called_by == "number":
            live = set(rows.values_list("pk", flat=True).iterator())
            known[table.label] = _numbers(table, live, alias)
    _add_gone(known, alias)
    return Names(known)


def _numbers(table: Table, live: set[int], alias: str) -> dict[int, Name]:
    """Number rows without a key in the order of their ids, gone ones between them."""
    changes = Change.objects.using(alias).filter(model=table.label).order_by()
    seen = live | set(changes.values_list("row_id", flat=True).iterator())
    return {pk: at for at, pk in enumerate(sorted(seen), start=1)}


def _add_gone(known: dict[str, dict[int, Name]], alias: str) -> None:
    gone = Change.objects.using(alias).filter(kind=Change.Kind.DELETED).order_by()
    rows = gone.values_list("model", "row_id", "before__key")
    for label, pk, key in rows.iterator():
        if key is not None and label in known:
            known[label].setdefault(pk, str(key))


@dataclass(slots=True)
class Places:
    """The ids that rows get, by table and name: for taking a file in."""

    ids: dict[str, dict[Name, int]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _gone: dict[str, dict[Name, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, label: str, name: Name, pk: int) -> bool:
        """Give a row its id; say no if another has its name."""
        ids = self.ids.setdefault(label, {})
        if name in ids:
            return False
        ids[name] = pk
        self.last[label] = max(self.last[label], pk)
        return True

    def of(self, label: str, name: object) -> int:
        """Return the id of a row that must stand in the file."""
        named = as_name(name)
        found = self.ids.get(label, {}).get(named)
        if found is None:
            message = _("it names %(table)s %(name)s, which is not in the file")
            raise Wrong(message % {"table": label, "name": _short(name)})
        return found

    def past(self, label: str, name: object) -> int:
        """Return the id of a row that may be gone."""
        named = as_name(name)
        if isinstance(named, int) is not (label in NUMBERED):
            message = (
                _("rows of %(table)s are named by a number")
                if label in NUMBERED
                else _("rows of %(table)s are named by a key in quotes")
            )
            raise Wrong(message % {"table": label})
        if isinstance(named, int):
            self.last[label] = max(self.last[label], named)
            return named
        found = self.ids.get(label, {}).get(named)
        if found is None:
            found = self._gone[label].get(named)
        if found is None:
            found = self.last[label] = self.last[label] + 1
            self._gone[label][named] = found
        return found


def as_name(said: object) -> Name:
    """Return a name as rows are found by; keys are text, numbers are numbers."""
    if isinstance(said, str) and (is_key(said) or _is_gone(said)):
        return said
    is_whole = isinstance(said, int) and not isinstance(said, bool)
    if is_whole and 0 < said < LARGEST_NUMBER:  # type: ignore[operator]  # an int
        assert isinstance(said, int)
        return said
    message = _("%(name)s is no key: keys are whole numbers in quotes")
    raise Wrong(message % {"name": _short(said)})


def is_key(said: object) -> bool:
    """Say whether this is a key as the file has it: a positive number, as text."""
    return (
        isinstance(said, str)
        and said.isascii()
        and said.isdecimal()
        and len(said) < 20
        and said[0] != "0"
        and int(said) <= LARGEST_KEY
    )


def _is_gone(said: str) -> bool:
    return said.startswith(GONE) and is_key(said.removeprefix(GONE))


def _short(said: object) -> str:
    text = repr(said)
    return text if len(text) <= 60 else f"{text[:57]}…"
