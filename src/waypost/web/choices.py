"""People, teams and calendars as the forms of several families offer them.

People, and whatever there may be thousands of, stand in a select while they are few. Of
more one types the name: no select holds ten thousand.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from waypost.core import memo
from waypost.people import queries
from waypost.people.models import Calendar, Person, Team
from waypost.people.queries import Option
from waypost.web.named import Manner, Named, NamedField, NamedsField, Thing

Pairs = Sequence[tuple[Any, str]]
EMPTY = ("", "–")
MOST = 300  # things that a select offers


class Options(Protocol):
    """A query of who may be chosen, by words of their names or addresses."""

    def __call__(self, *, words: str = "", limit: int = 20) -> list[Option]:
        """Return at most so many, by name."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers: all of it in `pairs`, or, of too much, what is named."""

    pairs: Pairs
    named: Named
    are_many: bool

    def without(self, value: Any) -> "Offered":
        """Return the same without one, which must not be chosen here."""
        left = [each for each in self.pairs if each[0] != value]
        return replace(self, pairs=left, named=replace(self.named, never=value))

    def __bool__(self) -> bool:
        return self.are_many or bool(self.pairs)


def to_choose(named: Named, label: Callable[[Thing], str]) -> Offered:
    """Return what a form offers: pairs of things and their labels while they are few.

    What is kept stands among them, though it could not be chosen now.
    """
    if named.exceeds(MOST) or len(found := named.find(limit=MOST + 1)) > MOST:
        return Offered((), named, are_many=True)
    known = {each.value for each in found}
    listed = [*found, *(each for each in named.kept if each.value not in known)]
    pairs = [(each.value, label(each)) for each in listed if each.value != named.never]
    return Offered(pairs, named, are_many=False)


def people_to_choose(
    viewer: Person,
    *kept: Person | None,
    writes: bool = False,
    options: Options | None = None,
) -> Offered:
    """Return active people, and those who are chosen already; `writes`: no viewers.

    `options` is asked instead where not everybody may be chosen.
    """
    ask = options or partial(queries.person_options, viewer=viewer, is_owner=writes)
    found = ask(limit=MOST + 1) if options else _people(viewer, writes=writes)
    chosen = tuple(_thing_of(each) for each in kept if each is not None)
    named = people_named(viewer, ask, writes=writes, kept=chosen)
    if len(found) > MOST:
        return Offered((), named, are_many=True)
    pairs = told_apart(found)
    known = {value for value, _label in pairs}
    more = [(each.value, each.name) for each in chosen if each.value not in known]
    return Offered([*pairs, *more], named, are_many=False)


def _people(viewer: Person, *, writes: bool) -> list[Option]:
    """Return the first people of a list to choose from: asked once in a request."""
    name = (__name__, viewer.pk, writes, MOST)
    found: list[Option] | None = memo.kept(name)
    if found is None:
        found = queries.person_options(viewer=viewer, is_owner=writes, limit=MOST + 1)
        memo.keep(name, found)
    return found


def people_named(
    viewer: Person,
    ask: Options | None = None,
    *,
    writes: bool = False,
    kept: tuple[Thing, ...] = (),
) -> Named:
    """Return how people are named in a field."""
    options = ask or partial(queries.person_options, viewer=viewer, is_owner=writes)
    known = {"as": "one"} | ({"writes": "1"} if writes else {})

    def find(*, words: str = "", limit: int = 20) -> list[Thing]:
        found = options(words=words, limit=limit)
        return [Thing(each.value, each.label, each.hint, each.hint) for each in found]

    def one(value: Any) -> Thing | None:
        if str(value) == str(viewer.pk):
            return _thing_of(viewer)
        try:
            return _thing_of(queries.person(viewer=viewer, pk=int(value)))
        except (Person.DoesNotExist, ValueError):
            return None

    manner = replace(PEOPLE, shared=partial(_shared, viewer))
    address = f"{reverse('tables:people')}?{urlencode(known)}"
    return Named(find=find, one=one, offers=address, manner=manner, kept=kept)


PEOPLE = Manner(
    read=re.compile(r"<([^<>]+)>\s*$"),
    full="{name} <{code}>",
    none=gettext_lazy("Nobody to choose here is called “%(said)s”."),
    several=gettext_lazy("Several people fit “%(said)s”; give the e-mail address."),
    hint=gettext_lazy("Name or e-mail address."),
    hints=gettext_lazy("Names or e-mail addresses, one on a line."),
    is_short=True,
)


def _thing_of(person: Person) -> Thing:
    return Thing(person.pk, person.name, person.email, person.email)


def _shared(viewer: Person, names: Collection[str]) -> set[str]:
    return queries.shared_names(viewer=viewer, names=names)


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
    form: forms.Form, name: str, offered: Pairs | Offered, *, empty: Any = EMPTY
) -> None:
    """Give a field of choices what it offers, or let things be named in its place."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    if not isinstance(offered, Offered):
        field.choices = [*([empty] if empty else []), *offered]
    elif not offered.are_many:
        field.choices = [*([empty] if empty else []), *offered.pairs]
    elif isinstance(field, forms.MultipleChoiceField):
        form.fields[name] = NamedsField(offered.named, like=field)
    else:
        form.fields[name] = NamedField(offered.named, like=field)


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
