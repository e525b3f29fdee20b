"""Widgets drawn as strings say what Django's templates say."""

from itertools import product
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from waypost.web.rendering import Renderer

VALUES = [None, "", 0, "plain", "<b>&'\"", mark_safe("a &amp; b"), "\nfirst\nsecond "]
ATTRIBUTES: list[dict[str, Any]] = [
    {},
    {"required": True, "disabled": False, "maxlength": 200},
    {"title": "<&\"'>", "placeholder": gettext_lazy("Name"), "data-x": None},
]
WIDGETS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput,
    forms.PasswordInput, forms.HiddenInput, forms.DateInput, forms.DateTimeInput,
    forms.TimeInput, forms.Textarea,
]  # fmt: skip


@pytest.mark.parametrize("widget", WIDGETS)
def test_say_the_same(widget: type[forms.Widget]) -> None:
    for given, value in product(ATTRIBUTES, VALUES):
        drawn, expected = (
            widget().render("na<me", value, given, renderer=renderer)
            for renderer in (Renderer(), TemplatesSetting())
        )
        assert drawn == expected
