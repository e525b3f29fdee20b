"""What people type about a guardrail."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.web.choices import Offered, offer
from waypost.web.widgets import NumberInput, Pick


class GuardrailForm(forms.Form):
    """A metric that an objective must not harm, and its limits."""

    metric = forms.ChoiceField(label=_("Metric"), widget=Pick)
    low = forms.DecimalField(
        label=_("Not below"),
        required=False,
        widget=NumberInput,
        max_digits=20,
        decimal_places=6,
    )
    high = forms.DecimalField(
        label=_("Not above"),
        required=False,
        widget=NumberInput,
        max_digits=20,
        decimal_places=6,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        metrics: Offered,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {})
        offer(self, "metric", metrics)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned.get("low") is None and cleaned.get("high") is None:
            self.add_error("low", gettext("Give at least one limit."))
        return cleaned
