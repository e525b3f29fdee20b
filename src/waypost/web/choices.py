"""People, teams and calendars as the forms of several families offer them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import Http404

from waypost.people import queries
from waypost.people.models import Calendar, Person, Team
from waypost.people.queries import Option

Pairs = Sequence[tuple[Any, str]]
EMPTY = ("", "–")
MOST = 1000  # what a select can hold


def people_pairs(viewer: Person, *kept: Person | None, writes: bool = False) -> Pairs:
    """Return active people, and those who are chosen already; `writes`: no viewers."""
    found = queries.person_options(viewer=viewer, limit=MOST, is_owner=writes)
    pairs = _pairs(found)
    known = {value for value, _label in pairs}
    chosen = [each for each in kept if each is not None and each.pk not in known]
    return [*pairs, *((each.pk, each.name) for each in chosen)]


def team_pairs(viewer: Person) -> Pairs:
    """Return all teams."""
    return _pairs(queries.team_options(viewer=viewer))


def calendar_pairs(viewer: Person) -> Pairs:
    """Return all calendars, the default one first."""
    return queries.calendar_options(viewer=viewer)


def _pairs(options: Iterable[Option]) -> list[tuple[Any, str]]:
    """Return options with their hint where two have the same name."""
    listed = list(options)
    names = Counter(each.label for each in listed)
    return [
        (each.value, f"{each.label} ({each.hint})")
        if names[each.label] > 1 and each.hint
        else (each.value, each.label)
        for each in listed
    ]


def offer(form: forms.Form, name: str, pairs: Pairs, *, empty: Any = EMPTY) -> None:
    """Give a field of choices what it offers."""
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = [*([empty] if empty else []), *pairs]


def person_of(viewer: Person, pk: str) -> Person | None:
    """Return the person that a form names, or nobody."""
    try:
        return queries.person(viewer=viewer, pk=int(pk)) if pk else None
    except (Person.DoesNotExist, ValueError) as error:
        raise Http404 from error


def team_of(viewer: Person, pk: str) -> Team | None:
    """Return the team that a form names, or none."""
    try:
        return queries.team(viewer=viewer, pk=int(pk)) if pk else None
    except (Team.DoesNotExist, ValueError) as error:
        raise Http404 from error


def calendar_of(viewer: Person, pk: str) -> Calendar | None:
    """Return the calendar that a form names, or none."""
    try:
        return queries.calendar(viewer=viewer, pk=int(pk)) if pk else None
    except (Calendar.DoesNotExist, ValueError) as error:
        raise Http404 from error
