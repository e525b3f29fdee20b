"""What people type about a metric."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.core.history import version_of
from waypost.okrs.models import Metric
from waypost.web.check_in_form import number
from waypost.web.choices import Offered, offer
from waypost.web.widgets import Pick, Segments

COMPUTED = Metric.Source.COMPUTED


class MetricForm(forms.Form):
    """What a metric is called, which way is good, and where its values come from."""

    use_required_attribute = False  # a formula is required only where it shows

    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("%, days, EUR: what stands behind the number."),
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False, widget=Pick)
    better = forms.ChoiceField(
        label=_("Which way is good"), choices=Metric.Better.choices
    )
    source = forms.ChoiceField(label=_("Where its values come from"), widget=Segments)
    formula = forms.CharField(
        label=_("Formula"),
        max_length=500,
        strip=True,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Metrics by their codes, + − × ÷, brackets, sum, mean, min, max."),
    )
    lower_bound = number(label=_("Never below"), required=False)
    upper_bound = number(label=_("Never above"), required=False)
    is_counter = forms.BooleanField(
        label=_("It only counts up"),
        required=False,
        help_text=_("A reading below the one before is then refused."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        owners: Offered,
        kept: str = "",
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {})
        offer(self, "owner", owners)
        offered = {Metric.Source.HAND.value, COMPUTED.value, kept}
        sources = [
            (value, str(label))
            for value, label in Metric.Source.choices
            if value in offered
        ]
        offer(self, "source", sources, empty=None)

    @staticmethod
    def initial_of(metric: Metric) -> dict[str, Any]:
        """Return the fields as they stand."""
        bounds = {
            name: "" if value is None else f"{value.normalize():f}"
            for name, value in (
                ("lower_bound", metric.lower_bound),
                ("upper_bound", metric.upper_bound),
            )
        }
        names = ("name", "unit", "better", "source", "formula", "is_counter")
        kept = {name: getattr(metric, name) for name in names}
        owner = {"owner": metric.owner_id or "", "version": version_of(metric)}
        return kept | bounds | owner

    def full_clean(self) -> None:
        """Let the formula be empty; whether it may be is asked in `clean`."""
        self.fields["formula"].required = False
        super().full_clean()
        self.fields["formula"].required = True

    def clean(self) -> dict[str, Any]:
        """Keep a formula only where it is what the values come from."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") != COMPUTED:
            cleaned["formula"] = ""
        elif not cleaned.get("formula") and "formula" not in self.errors:
            self.add_error("formula", gettext("Say what it is computed from."))
        low, high = cleaned.get("lower_bound"), cleaned.get("upper_bound")
        if low is not None and high is not None and high <= low:
            message = gettext("The upper bound lies above the lower one.")
            self.add_error("upper_bound", message)
        return cleaned
