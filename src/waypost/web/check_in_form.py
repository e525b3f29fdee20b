"""Checking in, wherever a page offers it: the form, and how it is saved."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waypost.okrs.actions import CheckInEntry, Doubtful
from waypost.okrs.queries import StepRow
from waypost.web.forms import apply_errors
from waypost.web.widgets import NumberInput

HAND, COMPUTED = "hand", "computed"


def number(**options: Any) -> forms.DecimalField:
    """Return a field for a value of a metric."""
    return forms.DecimalField(
        max_digits=20, decimal_places=6, widget=NumberInput, **options
    )


class CheckInForm(forms.Form):
    """The value, how sure, and what happened.

    `confirmed` holds the doubtful value that the person was asked about: sending the
    same again saves it, another one is looked at anew.
    """

    value = number(label=_("Value now"), required=False)
    done_steps = forms.MultipleChoiceField(
        label=_("Done"), required=False, widget=forms.CheckboxSelectMultiple
    )
    confidence = forms.IntegerField(
        label=_("Confidence"),
        required=False,
        min_value=0,
        max_value=100,
        widget=NumberInput,
    )
    went_well = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    in_the_way = forms.CharField(
        label=_("What stands in the way"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    next_steps = forms.CharField(
        label=_("What comes next"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        is_measured: bool,
        steps: tuple[StepRow, ...],
        source: str = HAND,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_measured:
            del self.fields["done_steps"]
            self.fields["value"].required = source == HAND
        else:
            choice = self.fields["done_steps"]
            assert isinstance(choice, forms.MultipleChoiceField)
            choice.choices = [(str(step.pk), step.title) for step in steps]
        if not is_measured or source == COMPUTED:
            del self.fields["value"]

    @property
    def typed_value(self) -> str:
        """The value as it stands in the field."""
        return str(self.data.get(self.add_prefix("value"), "")).strip()

    def entry(self) -> CheckInEntry:
        """Return what was typed, as the action takes it."""
        data = self.cleaned_data
        steps = data.get("done_steps")
        return CheckInEntry(
            value=data.get("value"),
            confidence=data["confidence"],
            went_well=data["went_well"],
            in_the_way=data["in_the_way"],
            next_steps=data["next_steps"],
            done_steps=None if steps is None else frozenset(map(int, steps)),
            is_confirmed=data["confirmed"] != ""
            and data["confirmed"] == self.typed_value,
        )


def save_form(form: forms.Form, save: Callable[[], object]) -> bool:
    """Save what is valid; put what the action refuses under its fields."""
    if not form.is_valid():
        return False
    try:
        save()
    except Doubtful as error:
        _ask(form, error)
        return False
    except ValidationError as error:
        apply_errors(form, error)
        return False
    return True


def _ask(form: forms.Form, error: Doubtful) -> None:
    """Ask about a value far from the last ones: sending it again confirms it."""
    answered = form.data.copy()  # type: ignore[attr-defined]  # a form's is a QueryDict
    answered["confirmed"] = str(answered.get("value", "")).strip()
    form.data = answered
    form.add_error("value", error.doubt.text)
