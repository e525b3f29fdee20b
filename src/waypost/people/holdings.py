"""What a person can be answerable for, as the apps that keep such things say it.

A low app never imports a high one: each app names, in its ``apps.py``, the columns of
its models that hold a person. From that come the list on the person's page and handing
all of it over to somebody else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Holding:
    """One model whose rows name who answers for them.

    `columns` are the model's columns with what the person is there; `is_open` leaves
    out what is over. What `stays` names is listed, and not handed over with the rest:
    what somebody set for themselves.
    """

    model: type[models.Model]
    heading: Words
    columns: Mapping[str, Words]
    code_of: Callable[[Any], str]
    title_of: Callable[[Any], str]
    is_open: Q = field(default_factory=Q)
    stays: Q | None = None
    joined: tuple[str, ...] = ()


_holdings: list[Holding] = []
_of_teams: list[Holding] = []


def add(holding: Holding) -> None:
    """Tell of a model whose columns name a person."""
    _holdings.append(holding)


def add_of_team(holding: Holding) -> None:
    """Tell of a model whose column names a team."""
    _of_teams.append(holding)


def all_of_them() -> tuple[Holding, ...]:
    """Return what was told, in the order in which the apps are loaded."""
    return tuple(_holdings)


def of_teams() -> tuple[Holding, ...]:
    """Return what was told of teams."""
    return tuple(_of_teams)
