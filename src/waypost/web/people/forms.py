"""What is typed about people and contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import ContactTerms
from waypost.people.models import Calendar, Person
from waypost.web.choices import Offered, Pairs, offer
from waypost.web.widgets import NumberInput, Pick, Segments

ROLE_HINT = _(
    "Viewers read. Members do what they own and what their team does. Managers also"
    " plan. Admins do everything, people and settings."
)


class InvitationForm(forms.Form):
    """Who is to come, as what, and where."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They sign in by it. The invitation goes there."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Person.Role.choices,
        initial=Person.Role.MEMBER,
        widget=Segments,
        help_text=ROLE_HINT,
    )
    team = forms.ChoiceField(
        label=_("Team"),
        required=False,
        widget=Pick,
        help_text=_("They are in it from today."),
    )
    manager = forms.ChoiceField(label=_("Manager"), required=False, widget=Pick)
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        required=False,
        help_text=_("Which days they work. The default one, if you choose none."),
    )

    def __init__(
        self, data: Any = None, *, people: Offered, teams: Pairs, calendars: Pairs
    ) -> None:
        super().__init__(data)
        offer(self, "manager", people)
        offer(self, "team", teams)
        offer(self, "calendar", calendars, empty=("", _("The default one")))


class PersonForm(forms.Form):
    """What an admin says of a person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in by it."))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Person.Role.choices,
        widget=Segments,
        help_text=ROLE_HINT,
    )
    manager = forms.ChoiceField(label=_("Manager"), required=False, widget=Pick)
    calendar = forms.ChoiceField(
        label=_("Calendar"), required=False, help_text=_("Which days they work.")
    )
    capacity_hours_per_week = forms.DecimalField(
        label=_("Capacity"),
        min_value=0,
        max_value=168,
        max_digits=10,
        decimal_places=2,
        widget=NumberInput,
        help_text=_("Hours a week for all work."),
    )
    hourly_rate = forms.DecimalField(
        label=_("Rate"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        widget=NumberInput,
        help_text=_("What an hour costs. Only those with the right see it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Offered,
        calendars: Pairs,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "manager", people)
        offer(self, "calendar", calendars, empty=("", _("The default one")))


class HandOverForm(forms.Form):
    """Who takes over."""

    to = forms.ChoiceField(label=_("New owner of all of it"), widget=Pick)

    def __init__(self, data: Any = None, *, people: Offered) -> None:
        super().__init__(data)
        offer(self, "to", people)


class ContactForm(forms.Form):
    """Somebody who is informed, and does not sign in."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Updates can be sent there.")
    )
    organisation = forms.CharField(
        label=_("Organization"),
        max_length=200,
        required=False,
        help_text=_("Where they work, or whom they speak for."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def terms(self) -> ContactTerms:
        """Return what was typed."""
        said = self.cleaned_data
        return ContactTerms(said["name"], said["email"], said["organisation"])


def plain(value: Any) -> str:
    """Return a number as a form shows it: ``7.5``, never ``7.50``.

    >>> from decimal import Decimal
    >>> plain(Decimal("7.50")), plain(Decimal("40.00")), plain(None)
    ('7.5', '40', '')
    """
    return "" if value is None else f"{value.normalize():f}"


def calendar_pk(calendar: Calendar | None) -> int | str:
    """Return what the select of calendars holds."""
    return "" if calendar is None else calendar.pk
