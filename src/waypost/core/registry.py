"""What is looked up by kind: a thing's model, who may see it, where its page is.

A low app never imports a high one. What must be known of every kind of thing is put
here by the app that owns the kind (in its ``apps.py``) and by the pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that people see, such as ``okrs.keyresult``."""

    model: type[models.Model]
    visible_to: Callable[[Any], models.QuerySet[Any]]


_kinds: dict[str, Kind] = {}
_pages: dict[str, Callable[[Any], str]] = {}


def label_of(thing: models.Model | type[models.Model]) -> str:
    """Return the name of a model, such as ``okrs.keyresult``."""
    return thing._meta.label_lower


def add_kind(
    model: type[models.Model], *, visible_to: Callable[[Any], models.QuerySet[Any]]
) -> None:
    """Say who may see the rows of `model`: a function from a person to a queryset."""
    _kinds[label_of(model)] = Kind(model, visible_to)


def add_page(model: type[models.Model], address: Callable[[Any], str]) -> None:
    """Say where the page of a row of `model` is."""
    _pages[label_of(model)] = address


def kind(label: str) -> Kind | None:
    """Return what is known of a kind, or nothing."""
    return _kinds.get(label)


def page_of(thing: models.Model) -> str | None:
    """Return the address of a thing's page, if its kind has one."""
    address = _pages.get(label_of(thing))
    return None if address is None else address(thing)
