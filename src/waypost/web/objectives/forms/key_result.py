"""What people type about a key result."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.okrs.models import KeyResult
from waypost.web.choices import Offered, offer
from waypost.web.objectives.forms.conditional import optional
from waypost.web.widgets import DateInput, NumberInput, Pick, Segments

Kind = KeyResult.Kind
MEASURED = {Kind.METRIC, Kind.RANGE}
# Needed for some kinds and hidden for the others.
CONDITIONAL = ("metric", "name", "target", "low", "high", "steps")


def _number(label: Any, hint: Any = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        widget=NumberInput,
        help_text=hint,
        max_digits=20,
        decimal_places=6,
    )


class KeyResultForm(forms.Form):
    """A key result of any of the four kinds, on a metric that is there or new."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("Key result"),
        max_length=200,
        help_text=_("What can be seen once the objective is reached."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=Segments)
    measure = forms.ChoiceField(
        label=_("Metric"),
        widget=Segments,
        choices=[("known", _("One we follow already")), ("new", _("A new one"))],
    )
    metric = forms.ChoiceField(label=_("Which metric"), widget=Pick)
    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=40,
        help_text=_("Such as days, %, bookings."),
    )
    baseline = _number(
        _("From"),
        _("Where it stands; left empty, the metric's last reading."),
        required=False,
    )
    target = _number(_("To"), _("What is enough."))
    low = _number(_("Not below"))
    high = _number(_("Not above"))
    steps = forms.CharField(
        label=_("Steps"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One on a line."),
    )
    owner = forms.ChoiceField(
        label=_("Owner"), widget=Pick, help_text=_("Who checks in.")
    )
    delegate = forms.ChoiceField(label=_("Checks in too"), required=False, widget=Pick)
    starts_on = forms.DateField(label=_("Starts"), widget=DateInput)
    due_on = forms.DateField(label=_("Due"), widget=DateInput)
    cadence_days = forms.ChoiceField(
        label=_("Check-ins"), choices=KeyResult.Cadence.choices
    )
    path = forms.ChoiceField(
        label=_("Expected on the way"),
        choices=[
            (KeyResult.Path.STRAIGHT, _("A straight line")),
            (KeyResult.Path.BETS, _("As its bets land")),
        ],
    )
    weight = forms.FloatField(
        label=_("Weight"),
        widget=NumberInput,
        help_text=_("How much it counts in the objective."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        metrics: Offered,
        people: Offered,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {})
        offer(self, "metric", metrics)
        offer(self, "owner", people, empty=None)
        offer(self, "delegate", people)

    def full_clean(self) -> None:
        """Leave it to `clean` which of the conditional fields are missing."""
        with optional(self, CONDITIONAL):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind in MEASURED:
            self._clean_metric(cleaned)
        if kind == Kind.METRIC and cleaned.get("target") is None:
            self._missing("target", gettext("Say which value is enough."))
        if kind == Kind.RANGE:
            for name in ("low", "high"):
                if cleaned.get(name) is None:
                    self._missing(name, gettext("A range has both ends."))
        if kind == Kind.STEPS and not self.step_titles():
            self._missing("steps", gettext("Name at least one step."))
        return cleaned

    def _clean_metric(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("measure") == "new":
            if not cleaned.get("name"):
                self._missing("name", gettext("Name the metric."))
            if cleaned.get("baseline") is None:
                message = gettext("A new metric has no reading: say where it stands.")
                self._missing("baseline", message)
        elif not cleaned.get("metric"):
            self._missing("metric", gettext("Choose the metric, or name a new one."))

    def _missing(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def step_titles(self) -> list[str]:
        """Return the steps that were typed, one on a line."""
        lines = self.cleaned_data.get("steps", "").splitlines()
        return [line.strip()[:200] for line in lines if line.strip()]
