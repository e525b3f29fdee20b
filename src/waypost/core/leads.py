"""What shows what: from a row that changed to the things whose pages show it.

A reading stands on its metric's page, on those of the key results measured by it and,
rolled up, on those of objectives above. Each app says in its ``apps.py`` which column
of which table leads where; nothing else knows the way. Live pages follow it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from waypost.core import registry
from waypost.core.registry import label_of

Thing = tuple[str, int]  # a kind's name and a row's id, such as ("okrs.keyresult", 12)


@dataclass(frozen=True, slots=True)
class Lead:
    """Rows of `model` tie what `source` names to what `target` names.

    Attributes
    ----------
    model
        The table that is asked.
    origin, source
        The kind that leads somewhere, and the column that names it: ``id`` where it is
        the row itself.
    goal, target
        The kind that is led to, and the column that names it.
    moves
        The figures of the goal move with those of the origin. What people merely say
        is shown where it hangs and goes no such way.
    near
        Followed only from what was itself changed, not from what shows it.
    """

    model: type[models.Model]
    origin: str
    source: str
    goal: str
    target: str
    moves: bool = False
    near: bool = False


_leads: list[Lead] = []
_silent: set[str] = set()
_common: set[str] = set()
# Whose rights rest on rows of a model: the kind of person that they lead to.
_rights: dict[str, str] = {}
# Columns of a model on which the rights of anybody may rest.
_everybodys: dict[str, frozenset[str]] = {}


def add_part(model: type[models.Model], *columns: str, near: bool = False) -> None:
    """Say that rows of `model` are shown with what these foreign keys name."""
    for name in columns:
        _leads.append(_part(model, name, near=near))


def add_way(
    model: type[models.Model], source: str, target: str, *, moves: bool = True
) -> None:
    """Say that rows of `model` tie what one foreign key names to another's.

    ``pk`` names the row itself.
    """
    origin, column = _end(model, source)
    goal, end = _end(model, target)
    _leads.append(Lead(model, origin, column, goal, end, moves=moves))


def keep_silent(*kept: type[models.Model]) -> None:
    """Say that nobody is told of rows of these models."""
    _silent.update(map(label_of, kept))


def show_to_everybody(*shared: type[models.Model]) -> None:
    """Say that rows of these models are no kind of thing, and nobody's secret."""
    _common.update(map(label_of, shared))


def rest_rights_on(model: type[models.Model], person: str) -> None:
    """Say that what `person`, a foreign key, may see rests on rows of `model`."""
    _rights[label_of(model)], _column = _end(model, person)


def rest_everybodys_rights_on(model: type[models.Model], *columns: str) -> None:
    """Say that what many people may see rests on these columns of `model`."""
    _everybodys[label_of(model)] = frozenset(_end(model, each)[1] for each in columns)


def is_common(label: str) -> bool:
    """Whether rows of a model are shown to everybody."""
    return label in _common


def right_of(label: str) -> str | None:
    """Return the kind of person whose rights rest on rows of a model."""
    return _rights.get(label)


def is_everybodys_right(label: str, before: Mapping[str, Any] | None) -> bool:
    """Whether a change of a row may change what many people see."""
    return not _everybodys.get(label, frozenset()).isdisjoint(before or ())


def from_kinds(labels: Iterable[str]) -> list[Lead]:
    """Return the leads that begin at one of these kinds."""
    wanted = set(labels)
    return [lead for lead in _leads if lead.origin in wanted]


def through(label: str) -> list[Lead]:
    """Return the leads that rows of a model are part of, one for each column."""
    found = {
        lead.target: lead
        for lead in _leads
        if label_of(lead.model) == label and lead.target != "id"
    }
    return list(found.values())


def knows(label: str) -> bool:
    """Whether somebody said what becomes of a change of this model."""
    named = {end for lead in _leads for end in (lead.origin, lead.goal)}
    spoken_for = named | _silent | _common | _hanging()
    return label in spoken_for or registry.kind(label) is not None


def hangs(label: str) -> bool:
    """Whether rows of this model hang on things by kind and id."""
    return label in _hanging()


def _hanging() -> set[str]:
    return {label_of(hanger.model) for hanger in registry.hangers()}


def _part(model: type[models.Model], name: str, *, near: bool) -> Lead:
    goal, column = _end(model, name)
    return Lead(model, label_of(model), "id", goal, column, near=near)


def _end(model: type[models.Model], name: str) -> tuple[str, str]:
    """Return which kind a column names, and the column."""
    field = model._meta.get_field(name) if name != "pk" else model._meta.pk
    assert isinstance(field, models.Field)
    other = field.related_model
    if not isinstance(other, type):
        return label_of(model), field.attname
    return label_of(other), field.attname
