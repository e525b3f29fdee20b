"""What people type when they place or change a bet."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.bets.models import Bet, OverlapGroup
from waypost.bets.queries import TargetOption
from waypost.bets.terms import BetTerms, NewOverlap, entered
from waypost.people.models import Person
from waypost.web.choices import Offered, offer
from waypost.web.widgets import NumberInput, Pick

EFFECTS = ("weakest", "likely", "strongest")
NEW_GROUP = "new"


def _effect(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=20, decimal_places=6, widget=NumberInput
    )


class ChoiceForm(forms.Form):
    """Which project bets on which key result."""

    project = forms.ChoiceField(label=_("Project"), widget=Pick)
    key_result = forms.ChoiceField(label=_("Key result"), widget=Pick)

    def __init__(
        self,
        *args: Any,
        projects: Offered,
        key_results: Offered,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "project", projects, empty=("", _("Choose")))
        offer(self, "key_result", key_results, empty=("", _("Choose")))


class BetForm(forms.Form):
    """What we expect, from when, how surely, and why."""

    milestone = forms.TypedChoiceField(
        label=_("It lands with"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("The day from which the effect can begin."),
    )
    step = forms.TypedChoiceField(
        label=_("It completes the step"), coerce=int, empty_value=None
    )
    weakest = _effect(_("Weakest"))
    likely = _effect(_("Likely"))
    strongest = _effect(_("Strongest"))
    probability = forms.IntegerField(
        label=_("How surely does it work at all?"),
        min_value=0,
        max_value=100,
        widget=NumberInput,
    )
    lag_days = forms.IntegerField(
        label=_("Lag"),
        min_value=0,
        max_value=3650,
        initial=0,
        widget=NumberInput,
        help_text=_("Days until the first effect shows."),
    )
    ramp_days = forms.IntegerField(
        label=_("Ramp"),
        min_value=0,
        max_value=3650,
        initial=0,
        widget=NumberInput,
        help_text=_("Days until all of it is there."),
    )
    group = forms.ChoiceField(
        label=_("Works through the same cause as"),
        required=False,
        help_text=_("Bets that overlap do not simply add."),
    )
    group_name = forms.CharField(label=_("Cause"), required=False, max_length=200)
    group_share = forms.IntegerField(
        label=_("Overlap"),
        required=False,
        min_value=0,
        max_value=100,
        widget=NumberInput,
        help_text=_("0 % adds both, 100 % lets only the best count."),
    )
    rationale = forms.CharField(
        label=_("Why we expect it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    assumptions = forms.CharField(
        label=_("What must hold"),
        required=False,
        max_length=6000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One assumption a line; each can be marked as held or broken."),
    )
    owner = forms.TypedChoiceField(label=_("Benefit owner"), coerce=int, widget=Pick)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        target: TargetOption,
        milestones: Iterable[tuple[int, str]],
        groups: Iterable[OverlapGroup],
        people: Offered,
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self, "milestone", list(milestones), empty=("", _("the end of the project"))
        )
        offer(self, "owner", people, empty=None)
        causes = [(str(group.pk), group.name) for group in groups]
        new = (NEW_GROUP, str(_("another cause …")))
        offer(self, "group", [*causes, new], empty=("", _("nothing else")))
        if target.is_measured:
            del self.fields["step"]
        else:
            offer(self, "step", target.steps, empty=None)
            for name in (*EFFECTS, "group", "group_name", "group_share"):
                del self.fields[name]
        if not is_new:
            for name in {"milestone", "step"} & self.fields.keys():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for a name and a share where a new cause is chosen."""
        data = super().clean() or {}
        if data.get("group") == NEW_GROUP:
            for name in ("group_name", "group_share"):
                if data.get(name) in ("", None):
                    self.add_error(name, _("Say so for a new cause."))
        return data

    def terms(
        self, *, owner: Person, group: OverlapGroup | NewOverlap | None
    ) -> BetTerms:
        """Return what was typed, as the action takes it."""
        data = self.cleaned_data
        effects: dict[str, Decimal | None] = {name: data.get(name) for name in EFFECTS}
        lines = data["assumptions"].splitlines()
        return BetTerms(
            **effects,
            probability=data["probability"] / 100,
            lag_days=data["lag_days"],
            ramp_days=data["ramp_days"],
            rationale=data["rationale"],
            owner=owner,
            overlap_group=group,
            assumptions=tuple(line.strip()[:500] for line in lines if line.strip()),
        )

    @staticmethod
    def initial_of(
        bet: Bet, assumptions: Iterable[str], version: int
    ) -> dict[str, object]:
        """Return a bet as the form shows it."""
        effects = {
            name: None if value is None else f"{value.normalize():f}"
            for name, value in entered(bet).items()
        }
        return effects | {
            "probability": round(100 * bet.probability),
            "lag_days": bet.lag_days,
            "ramp_days": bet.ramp_days,
            "group": str(bet.overlap_group_id or ""),
            "rationale": bet.rationale,
            "assumptions": "\n".join(assumptions),
            "owner": bet.owner_id,
            "version": version,
        }


class ReasonForm(forms.Form):
    """Why a bet is taken back."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
