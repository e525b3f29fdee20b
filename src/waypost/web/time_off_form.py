"""Time off, wherever a page offers to enter it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import TimeOffTerms
from waypost.web.widgets import DateInput


class TimeOffForm(forms.Form):
    """From the first day to the last, both included."""

    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("The same day, if you leave it empty."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Read by the person, their manager and admins only."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            words = gettext("Time off ends on its first day or later.")
            self.add_error("ends_on", words)
        return cleaned

    def terms(self) -> TimeOffTerms:
        """Return what was typed."""
        said = self.cleaned_data
        last = said["ends_on"] or said["starts_on"]
        return TimeOffTerms(said["starts_on"], last, said["note"].strip())
