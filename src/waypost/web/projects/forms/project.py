"""What people type about a project."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.core.fields import Visibility
from waypost.projects.models import Project
from waypost.web.choices import Offered, Pairs, offer
from waypost.web.projects.forms.fields import day, text
from waypost.web.widgets import Pick, Segments, Switch

VISIBILITIES = [
    (Visibility.EVERYONE, _("Everyone")),
    (Visibility.TEAM, _("Its team")),
    (Visibility.NAMED, _("Named people")),
]


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom and what a form of a project offers."""

    teams: Pairs
    owners: Offered
    people: Offered


class ProjectForm(forms.Form):
    """A new project: a name is enough."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Short key"),
        max_length=12,
        required=False,
        help_text=_("Stands before the numbers of its tasks, as in WEB-17."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    purpose = text(
        _("Purpose"), hint=_("What will be different for whom when it is done.")
    )
    team = forms.ChoiceField(label=_("Team"), required=False, widget=Pick)
    manager = forms.ChoiceField(
        label=_("Manager"),
        required=False,
        widget=Pick,
        help_text=_("Runs it. You, if you name nobody."),
    )
    sponsor = forms.ChoiceField(
        label=_("Sponsor"),
        required=False,
        widget=Pick,
        help_text=_("Decides on money, phase and whether it goes on."),
    )
    starts_on = day(_("Starts"))
    due_on = day(_("Due"))
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=VISIBILITIES,
        widget=Segments,
        initial=Visibility.EVERYONE,
    )
    viewers = forms.MultipleChoiceField(
        label=_("Who else sees it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_funded = forms.BooleanField(
        label=_("Funded"),
        required=False,
        widget=Switch,
        help_text=_("Its bets count. Otherwise it is a candidate."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        choices: Choices,
        initial: dict[str, Any] | None = None,
        may_fund: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "team", choices.teams)
        offer(self, "manager", choices.owners)
        offer(self, "sponsor", choices.owners)
        offer(self, "viewers", choices.people, empty=None)
        if not may_fund:
            del self.fields["is_funded"]

    def clean_code(self) -> str:
        """Take a key in small letters too."""
        code: str = self.cleaned_data["code"]
        return code.strip().upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("visibility") == Visibility.EVERYONE:
            cleaned["viewers"] = []
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return what was typed, but for the people and the team."""
        apart = {"team", "manager", "sponsor", "reviewer", "viewers", "version"}
        return {k: v for k, v in self.cleaned_data.items() if k not in apart}


class CharterForm(ProjectForm):
    """A project as its page of writing shows it."""

    scope_in = text(_("In scope"), hint=_("What belongs to it."))
    scope_out = text(
        _("Out of scope"), hint=_("What somebody might expect and not get.")
    )
    success_criteria = text(
        _("Success criteria"), hint=_("How everybody will see that it worked.")
    )
    reviewer = forms.ChoiceField(
        label=_("Reviewer"),
        required=False,
        widget=Pick,
        help_text=_("Reads along from outside."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Project.Kind.choices, widget=Segments
    )
    category = forms.CharField(label=_("Category"), max_length=100, required=False)
    reason = forms.CharField(
        label=_("Why its due date moves"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Asked for when the due date of work under way changes."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        choices: Choices,
        initial: dict[str, Any] | None = None,
        is_under_way: bool = False,
    ) -> None:
        super().__init__(data, choices=choices, initial=initial)
        offer(self, "reviewer", choices.people)
        self.fields["code"].required = True
        if not is_under_way:
            del self.fields["reason"]

    def said(self) -> dict[str, Any]:
        said = super().said()
        said.pop("reason", None)
        return said


class DecisionForm(forms.Form):
    """Why a project is cancelled, held, or goes on without a bet."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )
