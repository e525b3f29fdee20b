"""Fields in which a thing is named, where there are too many of its kind for a select.

A person is named by name or address; what has a code by that or by words of its title.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

FITTING = 50  # among so many the one that is meant is looked for
OFFERED = 12
LONGEST = 200  # of what is looked for


@dataclass(frozen=True, slots=True)
class Thing:
    """What may be named: the `value` of a field, and how one speaks of it.

    `code` means this one alone: KR-12, or a person's address.
    """

    value: Any
    name: str
    code: str
    about: str = ""


class Finds(Protocol):
    """What finds the things of a kind that somebody may choose.

    A code finds what has it, before all that has it in its name.
    """

    def __call__(self, *, words: str = "", limit: int = 20) -> list[Thing]:
        """Return at most so many, in the order of a list to choose from."""


def _none(names: Collection[str]) -> set[str]:
    return set()


@dataclass(frozen=True, slots=True)
class Manner:
    """How the things of a kind are written and read.

    read      finds the code in what was typed
    full      how a thing is written so that it means only itself
    is_short  a name alone is enough, unless `shared` says that several bear it
    none      what is said of a name that fits nothing; `several`, that fits several
    hint      what may be typed; `hints`, where several things are named
    """

    read: re.Pattern[str]
    full: str
    none: Any
    several: Any
    hint: Any
    hints: Any
    is_short: bool = False
    shared: Callable[[Collection[str]], set[str]] = _none

    def written(self, things: Iterable[Thing]) -> list[str]:
        """Return how each is written."""
        listed = list(things)
        names = {each.name for each in listed} if self.is_short else set()
        shared = self.shared(names) if names else names
        return [
            each.name
            if not each.code or (self.is_short and each.name not in shared)
            else self.full.format(name=each.name, code=each.code)
            for each in listed
        ]


CODED = Manner(
    read=re.compile(r"^\s*(\S+) ·(?:\s|$)"),
    full="{code} · {name}",
    none=gettext_lazy("Nothing to choose here is called “%(said)s”."),
    several=gettext_lazy("Several fit “%(said)s”; give the code."),
    hint=gettext_lazy("Its code, or words of its title."),
    hints=gettext_lazy("Codes, or words of titles, one on a line."),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What may be named: what `find` finds and what is `kept`, `never` one.

    one      the thing of a field's value, as far as it is seen
    offers   the address that answers with what fits while one types
    exceeds  says whether there are more than so many, where that is quickly counted
    """

    find: Finds
    one: Callable[[Any], Thing | None]
    offers: str
    manner: Manner = CODED
    exceeds: Callable[[int], bool] = lambda _most: False
    kept: tuple[Thing, ...] = ()
    never: Any = None

    def meant(self, said: str) -> Any:
        """Return the value of what a name, a code, or both as this writes them, mean.

        Raises
        ------
        ValidationError
            If it is nothing, or more than one.
        """
        inside = self.manner.read.search(said)
        words = inside[1].strip() if inside else said
        found: list[Thing] = []
        if words:
            kept = (each for each in self.kept if _fits(each, words))
            found = [*kept, *self.find(words=words, limit=FITTING)]
        one = _the_one(found, words)
        if one is None and len(found) > 1:
            raise ValidationError(str(self.manner.several) % {"said": said})
        if one is None or one == self.never:
            raise ValidationError(str(self.manner.none) % {"said": said})
        return one

    def written(self, value: Any) -> str:
        """Return how the thing of a value is written, so that it means only that."""
        near = {str(each.value): each for each in self.kept}
        thing = near.get(str(value)) or self.one(value)
        return "" if thing is None else self.manner.written([thing])[0]


def offers(request: HttpRequest, named: Named) -> HttpResponse:
    """Answer what fits the words in ``q``, as the options of a list."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    inside = named.manner.read.search(words)
    asked = inside[1] if inside else words
    found = named.find(words=asked, limit=OFFERED) if asked else []
    listed = [each for each in found if each.value != named.never][:OFFERED]
    lines = zip(named.manner.written(listed), listed, strict=True)
    context = {"options": [(said, each.about) for said, each in lines]}
    return render(request, "tables/names.html#names", context)


class _Typed(str):
    """What somebody typed: shown again as it is, though it may look like a value."""

    __slots__ = ()


class NamedField(forms.CharField):
    """One thing by its name; its value is that of the select it stands for."""

    def __init__(self, named: Named, *, like: forms.ChoiceField) -> None:
        super().__init__(
            required=like.required,
            label=like.label,
            help_text=like.help_text or named.manner.hint,
            max_length=500,
            widget=forms.TextInput(
                {"data-offers": named.offers, "autocomplete": "off"}
            ),
        )
        self.named = named
        self.coerce = getattr(like, "coerce", str)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Tell what was typed from what the field held before."""
        return _Typed(data) if isinstance(data, str) else data

    def prepare_value(self, value: Any) -> Any:
        """Show a value as the thing it means; what was typed stays."""
        if isinstance(value, _Typed) or value in (None, ""):
            return value
        return self.named.written(value) or value

    def clean(self, value: Any) -> Any:
        """Return the value of what is meant."""
        said = " ".join(str(super().clean(value) or "").split())
        return self.coerce(str(self.named.meant(said))) if said else ""


class NamedsField(forms.CharField):
    """Several things, one on a line; its value is the list of their values."""

    def __init__(self, named: Named, *, like: forms.MultipleChoiceField) -> None:
        super().__init__(
            required=like.required,
            label=like.label,
            help_text=named.manner.hints,
            max_length=20_000,
            widget=forms.Textarea({"rows": 3}),
        )
        self.named = named

    def prepare_value(self, value: Any) -> Any:
        """Show values as the things they mean; what was typed stays."""
        if isinstance(value, str):
            return value
        return "\n".join(self.named.written(each) for each in value or ())

    def clean(self, value: Any) -> list[str]:
        """Return the values of all that are meant, each once."""
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        found = [str(self.named.meant(said)) for said in lines if said]
        return list(dict.fromkeys(found))


def _the_one(among: list[Thing], words: str) -> Any:
    """Return what words name exactly, else the only one among what they fit."""
    same = words.casefold()
    for part in ("code", "name"):
        exact = {e.value for e in among if getattr(e, part).casefold() == same}
        if len(exact) == 1:
            return exact.pop()
        if exact:
            return None
    everything = {each.value for each in among}
    return everything.pop() if len(everything) == 1 else None


def _fits(thing: Thing, words: str) -> bool:
    text = f"{thing.name} {thing.code}".casefold()
    return all(word in text for word in words.casefold().split())
