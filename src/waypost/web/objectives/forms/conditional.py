"""Fields that one choice shows and another hides."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django import forms


@contextmanager
def optional(form: forms.Form, names: Iterable[str]) -> Iterator[None]:
    """Let fields be empty while the form is cleaned.

    They are drawn as required: where they show, they are.
    """
    fields = [form.fields[name] for name in names]
    for each in fields:
        each.required = False
    try:
        yield
    finally:
        for each in fields:
            each.required = True
