"""What is looked up by kind: a thing's model, who may see it, where its page is.

Also what hangs on a thing by its kind and id, where no foreign key leads to it: what
it is called elsewhere, what people say about it. It goes, and comes back, with the
thing.

A low app never imports a high one. What must be known of every kind of thing is put
here by the app that owns the kind (in its ``apps.py``) and by the pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that people see, such as ``okrs.keyresult``.

    `concerns` returns those that a person owns, runs or does.
    """

    model: type[models.Model]
    visible_to: Callable[[Any], models.QuerySet[Any]]
    concerns: Callable[[Any], models.QuerySet[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Hanger:
    """A model whose rows hang on things by ``subject_kind`` and ``subject_id``.

    `holds` says that undo leaves a thing standing on which somebody has hung one since.
    """

    model: type[models.Model]
    holds: bool

    def on(self, label: str, ids: Any) -> models.QuerySet[Any]:
        """Return the rows that hang on these things of one kind: ids, or a query."""
        return self.model._base_manager.filter(subject_kind=label, subject_id__in=ids)


_kinds: dict[str, Kind] = {}
_pages: dict[str, Callable[[Any], str]] = {}
_hangers: dict[str, Hanger] = {}


def label_of(thing: models.Model | type[models.Model]) -> str:
    """Return the name of a model, such as ``okrs.keyresult``."""
    return thing._meta.label_lower


def add_kind(
    model: type[models.Model],
    *,
    visible_to: Callable[[Any], models.QuerySet[Any]],
    concerns: Callable[[Any], models.QuerySet[Any]] | None = None,
) -> None:
    """Say who may see the rows of `model`, and whose they are.

    Both are functions from a person to a queryset.
    """
    _kinds[label_of(model)] = Kind(model, visible_to, concerns)


def add_hanger(model: type[models.Model], *, holds: bool = False) -> None:
    """Say that the rows of `model` hang on things; see `Hanger`."""
    _hangers[label_of(model)] = Hanger(model, holds)


def hangers() -> list[Hanger]:
    """Return what may hang on a thing."""
    return list(_hangers.values())


def add_page(model: type[models.Model], address: Callable[[Any], str]) -> None:
    """Say where the page of a row of `model` is."""
    _pages[label_of(model)] = address


def kind(label: str) -> Kind | None:
    """Return what is known of a kind, or nothing."""
    return _kinds.get(label)


def kinds() -> dict[str, Kind]:
    """Return what is known of every kind, by its name."""
    return dict(_kinds)


def page_of(thing: models.Model) -> str | None:
    """Return the address of a thing's page, if its kind has one."""
    address = _pages.get(label_of(thing))
    return None if address is None else address(thing)
