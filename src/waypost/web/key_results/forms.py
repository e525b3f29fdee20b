"""What people type on a key result's page."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.okrs.actions import CheckInEntry, Move, StepTerms
from waypost.okrs.models import CheckIn, KeyResult
from waypost.web.check_in_form import CheckInForm, number
from waypost.web.choices import Offered, offer
from waypost.web.widgets import DateInput, NumberInput, Pick


class CheckInEditForm(CheckInForm):
    """A check-in corrected: also when it was."""

    observed_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def entry_at(self) -> CheckInEntry:
        """Return what was typed, with when it was."""
        return replace(self.entry(), observed_at=self.cleaned_data["observed_at"])

    @staticmethod
    def initial_of(check_in: CheckIn, version: int) -> dict[str, object]:
        """Return a check-in as the form shows it."""
        names = ("value", "confidence", "went_well", "in_the_way", "next_steps")
        shown = {name: getattr(check_in, name) for name in names}
        if check_in.value is not None:
            shown["value"] = f"{check_in.value.normalize():f}"
        return shown | {"observed_at": check_in.observed_at, "version": version}


class MoveForm(forms.Form):
    """A running promise that moves, with the reason."""

    target = number(label=_("Target"), required=False)
    low = number(label=_("Range from"), required=False)
    high = number(label=_("Range to"), required=False)
    baseline = number(label=_("Baseline"), required=False)
    starts_on = forms.DateField(label=_("Starts"), widget=DateInput)
    due_on = forms.DateField(label=_("Due"), widget=DateInput)
    reason = forms.CharField(
        label=_("Why it moves"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = {
            KeyResult.Kind.METRIC: ("target", "baseline"),
            KeyResult.Kind.RANGE: ("low", "high", "baseline"),
        }.get(KeyResult.Kind(kind), ())
        for name in ("target", "low", "high", "baseline"):
            if name in used:
                self.fields[name].required = True
            else:
                del self.fields[name]

    @staticmethod
    def initial_of(key_result: KeyResult, version: int) -> dict[str, object]:
        """Return a promise as the form shows it."""
        shown: dict[str, object] = {"version": version}
        for name in ("target", "low", "high", "baseline"):
            value = getattr(key_result, name)
            shown[name] = None if value is None else f"{value.normalize():f}"
        return shown | {
            "starts_on": key_result.starts_on,
            "due_on": key_result.due_on,
        }

    def move(self) -> Move:
        """Return what was typed, as the action takes it."""
        names = ("baseline", "target", "low", "high", "starts_on", "due_on")
        return Move(**{name: self.cleaned_data.get(name) for name in names})


class EditForm(forms.Form):
    """What is said of a key result; what runs moves by `MoveForm` alone."""

    title = forms.CharField(label=_("Key result"), max_length=200)
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int, widget=Pick)
    delegate = forms.TypedChoiceField(
        label=_("Who else checks in"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=Pick,
    )
    cadence_days = forms.TypedChoiceField(
        label=_("Check-in"), coerce=int, choices=KeyResult.Cadence.choices
    )
    path = forms.ChoiceField(label=_("On the way"), choices=KeyResult.Path.choices)
    weight = forms.FloatField(label=_("Weight"), widget=NumberInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Offered,
        is_measured: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people, empty=None)
        offer(self, "delegate", people, empty=("", _("nobody")))
        if not is_measured:
            del self.fields["path"]

    @staticmethod
    def initial_of(key_result: KeyResult, version: int) -> dict[str, object]:
        """Return a key result as the form shows it."""
        return {
            "title": key_result.title,
            "owner": key_result.owner_id,
            "delegate": key_result.delegate_id,
            "cadence_days": key_result.cadence_days,
            "path": key_result.path,
            "weight": f"{key_result.weight:g}",
            "version": version,
        }


class StepForm(forms.Form):
    """One step of a key result."""

    title = forms.CharField(label=_("Step"), max_length=200)
    weight = forms.FloatField(
        label=_("Weight"), initial=1, widget=NumberInput, required=False
    )

    def terms(self) -> StepTerms:
        """Return what was typed, as the action takes it."""
        weight = self.cleaned_data["weight"]
        return StepTerms(self.cleaned_data["title"], 1 if weight is None else weight)


class OddsForm(forms.Form):
    """What somebody thinks the chance is."""

    probability = forms.IntegerField(
        label=_("Chance that it is met"),
        min_value=0,
        max_value=100,
        widget=NumberInput,
    )
