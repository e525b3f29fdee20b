"""What every app's access rules share."""

from django.core.exceptions import PermissionDenied


class Denied(PermissionDenied):
    """The person may see the thing and may not do this with it."""


def require(allowed: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Let pass who is allowed.

    Raises
    ------
    Denied
        With `message`, if not.
    """
    if not allowed:
        raise Denied(message)
