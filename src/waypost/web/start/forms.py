"""What the first person types."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import OrganisationTerms, PersonTerms
from waypost.web.zones import CURRENCIES, zones


def _password_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=help_text,
    )


class ChoosesPassword(forms.Form):
    """A form in which somebody chooses a password, and types it twice."""

    password = _password_field(
        _("Password"), _("At least ten characters; a sentence is easy to remember.")
    )
    again = _password_field(_("Password once more"))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(gettext("The two passwords differ."))
        return again


class SetUpForm(ChoosesPassword):
    """The organisation, and who administers it."""

    organisation = forms.CharField(label=_("Name of the organization"), max_length=200)
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


class BringForm(ChoosesPassword):
    """An organisation that another Waypost has exported, and who goes on here."""

    file = forms.FileField(
        label=_("File"),
        max_length=1_000,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first.")},
        widget=forms.FileInput({"accept": ".json,.gz", "class": "file"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("As it stands in the file, where you are an admin."),
    )
    field_order = ("file", "email", "password", "again")

    def path(self) -> Path:
        """Return where the file lies; uploads are always on disk."""
        file: TemporaryUploadedFile = self.cleaned_data["file"]
        return Path(file.temporary_file_path())
