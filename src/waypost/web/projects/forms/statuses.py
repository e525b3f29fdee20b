"""What an admin types about the statuses of tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.projects.models import TaskStatus
from waypost.projects.terms import StatusTerms
from waypost.web.choices import Pairs, offer
from waypost.web.widgets import NumberInput


class StatusForm(forms.Form):
    """A name for how far a task is."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Means"),
        choices=TaskStatus.Kind.choices,
        help_text=_("What the plan reckons with, whatever it is called."),
    )
    wip_limit = forms.IntegerField(
        label=_("Limit"),
        required=False,
        min_value=1,
        max_value=32_000,
        widget=NumberInput,
        help_text=_("So many at once on a board; more are marked, never refused."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def terms(self) -> StatusTerms:
        """Return what was typed, as the action takes it."""
        data = self.cleaned_data
        return StatusTerms(data["name"], data["kind"], data["wip_limit"])


class MergeForm(forms.Form):
    """Where the tasks of a status go when it goes."""

    into = forms.ChoiceField(label=_("Merge it into"))

    def __init__(self, data: Any = None, *, statuses: Pairs) -> None:
        super().__init__(data)
        offer(self, "into", statuses, empty=None)
