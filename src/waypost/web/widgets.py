"""Form widgets as the components draw them."""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date field; it sends and takes ISO dates in every locale."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NumberInput(forms.TextInput):
    """A number as text: a locale's decimal comma is not refused while it is typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off"} | (attrs or {})
        )


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
