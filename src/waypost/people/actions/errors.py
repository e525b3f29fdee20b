"""What people's actions refuse; each is told to the person as it stands."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A rule that spans rows or time was about to be broken."""
