"""The second step of a sign-in: a little late is in time, twice is not."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache


class _Once:
    """Takes a code a single time, for as long as its clock would let it in.

    allauth forgets after one period that a code was used; where the neighboring
    periods are taken too, it would be good again (RFC 6238, 5.2, forbids it).
    """

    user: Any

    def clean_code(self) -> str:
        """Return the code, or refuse it as wrong."""
        code: str = super().clean_code()  # type: ignore[misc]  # allauth has no types
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        used = f"second-step-{self.user.pk}-{normalize_user_code(code)}"
        if not cache.add(used, "y", timeout=periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """Asks for the code of who signs in."""


class IsItYouForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """Asks for a code before something that matters."""
