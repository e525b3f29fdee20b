"""The test client of Django, without what it does for each page and no test asks."""

from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.test import Client, client
from django.test.utils import ContextList

if TYPE_CHECKING:  # the models are not ready when this is read
    from waypost.people.models import Person

_force_login = Client.force_login


def quicken() -> None:
    """Take the short ways from now on."""
    client.store_rendered_templates = _note_page  # type: ignore[attr-defined]  # not in the stubs
    Client.force_login = _sign_in  # type: ignore[assignment, method-assign]  # for all of them


def _note_page(
    store: dict[str, Any], template: Any, context: Any, **_more: Any
) -> None:
    """Keep what the page was drawn with, and not what each of its components was.

    A page has hundreds of them, and to copy all they know took an eighth of its time.
    """
    store.setdefault("templates", []).append(template)
    if "context" not in store:
        store["context"] = ContextList([copy(context)])


def _sign_in(self: Client, user: "Person", backend: str | None = None) -> None:
    """Give the browser a session of `user`, as if they had signed in some time ago."""
    if settings.SESSION_COOKIE_NAME in self.cookies:
        _force_login(self, user, backend)
        return
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    request = HttpRequest()
    request.session = session
    self._set_login_cookies(request)  # type: ignore[attr-defined]  # not in the stubs
