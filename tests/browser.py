"""The test client of Django, without what it does for each page and no test asks."""

from copy import copy
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import UserSettingsHolder, settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.test import Client, client
from django.test.utils import ContextList
from django.utils.crypto import get_random_string

if TYPE_CHECKING:  # the models are not ready when this is read
    from waypost.people.models import Person

_force_login = Client.force_login
_load_middleware = BaseHandler.load_middleware
# What a handler knows once it has made its layers.
LAYERS = (
    "_view_middleware",
    "_template_response_middleware",
    "_exception_middleware",
    "_middleware_chain",
)
_ready: dict[str, Any] = {}


def quicken() -> None:
    """Take the short ways from now on."""
    client.store_rendered_templates = _note_page  # type: ignore[attr-defined]  # not in the stubs
    client.ClientHandler.load_middleware = _take_middleware  # type: ignore[assignment, method-assign]  # for all of them
    Client.force_login = _sign_in  # type: ignore[assignment, method-assign]  # for all of them


def _take_middleware(self: client.ClientHandler) -> None:
    """Let all browsers ask through the same layers, as in a server.

    To make them anew looks for every file there is to serve. Who changes settings, and
    who is about an untouched installation, which one layer remembers, has layers of
    their own.
    """
    from waypost.web.start.middleware import FirstRun

    if (
        isinstance(vars(settings)["_wrapped"], UserSettingsHolder)
        or not FirstRun.is_over
    ):
        _load_middleware(self)
        return
    if not _ready:
        first = client.ClientHandler()
        _load_middleware(first)
        _ready.update({name: getattr(first, name) for name in LAYERS})
    vars(self).update(_ready)


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
    store = import_module(settings.SESSION_ENGINE).SessionStore
    # Nobody has looked whether this key is taken: it is one of 36 to the power of 32.
    session = store(get_random_string(32, VALID_KEY_CHARS))
    session._session_cache = {}
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save(must_create=True)
    request = HttpRequest()
    request.session = session
    self._set_login_cookies(request)  # type: ignore[attr-defined]  # not in the stubs
