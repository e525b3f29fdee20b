"""What an admin says of the organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import OrganisationTerms
from waypost.people.models import Organisation
from waypost.web.choices import offer
from waypost.web.widgets import NumberInput, Pick, Switch
from waypost.web.zones import CURRENCIES, zones


def _share(label: Any, hint: Any) -> forms.DecimalField:
    """Return a field for whole or half percent; what is kept is a share."""
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=NumberInput,
        help_text=hint,
    )


class OrganisationForm(forms.Form):
    """The organisation's settings; shares are typed in percent."""

    name = forms.CharField(label=_("Name"), max_length=200)
    mission = forms.CharField(
        label=_("Mission"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What it is there for."),
    )
    vision = forms.CharField(
        label=_("Vision"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What will be true when it has succeeded."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        help_text=_("What amounts are shown in. Amounts themselves stay as they are."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        widget=Pick,
        help_text=_("Where a day ends: what is due today, late tomorrow."),
    )
    fiscal_month = forms.TypedChoiceField(
        label=_("Fiscal year begins in"),
        coerce=int,
        help_text=_("Names and dates of new quarters follow it."),
    )
    check_in_weekday = forms.TypedChoiceField(
        label=_("Check-ins are due on"),
        coerce=int,
        choices=Organisation.Weekday.choices,
        help_text=_("The day from which my week asks for them."),
    )
    on_track = _share(
        _("On track down to"),
        _("Percent behind pace. Whoever is further behind is at risk."),
    )
    at_risk = _share(
        _("At risk down to"),
        _("Percent behind pace. Whoever is further behind is off track."),
    )
    low = _share(
        _("A score below this is a miss"),
        _("In percent, for committed and aspirational objectives alike."),
    )
    high = _share(
        _("A score from this on is a success"),
        _("In percent. Between the two: partly."),
    )
    viewers_may_comment = forms.BooleanField(
        label=_("Viewers may comment"),
        required=False,
        widget=Switch,
        help_text=_("They still change nothing else."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        offer(self, "fiscal_month", list(MONTHS.items()), empty=None)
        held = {"currency": initial["currency"], "time_zone": initial["time_zone"]}
        money = [(code, code) for code in CURRENCIES]
        offer(self, "currency", _with(money, held["currency"]), empty=None)
        offer(self, "time_zone", _with(list(zones()), held["time_zone"]), empty=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._require_order(
            "on_track", "at_risk", gettext("At risk lies further back.")
        )
        self._require_order("low", "high", gettext("A success lies above a miss."))
        return cleaned

    def _require_order(self, first: str, second: str, words: str) -> None:
        less, more = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if less is not None and more is not None and less >= more:
            self.add_error(second, ValidationError(words))

    def terms(self) -> OrganisationTerms:
        """Return what was typed; behind pace is less than nothing."""
        said = self.cleaned_data
        return OrganisationTerms(
            name=said["name"].strip(),
            mission=said["mission"].strip(),
            vision=said["vision"].strip(),
            currency=said["currency"],
            time_zone=said["time_zone"],
            fiscal_month=said["fiscal_month"],
            check_in_weekday=said["check_in_weekday"],
            on_track_from=-float(said["on_track"]) / 100,
            at_risk_from=-float(said["at_risk"]) / 100,
            score_low=float(said["low"]) / 100,
            score_high=float(said["high"]) / 100,
            viewers_may_comment=said["viewers_may_comment"],
        )


def as_typed(terms: OrganisationTerms) -> dict[str, Any]:
    """Return the organisation's settings as the form shows them.

    >>> as_typed(OrganisationTerms("Ferries"))["on_track"]
    '5'
    """
    shares = {
        "on_track": -terms.on_track_from,
        "at_risk": -terms.at_risk_from,
        "low": terms.score_low,
        "high": terms.score_high,
    }
    names = (
        "name", "mission", "vision", "currency", "time_zone", "fiscal_month",
        "check_in_weekday", "viewers_may_comment",
    )  # fmt: skip
    plain = {name: getattr(terms, name) for name in names}
    return plain | {name: f"{share * 100:.6g}" for name, share in shares.items()}


def _with(pairs: list[tuple[str, str]], held: str) -> list[tuple[str, str]]:
    """Return what is offered, and what is held and not among it."""
    is_known = any(value == held for value, _label in pairs)
    return pairs if is_known else [(held, held), *pairs]
