"""Why an import does not go on, in words for people."""

from django.core.exceptions import ValidationError


class NotTaken(ValidationError):
    """This file is not taken; the message says what it is and what to bring instead."""


class CannotGoOn(ValidationError):
    """The import is not in a state in which this can be done."""


class Overtaken(Exception):
    """Another attempt at the same import has begun: this one writes nothing."""


class MovedOn(ValidationError):
    """Somebody saved meanwhile what the file was compared with: compare again."""
