"""Form widgets as the components draw them."""

from typing import Any

from django import forms

from waypost.web import locales


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


class Pick(forms.Select):
    """A long choice with search; a plain select without script."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-pick": ""} | (attrs or {}), choices)


class Segments(forms.RadioSelect):
    """A choice of few, side by side."""


class Switch(forms.CheckboxInput):
    """On or off, at once."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "switch", "role": "switch"} | (attrs or {}))
