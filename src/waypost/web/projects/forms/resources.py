"""What people type about who works on a project, and what it may cost."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.projects.models import BudgetLine
from waypost.projects.terms import AllocationTerms, BudgetTerms
from waypost.web.choices import Offered, Pairs, offer
from waypost.web.named import Named, NamedField
from waypost.web.projects.forms.fields import day
from waypost.web.widgets import DateInput, NumberInput, Pick, Segments, Switch

PERSON, TEAM = "person", "team"


class WhomField(NamedField):
    """A person or a team, typed by name, where people are too many for a select."""

    def __init__(self, named: Named, teams: Pairs, *, like: forms.ChoiceField) -> None:
        super().__init__(named, like=like)
        self.teams = {str(pk): name for pk, name in teams}
        self.help_text = _("A person's name or e-mail address, or a team's name.")

    def prepare_value(self, value: Any) -> Any:
        """Show whom ``person:5`` or ``team:3`` means; what was typed stays."""
        kind, colon, pk = str(value or "").partition(":")
        if colon and kind == TEAM and pk in self.teams:
            return self.teams[pk]
        return super().prepare_value(pk if colon and kind == PERSON else value)

    def clean(self, value: Any) -> Any:
        """Return who is meant as ``person:5`` or ``team:3``."""
        said = " ".join(str(value or "").split()).casefold()
        for pk, name in self.teams.items():
            if name.casefold() == said:
                return f"{TEAM}:{pk}"
        pk = super().clean(value)
        return f"{PERSON}:{pk}" if pk else ""


class AllocationForm(forms.Form):
    """Hours a week of a person or a team."""

    whom = forms.ChoiceField(label=_("Who"), widget=Pick)
    role = forms.CharField(
        label=_("As"),
        required=False,
        max_length=100,
        help_text=_("Such as design, or second pair of eyes."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("Until"), widget=DateInput)
    hours_per_week = forms.DecimalField(
        label=_("Hours a week"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=NumberInput,
    )
    is_tentative = forms.BooleanField(
        label=_("Tentative"),
        required=False,
        widget=Switch,
        help_text=_("Pencilled in: you lead them and do not promise it yet."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Offered,
        teams: Pairs,
        initial: dict[str, Any] | None = None,
        leads: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        self._offer(people, teams)
        if not leads:
            del self.fields["is_tentative"]

    def _offer(self, people: Offered, teams: Pairs) -> None:
        whom = self.fields["whom"]
        assert isinstance(whom, forms.ChoiceField)
        if people.are_many:
            self.fields["whom"] = WhomField(people.named, teams, like=whom)
            return
        groups: list[tuple[Any, Any]] = [
            (_("People"), [(f"{PERSON}:{pk}", name) for pk, name in people.pairs]),
            (_("Teams"), [(f"{TEAM}:{pk}", name) for pk, name in teams]),
        ]
        offer(self, "whom", groups)

    def named(self) -> tuple[str, str]:
        """Return whether a person or a team is named, and its id."""
        kind, _colon, pk = str(self.cleaned_data["whom"]).partition(":")
        return kind, pk

    def terms(self, **whom: Any) -> AllocationTerms:
        """Return what was typed, as the action takes it."""
        apart = {"whom", "version"}
        said = {k: v for k, v in self.cleaned_data.items() if k not in apart}
        return AllocationTerms(**said, **whom)


class BudgetForm(forms.Form):
    """Planned money: for a milestone, for a period, or for the whole."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=BudgetLine.Kind.choices,
        widget=Segments,
        initial=BudgetLine.Kind.COST,
    )
    category = forms.CharField(
        label=_("For what"),
        max_length=100,
        help_text=_("Such as people, hardware or travel."),
    )
    planned = forms.DecimalField(
        label=_("Planned"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=NumberInput,
    )
    milestone = forms.ChoiceField(
        label=_("Milestone"),
        required=False,
        widget=Pick,
        help_text=_("Or a period below; without either it is for the whole project."),
    )
    starts_on = day(_("From"))
    ends_on = day(_("Until"))
    reason = forms.CharField(
        label=_("Why the budget changes"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Asked for because the project is under way."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        milestones: Pairs,
        initial: dict[str, Any] | None = None,
        is_under_way: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "milestone", milestones)
        if not is_under_way:
            del self.fields["reason"]

    def terms(self, **place: Any) -> BudgetTerms:
        """Return what was typed, as the action takes it."""
        apart = {"milestone", "reason", "version"}
        said = {k: v for k, v in self.cleaned_data.items() if k not in apart}
        return BudgetTerms(**said, **place)


class StrikeForm(forms.Form):
    """Why a line of the budget is struck out."""

    reason = forms.CharField(required=False, max_length=2_000)
