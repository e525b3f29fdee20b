"""What people choose to see of the map; all of it stands in the address."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from waypost.web.choices import Offered, offer
from waypost.web.strategy_map.addresses import names_in
from waypost.web.strategy_map.selection import Choice
from waypost.web.widgets import LongSelect

Options = Sequence[tuple[int, str]]
HEALTHS = [
    ("", _("Any health")),
    ("on_track", _("On track")),
    ("at_risk", _("At risk")),
    ("off_track", _("Off track")),
    ("no_data", _("No data")),
]


class _Given(BaseChoiceIterator):
    """Choices that are plain pairs: thousands need not be looked at one by one."""

    def __init__(self, pairs: Sequence[tuple[object, object]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[object, object]]:
        return iter(self.pairs)


class MapForm(forms.Form):
    """Filters of the map, from the address."""

    q = forms.CharField(label=_("Find on the map"), required=False, max_length=100)
    team = forms.TypedChoiceField(
        label=_("Team"), required=False, coerce=int, empty_value=None, widget=LongSelect
    )
    person = forms.TypedChoiceField(
        label=_("Person"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=LongSelect,
    )
    health = forms.ChoiceField(label=_("Health"), required=False, choices=HEALTHS)
    lone = forms.BooleanField(label=_("Only what has no link"), required=False)
    focus = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    closed = forms.CharField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any], *, teams: Options, people: Offered
    ) -> None:
        person = data.get("person", "")
        if people.are_many and person.isdecimal():
            # A link names people by number; where they are typed, by name.
            data = {**_plain(data), "person": people.named.written(int(person))}
        super().__init__(data, prefix=None, auto_id="map-%s")
        self._offer("team", _("All teams"), teams)
        if people.are_many:
            offer(self, "person", people)
            self.fields["person"].widget.attrs["placeholder"] = _("Everybody")
            self.fields["person"].help_text = ""
        else:
            self._offer("person", _("Everybody"), people.pairs)
        self.fields["q"].widget.attrs |= {
            "type": "search",
            "placeholder": _("Find on the map"),
            "data-key": "/",
            "data-key-label": _("Filter"),
            "autocomplete": "off",
        }

    def _offer(self, name: str, all_of_them: object, options: Options) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _Given([("", all_of_them), *options])

    @property
    def choice(self) -> Choice:
        """What is to be seen; what makes no sense is left out and said at its field."""
        self.is_valid()
        data = self.cleaned_data
        return Choice(
            words=data.get("q", ""),
            team=data.get("team"),
            person=data.get("person") or None,
            health=data.get("health", ""),
            lone=data.get("lone", False),
            focus=data.get("focus", ""),
            closed=_names(data.get("closed", "")),
            opened=_names(data.get("opened", "")),
        )


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an address says, each parameter once."""
    return {name: data[name] for name in data}


def _names(listed: str) -> frozenset[str]:
    return frozenset(names_in(listed))
