from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from waypost import sample
from waypost.people.models import Person
from waypost.search import indexing

# A Thursday, in the middle of a quarter and of a morning.
NOW = datetime.fromisoformat("2026-11-26T09:30:00+00:00")
TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Loaded:
    """The sample in the database, for as long as a test module runs."""

    admin: Person

    def person(self, key: str) -> Person:
        return Person.objects.get(email=f"{key}@ottersund.example")


@dataclass(frozen=True, slots=True)
class Kept:
    """All rows of a sample as the database gives them, table by table."""

    admin: int
    rows: dict[type[models.Model], list[tuple[Any, ...]]]


_kept: dict[tuple[datetime, str], Kept] = {}


@contextmanager
def loaded(now: datetime, *, size: str | None = None) -> Iterator[Loaded]:
    """Load the sample, and take it out again at the end.

    A sample of a size is loaded by the actions once in each process, and then only
    copied.
    """
    with transaction.atomic():
        admin = sample.load(now=now) if size is None else _copied(now, size)
        # PostgreSQL would check each row's foreign keys at the end of every test.
        connection.check_constraints()
        yield Loaded(admin)
        transaction.set_rollback(True)


def _copied(now: datetime, size: str) -> Person:
    kept = _kept.get((now, size))
    if kept is not None:
        _write(kept)
        return Person.objects.get(pk=kept.admin)
    empty = [model for model in _tables() if not model._base_manager.exists()]
    admin = sample.load(now=now, size=size)
    rows = {model: found for model in empty if (found := _read(model))}
    _kept[now, size] = Kept(admin.pk, rows)
    return admin


def _tables() -> list[type[models.Model]]:
    """Return the models with a table, but for the index, which is made anew."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label != "search"
    ]


def _names(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    return ", ".join(quote(str(f.column)) for f in model._meta.concrete_fields)


def _read(model: type[models.Model]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {_names(model)} FROM "{model._meta.db_table}"')
        return [tuple(row) for row in cursor.fetchall()]


def _write(kept: Kept) -> None:
    with connection.cursor() as cursor:
        for model, rows in kept.rows.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(
                f'INSERT INTO "{model._meta.db_table}" ({_names(model)})'
                f" VALUES ({places})",
                rows,
            )
    indexing.fill()
