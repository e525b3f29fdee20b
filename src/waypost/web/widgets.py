"""Form widgets as the components draw them."""

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from waypost.web import locales

_END = "\0"  # of a text; in none


class DateInput(forms.DateInput):
    """The browser's own date field; it sends and takes ISO dates in every locale."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NumberInput(forms.TextInput):
    """A number as text, read and shown with the person's own decimal sign."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off"} | (attrs or {})
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed with a point; what is no number stays as typed."""
        typed = super().value_from_datadict(data, files, name)
        return locales.read_number(typed) if isinstance(typed, str) else typed

    def format_value(self, value: Any) -> str | None:
        """Show a number as the person would type it."""
        shown = super().format_value(value)
        return None if shown is None else locales.write_number(shown)


class LongSelect(forms.Select):
    """A plain select of thousands: written at once, not option by option.

    Choices in groups are left to Django.
    """

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """Return the select with all that it offers."""
        if any(isinstance(label, list | tuple) for _key, label in self.choices):
            return super().render(name, value, attrs, renderer)
        given = flatatt(self.build_attrs(self.attrs, attrs))
        chosen = {str(each) for each in self.format_value(value)}
        marks = {True: " selected", False: ""}
        keys = ["" if key is None else str(key) for key, _label in self.choices]
        # Thousands are escaped in one go.
        listed = _END.join(str(label).replace(_END, "") for _key, label in self.choices)
        labels = escape(listed).split(_END)
        options = "".join(
            f'<option value="{escape(key)}"{marks[key in chosen]}>{label}</option>'
            for key, label in zip(keys, labels, strict=False)
        )
        drawn = '<select name="{}"{}>{}</select>'
        return format_html(drawn, name, given, mark_safe(options))


class Pick(LongSelect):
    """A long choice with search; a plain select without script."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-pick": ""} | (attrs or {}), choices)


class Segments(forms.RadioSelect):
    """A choice of few, side by side."""


class Switch(forms.CheckboxInput):
    """On or off, at once."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "switch", "role": "switch"} | (attrs or {}))
