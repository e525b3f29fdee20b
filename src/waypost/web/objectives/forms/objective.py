"""What people type about an objective."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.okrs.models import Objective
from waypost.web.choices import Offered, Pairs, offer
from waypost.web.objectives.forms.conditional import optional
from waypost.web.widgets import NumberInput, Pick, Segments

Level, Kind, State = Objective.Level, Objective.Kind, Objective.State
SERVES = 2
# Needed for one choice of level and hidden for the others.
CONDITIONAL = ("team", "person")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose from."""

    levels: Pairs
    teams: Pairs
    holders: Offered | Pairs
    people: Offered
    owners: Offered
    cycles: Pairs
    parents: Offered


class ObjectiveForm(forms.Form):
    """An objective as its page of writing shows it."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("Objective"),
        max_length=200,
        help_text=_("What will be true at the end, in one sentence without a number."),
    )
    why = forms.CharField(
        label=_("Why"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What it changes, and for whom."),
    )
    level = forms.ChoiceField(label=_("Held by"), widget=Segments)
    team = forms.ChoiceField(label=_("Team"), widget=Pick)
    person = forms.ChoiceField(label=_("Person"), widget=Pick)
    owner = forms.ChoiceField(
        label=_("Owner"), widget=Pick, help_text=_("Who answers for it.")
    )
    reviewer = forms.ChoiceField(
        label=_("Reviewer"),
        required=False,
        widget=Pick,
        help_text=_("Who reads its check-ins."),
    )
    cycle = forms.ChoiceField(label=_("Cycle"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=Segments)
    state = forms.ChoiceField(label=_("State"), widget=Segments)
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        widget=Segments,
        choices=[
            ("everyone", _("Everyone")),
            ("team", _("Its team")),
            ("named", _("Named people")),
        ],
    )
    viewers = forms.MultipleChoiceField(
        label=_("Who else sees it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[
            ("1", _("1, first")),
            *((str(n), str(n)) for n in (2, 3, 4)),
            ("5", _("5, last")),
        ],
    )
    weight = forms.FloatField(
        label=_("Weight"),
        widget=NumberInput,
        help_text=_("How much it counts where objectives are averaged."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        choices: Choices,
        initial: dict[str, Any] | None = None,
        serves: Sequence[str] = (),
    ) -> None:
        super().__init__(data, initial=initial or {})
        offer(self, "level", choices.levels, empty=None)
        offer(self, "team", choices.teams)
        offer(self, "person", choices.holders)
        offer(self, "owner", choices.owners, empty=None)
        offer(self, "reviewer", choices.people)
        offer(self, "viewers", choices.people, empty=None)
        offer(self, "cycle", choices.cycles, empty=None)
        chosen = (initial or {}).get("state", "")
        states = [State.DRAFT, State.PROPOSED, State.ACTIVE]
        if chosen and chosen not in states:
            states.append(State(chosen))
        offer(
            self,
            "state",
            [(each.value, str(each.label)) for each in states],
            empty=None,
        )
        self._add_serves(choices.parents, list(serves))

    def _add_serves(self, parents: Offered, serves: list[str]) -> None:
        """Add one field for each thing it supports, and one to add another."""
        for place in range(max(SERVES, len(serves) + 1)):
            label = _("Supports") if place == 0 else _("Also supports")
            self.fields[f"serves_{place}"] = forms.ChoiceField(
                label=label, required=False, widget=Pick
            )
            offer(self, f"serves_{place}", parents)
            if place < len(serves):
                self.initial[f"serves_{place}"] = serves[place]

    def serves_fields(self) -> list[forms.BoundField]:
        """Return the fields of what it supports."""
        return [self[name] for name in self.fields if name.startswith("serves_")]

    def serves(self) -> list[str]:
        """Return the codes of what it supports, each once."""
        chosen = [
            self.cleaned_data.get(name, "")
            for name in self.fields
            if name.startswith("serves_")
        ]
        return list(dict.fromkeys(filter(None, chosen)))

    def full_clean(self) -> None:
        """Leave it to `clean` which of the conditional fields are missing."""
        with optional(self, CONDITIONAL):
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for level, name in ((Level.TEAM, "team"), (Level.PERSON, "person")):
            if cleaned.get("level") != level:
                cleaned[name] = ""
            elif not cleaned.get(name):
                self.add_error(name, gettext("Say who holds it."))
        if cleaned.get("visibility") != "named":
            cleaned["viewers"] = []
        return cleaned


class DraftForm(forms.Form):
    """An objective in one line of the list."""

    title = forms.CharField(max_length=200)
    group = forms.CharField(max_length=40)
    serves = forms.CharField(max_length=20, required=False)
