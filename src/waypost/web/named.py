"""Fields in which people are typed by name, where they are too many for a select."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waypost.people import queries
from waypost.people.models import Person
from waypost.people.queries import Option

FITTING = 50  # among so many the one who is meant is looked for
_ADDRESS = re.compile(r"<([^<>]+)>\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """Who may be named: those that `options` finds and those kept, `never` one."""

    viewer: Person
    options: Callable[..., list[Option]]
    kept: tuple[Person, ...] = ()
    never: int | None = None

    def meant(self, said: str) -> int:
        """Return whom a name, an address, or both as this writes them, mean.

        Raises
        ------
        ValidationError
            If it is nobody, or more than one.
        """
        inside = _ADDRESS.search(said)
        words = inside[1].strip() if inside else said
        known = [Option(each.pk, each.name, each.email) for each in self.kept]
        found = self.options(words=words, limit=FITTING)
        one = _the_one([*known, *found], words) if words else None
        if one is None and len(found) > 1:
            message = _("Several people fit “%(said)s”; give the e-mail address.")
            raise ValidationError(message % {"said": said})
        if one is None or one == self.never:
            message = _("Nobody to choose here is called “%(said)s”.")
            raise ValidationError(message % {"said": said})
        return one

    def written(self, pk: int) -> str:
        """Return how somebody is written, so that it means only them."""
        near = {each.pk: each for each in (*self.kept, self.viewer)}
        person = near.get(pk)
        if person is None:
            try:
                person = queries.person(viewer=self.viewer, pk=pk)
            except Person.DoesNotExist:
                return ""
        return f"{person.name} <{person.email}>"


class PersonField(forms.CharField):
    """One person; its value is their id, as that of the select it stands for."""

    def __init__(self, named: Named, *, like: forms.ChoiceField) -> None:
        address = f"{reverse('tables:people')}?as=address"
        super().__init__(
            required=like.required,
            label=like.label,
            help_text=like.help_text or gettext_lazy("Name or e-mail address."),
            max_length=500,
            widget=forms.TextInput({"data-offers": address, "autocomplete": "off"}),
        )
        self.named = named
        self.coerce = getattr(like, "coerce", str)

    def prepare_value(self, value: Any) -> Any:
        """Show an id as the person it means; what was typed stays."""
        is_id = str(value or "").isdecimal()
        return self.named.written(int(value)) if is_id else value

    def clean(self, value: Any) -> Any:
        """Return the id of the person who is meant."""
        said = " ".join(str(super().clean(value) or "").split())
        return self.coerce(str(self.named.meant(said))) if said else ""


class PeopleField(forms.CharField):
    """Several people, one on a line; its value is their ids."""

    def __init__(self, named: Named, *, like: forms.MultipleChoiceField) -> None:
        super().__init__(
            required=like.required,
            label=like.label,
            help_text=gettext_lazy("Names or e-mail addresses, one on a line."),
            max_length=20_000,
            widget=forms.Textarea({"rows": 3}),
        )
        self.named = named

    def prepare_value(self, value: Any) -> Any:
        """Show ids as the people they mean; what was typed stays."""
        if isinstance(value, str):
            return value
        return "\n".join(self.named.written(int(pk)) for pk in value or ())

    def clean(self, value: Any) -> list[str]:
        """Return the ids of all who are meant, each once."""
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        found = [str(self.named.meant(said)) for said in lines if said]
        return list(dict.fromkeys(found))


def _the_one(among: list[Option], words: str) -> int | None:
    """Return whom words name exactly, else the only one whom they fit."""
    same = words.casefold()
    for part in ("hint", "label"):
        exact = {e.value for e in among if getattr(e, part).casefold() == same}
        if len(exact) == 1:
            return int(exact.pop())
        if exact:
            return None
    everybody = {each.value for each in among if _fits(each, same)}
    return int(everybody.pop()) if len(everybody) == 1 else None


def _fits(option: Option, words: str) -> bool:
    text = f"{option.label} {option.hint}".casefold()
    return all(word in text for word in words.split())
