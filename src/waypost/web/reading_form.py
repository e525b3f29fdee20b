"""A reading of a metric, wherever a page takes one."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waypost.okrs.models import Reading
from waypost.web.check_in_form import number


class ReadingForm(forms.Form):
    """One reading of the metric."""

    value = number(label=_("Value"))
    observed_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def clean_observed_at(self) -> datetime:
        """Refuse what has not been yet."""
        at: datetime = self.cleaned_data["observed_at"]
        if self.latest is not None and at > self.latest:
            raise ValidationError(_("A reading lies in the past."))
        return at

    def __init__(
        self, *args: Any, latest: datetime | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest

    @staticmethod
    def initial_of(reading: Reading) -> dict[str, Any]:
        """Return a reading as the form shows it."""
        return {
            "value": f"{reading.value.normalize():f}",
            "observed_at": reading.observed_at,
            "note": reading.note,
        }
