"""Draws the plain widgets of forms as strings: a form has dozens of them.

Each is two templates of Django otherwise, which say the same at ten times the cost.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting

from waypost.web.markup import esc

_FOLDER = "django/forms/widgets/"
_INPUTS = {
    f"{_FOLDER}{kind}.html"
    for kind in (
        *("text", "number", "email", "url", "tel", "search", "password", "hidden"),
        *("date", "datetime", "time", "color", "input"),
    )
}
_AREA = f"{_FOLDER}textarea.html"


class Renderer(TemplatesSetting):
    """Leaves to templates what has parts of its own, such as a list of choices."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """Return a widget as markup."""
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == _AREA:
            return _area(context["widget"])
        return str(super().render(template_name, context, request))


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    held = "" if value is None else f' value="{esc(value)}"'
    kind, name = esc(widget["type"]), esc(widget["name"])
    return f'<input type="{kind}" name="{name}"{held}{_attributes(widget["attrs"])}>'


def _area(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    held = esc(value) if value else ""
    # The first line break belongs to the tag, so that one in the text stays.
    opening = f'<textarea name="{esc(widget["name"])}"'
    return f"{opening}{_attributes(widget['attrs'])}>\n{held}</textarea>"


def _attributes(given: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{esc(value)}"'
        for name, value in given.items()
        if value is not False
    )
