"""Pages as of a past day: which day an address asks for, and how it is shown.

``?on=2026-10-03`` shows the end of that day, under today's rights and to read only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from waypost.core import db
from waypost.core.as_of import as_of, shown_now
from waypost.people.installation import local_day, local_zone
from waypost.people.models import Person

PARAMETER = "on"
COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Past:
    """What a page that can look back offers: a day to choose, and the way back.

    Attributes
    ----------
    day
        The past day that is shown, nothing for today.
    latest
        The last day that can be chosen.
    kept
        The parameters of the address that stay when the day changes.
    now_url
        This page as it is today.
    compares
        Whether what changed since is shown too.
    switch_url
        This page with that, or without it.
    """

    day: date | None
    latest: date
    kept: tuple[tuple[str, str], ...]
    now_url: str
    compares: bool = False
    switch_url: str = ""


def today() -> date:
    """Return the day that the page shows: today, unless it looks back."""
    return local_day(shown_now(timezone.now()))


def day_of(request: HttpRequest) -> date:
    """Return the past day that an address asks for, also before it is shown."""
    return asked_day(request.GET) or today()


def past_of(request: HttpRequest, day: date | None) -> Past:
    """Return what the frame shows around a page that can look back."""
    kept = tuple(
        (name, value)
        for name, values in request.GET.lists()
        if name != PARAMETER
        for value in values
    )
    compares = day is not None and request.GET.get(COMPARE) == "1"
    plain = tuple(pair for pair in kept if pair[0] != COMPARE)
    if not compares:
        kept = plain
    shown = () if day is None else ((PARAMETER, day.isoformat()),)
    turned = () if compares else ((COMPARE, "1"),)
    return Past(
        day=day,
        latest=local_day(timezone.now()) - timedelta(days=1),
        kept=kept,
        now_url=_address(request, plain),
        compares=compares,
        switch_url=_address(request, (*plain, *shown, *turned)),
    )


def _address(request: HttpRequest, parameters: tuple[tuple[str, str], ...]) -> str:
    query = f"?{urlencode(parameters)}" if parameters else ""
    return f"{request.path}{query}"


def asked_day(parameters: QueryDict) -> date | None:
    """Return the past day that an address asks for; a day to come is today.

    Raises
    ------
    ValueError
        For what is no day.
    """
    asked = parameters.get(PARAMETER, "")
    if not asked:
        return None
    day = date.fromisoformat(asked)
    return day if day < local_day(timezone.now()) else None


@contextmanager
def looking_back(request: HttpRequest, day: date) -> Iterator[None]:
    """Answer a request as of the end of a day; whoever asks may only read."""
    assert isinstance(request.user, Person)
    after = datetime.combine(day + timedelta(days=1), time.min, tzinfo=local_zone())
    person, request.user = request.user, request.user.as_reader()
    try:
        with as_of(after):
            yield
    finally:
        request.user = person


def still(address: str) -> str:
    """Return an address as of the day that is shown, so that a link stays there."""
    if not db.is_past():
        return address
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query[PARAMETER] = today().isoformat()
    return parts._replace(query=urlencode(query)).geturl()
