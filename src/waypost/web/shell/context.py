"""What every template may show: the frame around the page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from waypost.exchange import queries as exchange_queries
from waypost.exchange.queries import Running
from waypost.okrs import queries as okrs_queries
from waypost.people import installation
from waypost.people.models import Person
from waypost.web import locales
from waypost.web.live.middleware import began_at, own_changes
from waypost.web.looking_back import Past
from waypost.web.shell import navigation

# Under this name a session remembers the import that it began.
WATCHED = "import_run"


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """One of the three looks."""

    value: str
    label: str
    icon: str
    is_on: bool


class Shell:
    """The frame, asked for piece by piece: what a page does not show costs nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def person(self) -> Person | None:
        """The person who is signed in."""
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def organisation(self) -> str:
        """The name at the head of the navigation."""
        found = installation.organisation()
        return found.name if found else "Waypost"

    @property
    def language(self) -> str:
        """The language of the page's words."""
        return get_language() or "en"

    @property
    def locale(self) -> str:
        """How scripts write numbers: as the person's locale does."""
        return locales.current().code

    @cached_property
    def family(self) -> str:
        """The page family that answers, such as ``objectives``."""
        match = self._request.resolver_match
        return match.app_name if match else ""

    @cached_property
    def places(self) -> list[navigation.Place]:
        """The navigation, with how many check-ins wait at home.

        Who may not import is not sent there.
        """
        counts = {"home": self._check_ins_due()}
        found = navigation.places(self.family, counts=counts)
        plans = self.person is not None and self.person.plans
        return [place for place in found if plans or place.family != "imports"]

    def _check_ins_due(self) -> int:
        known: int | None = getattr(self._request, "check_ins_due", None)
        if known is not None or self.person is None:
            return known or 0
        today = installation.local_day(timezone.now())
        return len(okrs_queries.check_in_days(viewer=self.person, until=today))

    @cached_property
    def creations(self) -> list[navigation.Creation]:
        """The menu *New*; a viewer makes nothing, and a member imports nothing."""
        person = self.person
        if person is None or person.is_viewer:
            return []
        return navigation.creations(with_import=person.plans)

    @cached_property
    def theme(self) -> str:
        """The look: ``system``, ``light`` or ``dark``."""
        return self.person.theme if self.person else Person.Theme.SYSTEM

    @cached_property
    def themes(self) -> list[ThemeChoice]:
        """The three looks, the chosen one marked."""
        icons = {"system": "monitor", "light": "sun", "dark": "moon"}
        return [
            ThemeChoice(value, str(label), icons[value], value == self.theme)
            for value, label in Person.Theme.choices
        ]

    @property
    def gallery_url(self) -> str:
        """Where the components are shown, to those who may look."""
        person = self.person
        shown = settings.DEBUG or (person is not None and person.is_admin)
        return navigation.address("gallery:index") if shown else ""

    @property
    def history_url(self) -> str:
        """Where a person finds what they changed, if there is such a page."""
        return navigation.address("history:index")

    @property
    def past(self) -> Past | None:
        """The day that a page shows, on pages that can look back."""
        return getattr(self._request, "past", None)

    @property
    def is_live(self) -> bool:
        """Whether the page follows what others change: not on a past day."""
        is_past = self.past is not None and self.past.day is not None
        return settings.LIVE and self.person is not None and not is_past

    @property
    def live_at(self) -> int:
        """When what the page shows was read, at the earliest: milliseconds."""
        return began_at(self._request)

    @property
    def live_own(self) -> str:
        """The numbers of what this browser changed just before."""
        return own_changes(self._request)

    @cached_property
    def running_import(self) -> Running | None:
        """The import that this session began and whose end it has not seen yet.

        Only then is anything asked: for everybody else it costs nothing.
        """
        session = getattr(self._request, "session", None)
        pk = session.get(WATCHED) if session is not None else None
        if pk is None or self.person is None:
            return None
        return exchange_queries.running(
            viewer=self.person, pk=int(pk), now=timezone.now()
        )

    @property
    def here(self) -> str:
        """The address of this page, for forms that come back to it."""
        return self._request.get_full_path()


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame as ``shell``."""
    return {"shell": Shell(request)}
