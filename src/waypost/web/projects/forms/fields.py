"""What the forms of this family share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waypost.web.widgets import DateInput, NumberInput


def text(label: Any, *, rows: int = 3, hint: Any = "") -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": rows}),
        help_text=hint,
    )


def day(label: Any, *, hint: Any = "") -> forms.DateField:
    """Return a field for a day that may stay open."""
    return forms.DateField(
        label=label, required=False, widget=DateInput, help_text=hint
    )


def hours(label: Any, *, hint: Any = "") -> forms.DecimalField:
    """Return a field for hours that may stay open."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        widget=NumberInput,
        help_text=hint,
    )


def weight() -> forms.FloatField:
    """Return a field for how much a thing counts."""
    return forms.FloatField(
        label=_("Weight"),
        required=False,
        initial=1,
        widget=NumberInput,
        help_text=_("How much it counts beside the others."),
    )


def plain(value: Decimal | None) -> str:
    """Return a number as a form shows it: ``7.5``, never ``7.50``.

    >>> plain(Decimal("7.50")), plain(Decimal("100.00")), plain(None)
    ('7.5', '100', '')
    """
    return "" if value is None else f"{value.normalize():f}"
