"""What an address asks of a table, and the address of what is asked.

Reading never fails: what is wrong is left out and named. ``parameters`` spells what
was read in one way only, so that a saved view can be told from a changed one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from waypost.core.listing import Order, Wanted
from waypost.web.tables.columns import RESERVED, Column, Table
from waypost.web.tables.narrowing import Asker, Given, Read, clean

SIZES = (25, 50, 100)
USUAL_SIZE = 50
MOST_ORDERS = 3
LAST_PAGE = 1_000_000
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, filters, order, columns and place; `problems` names what was wrong.

    `began` is the saved view it began with, ``none`` if it was to be none.
    """

    words: str = ""
    filters: Mapping[str, Read] = field(default_factory=dict)
    order: tuple[Order, ...] = ()
    columns: tuple[str, ...] = ()
    page: int = 1
    size: int = USUAL_SIZE
    began: str = ""
    kept: Pairs = ()
    problems: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.filters)

    def wanted(self) -> Wanted:
        """Return what the query is asked for."""
        return Wanted(
            words=self.words,
            only={
                name: read.wanted
                for name, read in self.filters.items()
                if read.wanted is not None
            },
            order=self.order,
            first=(self.page - 1) * self.size,
            count=self.size,
        )


def read(
    table: Table[Any], given: QueryDict, asker: Asker, *, known: Sequence[str] = ()
) -> Asked:
    """Read an address; `known` are parameters of the page itself, which are kept."""
    lists: Given = {name: values for name, values in given.lists() if "\0" not in name}
    problems: list[str] = []
    filters = _filters(table, lists, asker, problems)
    asked = Asked(
        words=clean((lists.get("q") or [""])[-1]),
        filters=filters,
        order=_order(table, lists, problems),
        columns=_columns(table, lists, problems),
        page=_whole(lists, "page", 1, problems, most=LAST_PAGE),
        size=_size(lists, problems),
        began=clean((lists.get("from") or [""])[-1]),
        kept=tuple((name, clean(v)) for name in known for v in lists.get(name, ())),
    )
    taken = {*RESERVED, *known}
    for column in table.columns:
        if column.narrows is not None:
            taken |= set(column.narrows.names(column.name))
    problems += [
        _("“%(name)s” is no filter of this table") % {"name": clean(name) or "?"}
        for name in lists
        if name not in taken
    ]
    return replace(asked, problems=tuple(dict.fromkeys(problems)))


def parameters(table: Table[Any], asked: Asked, *, paged: bool = False) -> Pairs:
    """Return what was asked in the one way an address spells it."""
    pairs: list[tuple[str, str]] = list(asked.kept)
    if asked.words:
        pairs.append(("q", asked.words))
    for column in table.columns:
        found = asked.filters.get(column.name)
        pairs += found.parameters if found else ()
    if asked.order != table.order:
        pairs.append(("sort", ",".join(_spelled(each) for each in asked.order)))
    if asked.columns != table.usual:
        pairs.append(("columns", ",".join(asked.columns)))
    if asked.size != USUAL_SIZE:
        pairs.append(("size", str(asked.size)))
    if paged and asked.page > 1:
        pairs.append(("page", str(asked.page)))
    return tuple(pairs)


def address(table: Table[Any], asked: Asked, *, paged: bool = False) -> str:
    """Return the query of an address, with its question mark.

    The view that was begun with stays named, so that it can be written over.
    """
    return f"?{urlencode(carried(table, asked, paged=paged))}"


def carried(table: Table[Any], asked: Asked, *, paged: bool = False) -> Pairs:
    """Return the parameters with the view that was begun with."""
    pairs = parameters(table, asked, paged=paged)
    return (*pairs, ("from", asked.began)) if asked.began else pairs


def changed(asked: Asked, **values: Any) -> Asked:
    """Return what is asked with something changed, from the first page on."""
    return replace(asked, **{"page": 1} | values)


def without(asked: Asked, column: str) -> Asked:
    """Return what is asked without one filter."""
    left = {name: each for name, each in asked.filters.items() if name != column}
    return changed(asked, filters=left)


def _filters(
    table: Table[Any], lists: Given, asker: Asker, problems: list[str]
) -> dict[str, Read]:
    found = {}
    for column in table.columns:
        if column.narrows is None:
            continue
        if not any(name in lists for name in column.narrows.names(column.name)):
            continue
        each = column.narrows.read(column.name, lists, asker)
        problems += [
            _("%(column)s: %(problem)s") % {"column": column.label, "problem": problem}
            for problem in each.problems
        ]
        if each.parameters:
            found[column.name] = replace(each, problems=())
    return found


def _order(table: Table[Any], lists: Given, problems: list[str]) -> tuple[Order, ...]:
    orders: dict[str, Order] = {}
    for name in _names(lists, "sort"):
        plain = name.removeprefix("-")
        column = table.column(plain)
        if column is None or not column.sorts:
            problems.append(_("it cannot be sorted by “%(name)s”") % {"name": plain})
        else:
            orders.setdefault(plain, Order(plain, is_falling=name.startswith("-")))
    return tuple(orders.values())[:MOST_ORDERS] or table.order


def _columns(table: Table[Any], lists: Given, problems: list[str]) -> tuple[str, ...]:
    """Return the chosen columns in the order that was given, names first."""
    asked = list(dict.fromkeys(_names(lists, "columns")))
    if not asked:
        return table.usual
    known = {column.name for column in table.columns}
    problems += [
        _("there is no column “%(name)s”") % {"name": name}
        for name in asked
        if name not in known
    ]
    names = [column.name for column in table.columns if column.is_name]
    chosen = [name for name in asked if name in known and name not in names]
    return (*names, *chosen) if chosen or set(asked) & set(names) else table.usual


def _size(lists: Given, problems: list[str]) -> int:
    size = _whole(lists, "size", USUAL_SIZE, problems)
    if size not in SIZES:
        problems.append(_("a page has 25, 50 or 100 rows"))
        return USUAL_SIZE
    return size


def _whole(
    lists: Given, name: str, otherwise: int, problems: list[str], most: int = 1_000
) -> int:
    said = clean((lists.get(name) or [""])[-1])
    if not said:
        return otherwise
    if said.isascii() and said.isdecimal() and 0 < int(said[:12]) <= most:
        return int(said[:12])
    problems.append(
        _("%(name)s: “%(value)s” is no number that fits")
        % {"name": name, "value": said}
    )
    return otherwise


def _names(lists: Given, name: str) -> Iterable[str]:
    parts = (part for value in lists.get(name, ()) for part in value.split(","))
    return filter(None, map(clean, parts))


def _spelled(order: Order) -> str:
    return f"-{order.column}" if order.is_falling else order.column


def spelled(order: Sequence[Order]) -> str:
    """Return an order as the address spells it."""
    return ",".join(map(_spelled, order))


def heading(table: Table[Any], asked: Asked) -> list[Column[Any]]:
    """Return the columns to show, in their order."""
    found = (table.column(name) for name in asked.columns)
    return [column for column in found if column is not None]
