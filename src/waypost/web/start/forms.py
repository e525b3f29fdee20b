"""What the first person types."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import OrganisationTerms, PersonTerms
from waypost.web.zones import CURRENCIES, zones


class SetUpForm(forms.Form):
    """The organisation, and who administers it."""

    organisation = forms.CharField(label=_("Name of the organisation"), max_length=200)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in CURRENCIES]
    )
    fiscal_month = forms.TypedChoiceField(
        label=_("The year begins in"),
        coerce=int,
        choices=lambda: list(MONTHS.items()),
        help_text=_("Quarters are counted from there."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Where a day ends.")
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least ten characters; a sentence is easy to remember."),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(gettext("The two passwords differ."))
        return again

    def terms(self) -> OrganisationTerms:
        """Return what was said of the organisation."""
        said = self.cleaned_data
        return OrganisationTerms(
            name=said["organisation"],
            currency=said["currency"],
            time_zone=said["time_zone"],
            fiscal_month=said["fiscal_month"],
        )

    def admin(self) -> PersonTerms:
        """Return what was said of the first admin."""
        return PersonTerms(
            email=self.cleaned_data["email"], name=self.cleaned_data["name"]
        )
