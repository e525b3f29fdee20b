"""What people say of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import Settings
from waypost.people.models import Person
from waypost.web.choices import Pairs, offer
from waypost.web.locales import LOCALES
from waypost.web.widgets import Pick, Segments
from waypost.web.zones import zones


class SettingsForm(forms.Form):
    """Name, look, and how dates and numbers are written."""

    name = forms.CharField(label=_("Name"), max_length=200)
    theme = forms.ChoiceField(
        label=_("Look"), choices=Person.Theme.choices, widget=Segments
    )
    locale = forms.ChoiceField(
        label=_("Dates and numbers as in"),
        required=False,
        help_text=_("Also how you type them: with a decimal comma or point."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=Pick)
    calendar = forms.ChoiceField(
        label=_("Calendar"),
        required=False,
        help_text=_("Which days and how long you work; plans count on it."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        calendars: Pairs,
        house_zone: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        writes = [(locale.code, locale.name) for locale in LOCALES]
        offer(self, "locale", writes, empty=("", _("As my browser asks for")))
        usual = _("The organization’s (%(zone)s)") % {"zone": house_zone}
        held = (initial or {}).get("time_zone", "")
        known = zones()
        extra = [] if any(held == name for name, _label in known) else [(held, held)]
        kept = extra if held else []
        offer(self, "time_zone", [*kept, *known], empty=("", usual))
        offer(self, "calendar", calendars, empty=("", _("The default one")))

    def settings(self) -> Settings:
        """Return how pages are to look and speak."""
        said = self.cleaned_data
        return Settings(said["theme"], said["locale"], said["time_zone"])
