"""What every page family's forms do alike."""

from django import forms
from django.core.exceptions import ValidationError


def apply_errors(form: forms.Form, error: ValidationError) -> None:
    """Put what an action refused under the fields it names, the rest above the form.

    What was typed stays: only the errors are added.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def said_of(error: ValidationError) -> str:
    """Return what an action refused in one line, where there is no form to show it."""
    return " ".join(error.messages)
