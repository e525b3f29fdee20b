"""What is typed about teams and memberships."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.web.choices import Offered, Pairs, offer
from waypost.web.widgets import DateInput, Pick


class TeamForm(forms.Form):
    """A team, its place in the tree, and who leads it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = forms.ChoiceField(
        label=_("Part of"),
        required=False,
        widget=Pick,
        help_text=_("Choose another team to move it, with all below it."),
    )
    lead = forms.ChoiceField(
        label=_("Lead"),
        required=False,
        widget=Pick,
        help_text=_("Edits the team’s objectives and says who is in it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        teams: Pairs,
        people: Offered,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "parent", teams, empty=("", _("At the top")))
        offer(self, "lead", people)


class MembershipForm(forms.Form):
    """A role, and from when until when; the last day is the last day in the team."""

    role = forms.CharField(
        label=_("Role"),
        max_length=100,
        required=False,
        help_text=_("What they do there, such as “Designer”."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: until further notice."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            words = gettext("A membership ends on its first day or later.")
            self.add_error("last_on", words)
        return cleaned


class MemberForm(MembershipForm):
    """Somebody who joins."""

    field_order = ("person", "role", "starts_on", "last_on")
    person = forms.ChoiceField(label=_("Person"), widget=Pick)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Offered,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "person", people)
