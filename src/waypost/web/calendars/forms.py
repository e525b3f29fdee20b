"""What is typed about calendars and the days that differ."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waypost.people.actions import CalendarTerms, ExceptionTerms
from waypost.people.models import Calendar, Organisation
from waypost.web.widgets import DateInput, NumberInput, Switch

MOST_DAYS = 62  # two months: a longer span is a slip of the finger
WEEK = tuple(f"day_{number}" for number in range(7))


def _hours(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        widget=NumberInput,
        **options,
    )


class CalendarForm(forms.Form):
    """A name, and the hours of each day of the week."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("The region, such as “Bavaria”.")
    )
    is_default = forms.BooleanField(
        label=_("Default"),
        required=False,
        widget=Switch,
        help_text=_("For everybody who has no other."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        for name, label in zip(WEEK, Organisation.Weekday.labels, strict=True):
            self.fields[name] = _hours(label)

    @property
    def week(self) -> list[forms.BoundField]:
        """The seven fields, Monday first."""
        return [self[name] for name in WEEK]

    def terms(self) -> CalendarTerms:
        """Return what was typed."""
        said = self.cleaned_data
        hours = tuple(float(said[name]) for name in WEEK)
        is_default = said.get("is_default", False)
        return CalendarTerms(said["name"].strip(), hours, is_default)


def as_typed(calendar: Calendar | None) -> dict[str, Any]:
    """Return a calendar as the form shows it; without one, five days of eight hours."""
    if calendar is None:
        hours: list[float] = [8, 8, 8, 8, 8, 0, 0]
        said: dict[str, Any] = {"name": "", "is_default": False}
    else:
        hours = calendar.weekly_hours
        said = {"name": calendar.name, "is_default": calendar.is_default}
    return said | {n: f"{h:g}" for n, h in zip(WEEK, hours, strict=True)}


class CopyForm(forms.Form):
    """What the copy is called."""

    name = forms.CharField(label=_("Name of the copy"), max_length=200)


class DayForm(forms.Form):
    """A day that differs from the week."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("As in “Easter”.")
    )
    hours = _hours(
        _("Hours worked"), initial="0", help_text=_("0 is a day off for everybody.")
    )

    def terms(self) -> list[ExceptionTerms]:
        """Return what was typed."""
        return [self._terms(self.cleaned_data["day"])]

    def _terms(self, day: Any) -> ExceptionTerms:
        said = self.cleaned_data
        return ExceptionTerms(day, Decimal(said["hours"]), said["name"].strip())


class DaysForm(DayForm):
    """One day, or several in a row."""

    field_order = ("name", "day", "until", "hours")
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput,
        help_text=_("For several days in a row; both belong to it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("day"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", gettext("It ends on its first day or later."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("until", gettext("At most two months at once."))
        return cleaned

    def terms(self) -> list[ExceptionTerms]:
        """Return each day."""
        first = self.cleaned_data["day"]
        last = self.cleaned_data["until"] or first
        span = range((last - first).days + 1)
        return [self._terms(first + timedelta(days=number)) for number in span]
