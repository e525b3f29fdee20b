"""How allauth behaves here."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an admin, never by the person who wants one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse to make accounts at the door."""
        return False

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send a message, and go on without it where no mail server answers.

        Many installations have none: a password is changed all the same, and the page
        for who forgot theirs says the same to everybody.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.warning("Mail %s not sent: %s", template_prefix, error)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Stay where the password was changed."""
        return request.path
