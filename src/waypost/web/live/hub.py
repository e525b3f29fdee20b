"""Who listens in one server process: open streams, by whom and for what.

Streams join and leave in the server's event loop; the watch (``watch.py``) tells them
from its own thread.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from waypost.core.leads import Thing
from waypost.core.telling import Wants
from waypost.people.sessions import Ticket


@dataclass(frozen=True, slots=True)
class Told:
    """What a stream is told: which of its things a change set changed.

    `at` is when that was seen here; the page asks for itself within `spread` seconds,
    so that those of many people do not all come at once.
    """

    at: float
    change_set: int
    things: tuple[Thing, ...]
    spread: float


@dataclass(frozen=True, slots=True)
class Behind:
    """More may have happened since the page was made than may be told of here.

    What is not remembered, and what is hidden now: the page looks for itself, within
    `spread` seconds.
    """

    at: float
    spread: float = 3.0


class SignedOut:
    """The stream ends: whoever listens is not signed in any more."""


class Crowded:
    """The stream ends: its person has opened as many newer ones as there may be."""


Item = Told | Behind | SignedOut | Crowded


@dataclass(eq=False, frozen=True, slots=True)
class Listener:
    """One open stream.

    `since` is when the pages that it is for were made, by this server's clock: what
    was seen before is in them. `put` may be called from any thread.
    """

    ticket: Ticket
    wants: Wants
    since: float
    put: Callable[[Item], None]


@dataclass(slots=True)
class Hub:
    """The streams that are open, at most so many, and so many of each person."""

    most: int
    most_each: int
    on_join: Callable[[], None] = lambda: None
    _listeners: list[Listener] = field(default_factory=list)
    _arrived: list[Listener] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_full(self) -> bool:
        """Whether no further stream is taken."""
        return len(self._listeners) >= self.most

    def join(self, listener: Listener) -> None:
        """Take a stream in; if its person has too many, the oldest one ends."""
        with self._lock:
            who = listener.ticket[0]
            own = [each for each in self._listeners if each.ticket[0] == who]
            self._listeners.append(listener)
            self._arrived.append(listener)
        if len(own) >= self.most_each:
            self.end(own[0], Crowded())
        self.on_join()

    def leave(self, listener: Listener) -> None:
        """Forget a stream that has ended."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)
            if listener in self._arrived:
                self._arrived.remove(listener)

    def end(self, listener: Listener, why: Item) -> None:
        """End a stream and let it say why."""
        self.leave(listener)
        listener.put(why)

    def listeners(self) -> list[Listener]:
        """Return all that are open, the oldest first."""
        with self._lock:
            return list(self._listeners)

    def arrivals(self) -> list[Listener]:
        """Return those that have joined since this was last asked."""
        with self._lock:
            arrived, self._arrived = self._arrived, []
            return arrived


def in_words(things: Iterable[Thing]) -> str:
    """Return things as ``data-live`` names them."""
    return " ".join(f"{label}:{pk}" for label, pk in things)
