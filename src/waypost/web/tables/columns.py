"""What a table is: its columns, and the queries that its rows come from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from waypost.core.listing import Found, Order, Wanted
from waypost.people.models import Person
from waypost.web.tables.bulk import Bulk
from waypost.web.tables.narrowing import Narrower

Row = TypeVar("Row")
R_co = TypeVar("R_co", covariant=True)
# What every table's address holds beside its columns.
RESERVED = frozenset({"q", "sort", "columns", "page", "size", "view", "from"})
Value = str | int | float | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Parameters
    ----------
    name
        How the address calls it; `RESERVED` names are the table's own.
    label
        Its heading; lazily translated.
    cell
        What the page shows of a row, as HTML that is safe; see ``tables.cells``.
    value
        What a file gets: text, a number, a day; None leaves the cell empty.
    narrows
        By what it can be narrowed.
    sorts, falls_first
        Whether its heading sorts, and whether the first click sorts down.
    is_numeric
        Stands at the right, in tabular figures.
    is_shown
        Whether it is shown while nobody has chosen columns.
    is_name
        It names the row: always shown, first, and the heading of the row.
    css
        Classes of its cells, such as ``fit``.
    """

    name: str
    label: Any
    cell: Callable[[Row], str]
    value: Callable[[Row], Value]
    narrows: Narrower | None = None
    sorts: bool = True
    falls_first: bool = False
    is_numeric: bool = False
    is_shown: bool = True
    is_name: bool = False
    css: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """A filter that is one click away: a chip that sets parameters."""

    label: Any
    parameters: tuple[tuple[str, str], ...]


class Finds(Protocol):
    """The query that finds rows: which, in which order, how many in all."""

    def __call__(self, *, viewer: Person, today: date, wanted: Wanted) -> Found:
        """Return the ids of what is wanted."""


class Reads(Protocol[R_co]):
    """The query that reads the rows of ids, in their order, a fixed number of times."""

    def __call__(
        self, *, viewer: Person, today: date, ids: Sequence[int]
    ) -> Iterable[R_co]:
        """Return the rows."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table page.

    Parameters
    ----------
    name
        How saved views and files call it; never changes.
    title
        The caption, for readers.
    columns
        The first is the row's name.
    find, read
        The queries of the domain: ids of what is wanted, rows of ids.
    key, named
        A row's id, and what the box that selects it is called.
    count
        How many there are, in words: ``12 projects``.
    order
        The order while nobody sorts.
    opening
        What it opens with while nothing is asked, as an address: ``kind=open``.
    searches
        What the search looks into, as its placeholder; empty: there is no search.
    quick
        Chips beside the search.
    bulk
        What can be set for many rows at once; None: rows are not selected.
    """

    name: str
    title: Any
    columns: tuple[Column[Row], ...]
    find: Finds
    read: Reads[Row]
    key: Callable[[Row], int]
    named: Callable[[Row], str]
    count: Callable[[int], str]
    order: tuple[Order, ...]
    opening: str = ""
    searches: Any = ""
    quick: tuple[Quick, ...] = ()
    bulk: Bulk | None = None
    css: Callable[[Row], str] = lambda _row: ""

    def __post_init__(self) -> None:
        taken = sorted(RESERVED & {each.name for each in self.columns})
        if taken:
            message = f"an address means something else by {', '.join(taken)}"
            raise ValueError(message)

    def column(self, name: str) -> Column[Row] | None:
        """Return a column by its name."""
        return next((each for each in self.columns if each.name == name), None)

    @property
    def usual(self) -> tuple[str, ...]:
        """The columns that are shown while nobody has chosen."""
        return tuple(each.name for each in self.columns if each.is_shown)
