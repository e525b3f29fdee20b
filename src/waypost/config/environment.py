"""Typed readers of ``WAYPOST_*`` environment variables that fail loudly.

Each variable may also be given as ``<NAME>_FILE``, the path of a file that holds the
value, as container secrets are.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return the value of ``WAYPOST_<name>``, or of the file that it names."""
    variable = f"WAYPOST_{name}"
    path = os.environ.get(f"{variable}_FILE")
    if path is None:
        return os.environ.get(variable, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"{variable}_FILE names {path}, which cannot be read: {error}"
        raise ImproperlyConfigured(message) from error


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    value = text(name, str(default)).strip().lower()
    if value in _TRUE | _FALSE:
        return value in _TRUE
    message = f"WAYPOST_{name} is {value!r}; it takes yes or no"
    raise ImproperlyConfigured(message)


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        message = f"WAYPOST_{name} is {value!r}; it takes a whole number"
        raise ImproperlyConfigured(message) from error


def words(name: str, default: str = "") -> list[str]:
    """Return a list given with commas between."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
