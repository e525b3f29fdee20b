"""Why a whole organisation is not taken in, in words for people."""

from django.core.exceptions import ValidationError


class NotThisFile(ValidationError):
    """The file is not taken; the message names the place. Nothing was written."""


class NotEmpty(ValidationError):
    """This installation holds something already; the message says what to do."""


class Wrong(ValueError):
    """A value does not fit its field; whoever knows the place adds it."""
