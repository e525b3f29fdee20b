"""What can be set for many rows at once: a form in which every field may stay empty."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waypost.core.listing import Edited
from waypost.people import queries as people
from waypost.people.models import Person
from waypost.web.tables.narrowing import NONE, Asker, Option, clean
from waypost.web.tables.numbers import number_of
from waypost.web.widgets import DateInput, LongSelect, NumberInput

KEEP = object()  # what an empty field says
MOST = 5_000


class Applies(Protocol):
    """The action that changes many rows: one change set, rights asked row by row."""

    def __call__(
        self,
        *,
        actor: Person,
        now: datetime,
        ids: Collection[int],
        changes: dict[str, Any],
    ) -> Edited:
        """Change what may be changed, and name what was left."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """The form of the bar under a selection, and the action behind it.

    `allows` says whether a person is shown the bar at all.
    """

    form: type["BulkForm"]
    apply: Applies
    allows: Callable[[Person], bool] = lambda person: not person.is_viewer


class BulkForm(forms.Form):
    """Fields of which only those with something in them are changes."""

    def __init__(self, data: Any = None, *, asker: Asker) -> None:
        super().__init__(data, auto_id="bulk-%s", prefix="set")
        for field in self.fields.values():
            if isinstance(field, _Asking):
                field.ask(asker)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that changes nothing."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.changes():
            raise ValidationError(_("Choose what to set."))
        return data

    def changes(self) -> dict[str, Any]:
        """Return what was set, by field."""
        return {k: v for k, v in self.cleaned_data.items() if v is not KEEP}


class _Asking(forms.Field):
    """A field that asks in the name of somebody."""

    viewer: Person

    def ask(self, asker: Asker) -> None:
        """Take note of who asks."""
        self.viewer = asker.viewer


class _Pairs(BaseChoiceIterator):
    """Choices that are plain pairs already: Django looks at each for groups else."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


class SetOne(_Asking, forms.ChoiceField):
    """One of a list; `found` turns the choice into what the action takes."""

    def __init__(
        self,
        options: Callable[[Person], Sequence[Option]],
        found: Callable[[Person, Any], Any] = lambda _viewer, means: means,
        **rest: Any,
    ) -> None:
        super().__init__(required=False, widget=LongSelect(), **rest)
        self.options = options
        self.found = found

    def ask(self, asker: Asker) -> None:
        """Ask for the choices."""
        super().ask(asker)
        self.known = {each.value: each for each in asker.options(self.options)}
        labels = [(option.value, option.label) for option in self.known.values()]
        self.choices = _Pairs([("", _("Leave as it is")), *labels])

    def clean(self, value: Any) -> Any:
        """Return what the choice means."""
        chosen = super().clean(value)
        if not chosen:
            return KEEP
        return self.found(self.viewer, self.known[chosen].means)


class SetPerson(_Asking, forms.CharField):
    """A person by name or e-mail address; ``none`` for nobody."""

    def __init__(self, *, may_be_nobody: bool = True, **rest: Any) -> None:
        widget = forms.TextInput(
            {"data-offers": reverse_lazy("tables:people"), "autocomplete": "off"}
        )
        super().__init__(required=False, widget=widget, **rest)
        self.may_be_nobody = may_be_nobody

    def clean(self, value: Any) -> Any:
        """Return the one person who is meant."""
        said = clean(str(value or ""))
        if not said:
            return KEEP
        if said == NONE and self.may_be_nobody:
            return None
        if said == "me":
            return self.viewer
        found = people.people_named(viewer=self.viewer, words=said)
        exact = [each for each in found if each.label.casefold() == said.casefold()]
        one = exact if len(exact) == 1 else found
        if not one:
            raise ValidationError(_("Nobody has this name or address."))
        if len(one) > 1:
            message = _("%(count)d people are called so; give the e-mail address.")
            raise ValidationError(message % {"count": len(one)})
        return people.person(viewer=self.viewer, pk=one[0].value)


class SetDay(forms.DateField):
    """A day."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, widget=DateInput(), **rest)

    def clean(self, value: Any) -> Any:
        """Return the day."""
        found: date | None = super().clean(value)
        return KEEP if found is None else found


class SetNumber(forms.CharField):
    """A number within limits."""

    def __init__(
        self, *, low: float, high: float, is_whole: bool = False, **rest: Any
    ) -> None:
        super().__init__(required=False, widget=NumberInput(), **rest)
        self.low, self.high, self.is_whole = low, high, is_whole

    def clean(self, value: Any) -> Any:
        """Return the number."""
        said = str(value or "").strip()
        if not said:
            return KEEP
        number = number_of(said)
        if number is None or (self.is_whole and number != int(number)):
            raise ValidationError(_("Enter a number."))
        if not Decimal(str(self.low)) <= number <= Decimal(str(self.high)):
            message = _("Enter a number from %(low)s to %(high)s.")
            raise ValidationError(message % {"low": self.low, "high": self.high})
        return int(number) if self.is_whole else number


class SetWords(forms.CharField):
    """Text; ``none`` empties it."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, **rest)

    def clean(self, value: Any) -> Any:
        """Return the text."""
        said = super().clean(value)
        if not said:
            return KEEP
        return "" if said == NONE else said


class SetLabels(forms.CharField):
    """Labels, with commas between them."""

    def __init__(self, **rest: Any) -> None:
        hint = gettext_lazy("Commas between them.")
        super().__init__(required=False, **{"help_text": hint} | rest)

    def clean(self, value: Any) -> Any:
        """Return the labels."""
        said = super().clean(value)
        labels = tuple(filter(None, (clean(part) for part in said.split(","))))
        return labels or KEEP
