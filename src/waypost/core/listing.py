"""What a list is asked for, and how a queryset or rows in memory answer.

A table asks its query with a `Wanted`. The query narrows, orders and cuts with the
helpers here: in SQL where the column is one, in memory where it is a figure.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils import timezone

Row = TypeVar("Row", bound=models.Model)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class OneOf:
    """Is one of these values; None among them: nothing is set."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Lies between two values, both included; None leaves a side open."""

    low: Any = None
    high: Any = None


@dataclass(frozen=True, slots=True)
class Saying:
    """Holds all of these words."""

    words: str


Narrowing = OneOf | Between | Saying
Field = str | Callable[[Narrowing], Q]
Searched = Sequence[str] | Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class Order:
    """One column to sort by. What has no value stands last in both directions."""

    column: str
    is_falling: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, in which order, and how many of them from where.

    `only` narrows by column; `ids` to rows that were chosen by hand.
    """

    words: str = ""
    only: Mapping[str, Narrowing] = field(default_factory=dict)
    order: tuple[Order, ...] = ()
    first: int = 0
    count: int | None = None
    ids: Collection[int] | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out, but for what stands on other pages."""
        return bool(self.words or self.only) or self.ids is not None

    def cut(self, found: Sequence[Item]) -> list[Item]:
        """Return the part that is wanted of all that was found."""
        end = None if self.count is None else self.first + self.count
        return list(found[self.first : end])

    def names(self, columns: Collection[str]) -> bool:
        """Whether any of `columns` narrows or orders."""
        return any(name in columns for name in self.only) or any(
            each.column in columns for each in self.order
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the rows to show, in order, and how many there are in all."""

    ids: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Left:
    """A row that an edit of many left as it was, and why."""

    code: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit of many rows did; what it may not touch is left as it was."""

    changed: int
    same: int = 0
    left: tuple[Left, ...] = ()


def find(
    rows: QuerySet[Row],
    wanted: Wanted,
    *,
    fields: Mapping[str, Field],
    orders: Mapping[str, str | Sequence[str]],
    searched: Searched = (),
) -> Found:
    """Return the ids of the wanted page of a queryset: two queries, one for all.

    Parameters
    ----------
    rows
        What the viewer may see.
    fields
        By column, the path that its filter looks at, or what makes a condition of it.
    orders
        By column, the path or paths that it sorts by.
    searched
        The lookups that each word of the search must hit one of, such as
        ``title__icontains``, or what makes a condition of a word.
    """
    found = narrowed(rows, wanted, fields=fields, searched=searched)
    ordered = found.order_by(*ordering(rows.model, wanted.order, orders))
    ids = ordered.values_list("pk", flat=True)
    if wanted.count is None:
        listed = tuple(ids)
        return Found(listed[wanted.first :], len(listed))
    total = found.order_by().count()
    end = wanted.first + wanted.count
    return Found(tuple(ids[wanted.first : end]) if total else (), total)


def narrowed(
    rows: QuerySet[Row],
    wanted: Wanted,
    *,
    fields: Mapping[str, Field],
    searched: Searched = (),
) -> QuerySet[Row]:
    """Return the rows that match; columns that `fields` does not know are left out."""
    if wanted.ids is not None:
        rows = rows.filter(pk__in=list(wanted.ids))
    for name, narrowing in wanted.only.items():
        if name in fields:
            rows = rows.filter(_condition(rows.model, fields[name], narrowing))
    for word in wanted.words.split():
        rows = rows.filter(_hit(searched, word))
    return rows


def _hit(searched: Searched, word: str) -> Q:
    if callable(searched):
        return searched(word)
    hit = Q()
    for path in searched:
        hit |= Q(**{path: word})
    return hit


def ordering(
    model: type[models.Model],
    order: Iterable[Order],
    orders: Mapping[str, str | Sequence[str]],
) -> list[OrderBy | str]:
    """Return what ``order_by`` takes; the id comes last, so that pages do not mix."""
    terms: list[OrderBy | str] = []
    for each in order:
        paths = orders.get(each.column, ())
        for path in (paths,) if isinstance(paths, str) else paths:
            terms.append(_term(model, path, is_falling=each.is_falling))
    return [*terms, "pk"]


def _term(model: type[models.Model], path: str, *, is_falling: bool) -> OrderBy:
    # Only where it matters: said of a column that is never null, it costs the index.
    last = True if _may_be_null(model, path) else None
    term = F(path)
    return term.desc(nulls_last=last) if is_falling else term.asc(nulls_last=last)


def _may_be_null(model: type[models.Model], path: str) -> bool:
    here: Any = model
    for name in path.split("__"):
        try:
            found = here._meta.get_field(name)
        except FieldDoesNotExist:  # an annotation
            return True
        if found.null:
            return True
        here = found.related_model
    return False


def _condition(model: type[models.Model], target: Field, narrowing: Narrowing) -> Q:
    if not isinstance(target, str):
        return target(narrowing)
    if isinstance(narrowing, OneOf):
        known = [value for value in narrowing.values if value is not None]
        hit = Q(**{f"{target}__in": known}) if known else Q(pk__in=[])
        return (
            hit | Q(**{f"{target}__isnull": True}) if None in narrowing.values else hit
        )
    if isinstance(narrowing, Saying):
        hit = Q()
        for word in narrowing.words.split():
            hit &= Q(**{f"{target}__icontains": word})
        return hit
    hit = Q()
    for suffix, value in (("gte", narrowing.low), ("lte", narrowing.high)):
        if value is not None:
            hit &= Q(**{f"{target}__{suffix}": value})
    return hit


def within_days(path: str) -> Callable[[Narrowing], Q]:
    """Return the condition that an instant lies on one of the wanted local days."""

    def condition(narrowing: Narrowing) -> Q:
        if isinstance(narrowing, OneOf):
            return Q(**{f"{path}__isnull": None in narrowing.values})
        assert isinstance(narrowing, Between)
        hit = Q()
        if narrowing.low is not None:
            hit &= Q(**{f"{path}__gte": _morning(narrowing.low)})
        if narrowing.high is not None:
            hit &= Q(**{f"{path}__lt": _morning(narrowing.high + timedelta(days=1))})
        return hit

    return condition


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def fits(value: Any, narrowing: Narrowing) -> bool:
    """Say whether a value in memory is one that is wanted.

    >>> fits(0.4, Between(low=0.3)), fits(None, Between(low=0.3))
    (True, False)
    >>> fits(None, OneOf((None, 3))), fits("Sea and land", Saying("land sea"))
    (True, True)
    """
    if isinstance(narrowing, OneOf):
        return value in narrowing.values
    if value is None:
        return False
    if isinstance(narrowing, Saying):
        text = str(value).casefold()
        return all(word in text for word in narrowing.words.casefold().split())
    above = narrowing.low is None or value >= narrowing.low
    return above and (narrowing.high is None or value <= narrowing.high)


def in_order(
    rows: Iterable[Item],
    order: Sequence[Order],
    keys: Mapping[str, Callable[[Item], Any]],
) -> list[Item]:
    """Sort rows in memory by several columns; None stands last in both directions.

    >>> in_order([2, None, 3], [Order("size", is_falling=True)], {"size": lambda n: n})
    [3, 2, None]
    """
    listed = list(rows)
    for each in reversed(order):
        key = keys.get(each.column)
        if key is None:
            continue
        valued = [(key(row), row) for row in listed]
        known = [pair for pair in valued if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=each.is_falling)
        listed = [row for _value, row in known]
        listed += [row for value, row in valued if value is None]
    return listed
