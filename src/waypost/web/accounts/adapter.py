"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an admin, never by the person who wants one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse to make accounts at the door."""
        return False
