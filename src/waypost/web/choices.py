"""People, teams and calendars as the forms of several families offer them.

People stand in a select while they are few. Of more one types the name: no select holds
ten thousand.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from django import forms
from django.http import Http404

from waypost.people import queries
from waypost.people.models import Calendar, Person, Team
from waypost.people.queries import Option
from waypost.web.named import Named, PeopleField, PersonField

Pairs = Sequence[tuple[Any, str]]
EMPTY = ("", "–")
MOST = 300  # people whom a select offers


class Options(Protocol):
    """A query of who may be chosen, by words of their names or addresses."""

    def __call__(self, *, words: str = "", limit: int = 20) -> list[Option]:
        """Return at most so many, by name."""


@dataclass(frozen=True, slots=True)
class People:
    """Whom a form offers: all of them in `pairs`, or, of too many, who is typed."""

    pairs: Pairs
    named: Named
    are_many: bool

    def without(self, pk: int) -> "People":
        """Return the same without one, who must not be chosen here."""
        left = [each for each in self.pairs if each[0] != pk]
        return replace(self, pairs=left, named=replace(self.named, never=pk))


def people_to_choose(
    viewer: Person,
    *kept: Person | None,
    writes: bool = False,
    options: Options | None = None,
) -> People:
    """Return active people, and those who are chosen already; `writes`: no viewers.

    `options` is asked instead where not everybody may be chosen.
    """
    ask = options or partial(queries.person_options, viewer=viewer, is_owner=writes)
    found = ask(limit=MOST + 1)
    chosen = tuple(each for each in kept if each is not None)
    named = Named(viewer=viewer, options=ask, kept=chosen)
    if len(found) > MOST:
        return People((), named, are_many=True)
    pairs = told_apart(found)
    known = {value for value, _label in pairs}
    more = [(each.pk, each.name) for each in chosen if each.pk not in known]
    return People([*pairs, *more], named, are_many=False)


def team_pairs(viewer: Person) -> Pairs:
    """Return all teams."""
    return told_apart(queries.team_options(viewer=viewer))


def calendar_pairs(viewer: Person) -> Pairs:
    """Return all calendars, the default one first."""
    return queries.calendar_options(viewer=viewer)


def told_apart(options: Iterable[Option]) -> list[tuple[Any, str]]:
    """Return options with their hint where two have the same name."""
    listed = list(options)
    names = Counter(each.label for each in listed)
    return [
        (each.value, f"{each.label} ({each.hint})")
        if names[each.label] > 1 and each.hint
        else (each.value, each.label)
        for each in listed
    ]


def offer(
    form: forms.Form, name: str, offered: Pairs | People, *, empty: Any = EMPTY
) -> None:
    """Give a field of choices what it offers, or let people be typed in its place."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    if not isinstance(offered, People):
        field.choices = [*([empty] if empty else []), *offered]
    elif not offered.are_many:
        field.choices = [*([empty] if empty else []), *offered.pairs]
    elif isinstance(field, forms.MultipleChoiceField):
        form.fields[name] = PeopleField(offered.named, like=field)
    else:
        form.fields[name] = PersonField(offered.named, like=field)


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
