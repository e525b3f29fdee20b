"""The watch of one server process: one thread that looks for news and tells of it.

It reads which change sets have committed (`core.news`), finds where they show and who
of those who listen may see it (`core.telling`), and puts each stream's part before it.
"""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from django.db import close_old_connections, connections

from waypost.core import news, telling
from waypost.core.sight import Viewers
from waypost.people.models import Person
from waypost.people.sessions import Ticket, still_signed_in, stranger
from waypost.web.live.hub import Behind, Hub, Listener, SignedOut, Told

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_CHECKS = 20.0
SECONDS_REMEMBERED = 600.0
MOST_REPLAYED = 200
MOST_NAMED = 50
# Pages ask for themselves so much later that about as many come in a second.
PAGES_A_SECOND = 20
SECONDS_TO_LOOK = 0.5

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """Looks for news and tells those who listen at `hub`."""

    hub: Hub
    _bell: news.Bell = field(default_factory=news.Bell)
    _reader: news.Reader = field(default_factory=news.Reader)
    # When each of the latest change sets was seen here.
    _remembered: deque[tuple[float, int]] = field(default_factory=deque)
    _begun_at: float = 0.0
    _checked_at: float = 0.0
    _has_failed: bool = False
    _stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Look from now on, in a thread of its own."""
        self.hub.on_join = self._bell.ring
        threading.Thread(target=self._run, name="live", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._bell.ring()

    def _run(self) -> None:
        while not self._stopped.is_set():
            close_old_connections()
            if not self._run_once():
                connections.close_all()
                self._stopped.wait(SECONDS_BETWEEN_LOOKS)
        self._bell.close()
        connections.close_all()

    def _run_once(self) -> bool:
        """Look, and wait for news; say whether that went well."""
        try:
            self.look()
            self._bell.wait(SECONDS_BETWEEN_LOOKS)
        except Exception:
            # The database is away for a moment, or a rule broke on what it saw: news
            # that was read may be told to nobody, so pages will look by themselves.
            logger.warning("no news could be told; trying again", exc_info=True)
            self._has_failed = True
            return False
        return True

    def look(self) -> None:
        """Read what is new and tell everybody their part."""
        arrived = self.hub.arrivals()
        fresh = self._reader.read()
        now = time.time()
        self._begun_at = self._begun_at or now
        if self._reader.was_set_back or self._has_failed:
            self._begin_again(now)
        self._remembered.extend((now, pk) for pk in fresh)
        while self._remembered and self._remembered[0][0] < now - SECONDS_REMEMBERED:
            self._remembered.popleft()
        due = {each: set(fresh) for each in self.hub.listeners()} if fresh else {}
        for listener in arrived:
            due[listener] = self._missed_by(listener, now)
        self._tell({each: sets for each, sets in due.items() if sets})
        if now - self._checked_at > SECONDS_BETWEEN_CHECKS:
            self._checked_at = now
            self.check()

    def _begin_again(self, now: float) -> None:
        """Let every page look once: something may have been missed."""
        self._begun_at, self._has_failed = now, False
        self._remembered.clear()
        listed = self.hub.listeners()
        _let_look(listed, {each.ticket[0] for each in listed})

    def check(self) -> None:
        """End the streams of those who are not signed in any more."""
        self._signed_in(self.hub.listeners())

    def _missed_by(self, listener: Listener, now: float) -> set[int]:
        """Return what was seen since a stream's pages were made."""
        if listener.since < max(self._begun_at, now - SECONDS_REMEMBERED):
            listener.put(Behind(now))
            return set()
        missed = {pk for at, pk in self._remembered if at >= listener.since}
        if len(missed) > MOST_REPLAYED:
            listener.put(Behind(now))
            return set()
        return missed

    def _tell(self, due: dict[Listener, set[int]]) -> None:
        if not due:
            return
        trail = telling.trail_of(sorted(set().union(*due.values())))
        concerned = [each for each in due if telling.may_concern(trail, each.wants)]
        people = self._signed_in(due if trail.turns else concerned)
        viewers = Viewers({each.pk: each for each in people.values()}, stranger())
        if trail.turns:
            _let_look(due, telling.who_sees_others(trail, viewers))
        # What is told again was seen before: a page that was made since has it already.
        seen_at = {pk: at for at, pk in self._remembered}
        seen = telling.seen_by(trail, viewers)
        found: list[tuple[Listener, Told]] = []
        for listener in concerned:
            viewer = people.get(listener.ticket)
            if viewer is None:
                continue
            told = telling.told(
                trail, viewer=viewer, wants=listener.wants, seen=seen[viewer.pk]
            )
            found += [
                (listener, Told(seen_at[pk], pk, tuple(sorted(things)[:MOST_NAMED]), 0))
                for pk, things in sorted(told.items())
                if pk in due[listener]
            ]
        _hand_out(found)

    def _signed_in(self, listeners: Iterable[Listener]) -> dict[Ticket, Person]:
        """Return who of them may still listen, and end the streams of the others."""
        listed = list(listeners)
        if not listed:
            return {}
        people = still_signed_in(each.ticket for each in listed)
        for listener in listed:
            if listener.ticket not in people:
                self.hub.end(listener, SignedOut())
        return people


def _let_look(listeners: Iterable[Listener], who: Set[int]) -> None:
    """Let all pages of these people look for themselves, one after the other."""
    listed = [each for each in listeners if each.ticket[0] in who]
    for listener in listed:
        spread = max(SECONDS_TO_LOOK, len(listed) / PAGES_A_SECOND)
        listener.put(Behind(time.time(), spread))


def _hand_out(found: list[tuple[Listener, Told]]) -> None:
    """Tell each its part; the more are told of one change, the longer they take."""
    audience = Counter(told.change_set for _listener, told in found)
    for listener, told in found:
        spread = audience[told.change_set] / PAGES_A_SECOND
        listener.put(Told(told.at, told.change_set, told.things, spread))
