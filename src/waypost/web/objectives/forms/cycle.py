"""What people type about a cycle."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.okrs.models import Cycle
from waypost.web.widgets import DateInput, Switch


class CycleForm(forms.Form):
    """A timeframe, and whether it begins at once."""

    name = forms.CharField(label=_("Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Length"), choices=Cycle.Kind.choices)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    is_running = forms.BooleanField(
        label=_("Start it now"),
        required=False,
        widget=Switch,
        help_text=_("Until it is started its objectives are plans, free to change."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", gettext("A cycle ends after it starts."))
        return cleaned
