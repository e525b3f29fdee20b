"""What is tidied up now and then by the worker, whether or not anybody comes by.

Each chore may be run at any time, by several workers at once, and does only what is
due. One that fails is told in the log and tried again the next time.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

EVERY_SECONDS = 3600.0
Chore = Callable[[datetime], None]
logger = logging.getLogger(__name__)
_chores: list[Chore] = []


def add_chore(chore: Chore) -> None:
    """Have something tidied up; called in an app's ``apps.py``."""
    _chores.append(chore)


def tidy_up(now: datetime) -> None:
    """Do every chore."""
    for chore in _chores:
        try:
            chore(now)
        except Exception:
            logger.exception("could not tidy up: %s", chore.__name__)


def forget_sessions(_now: datetime) -> None:
    """Remove the sessions that have run out; signing in makes a new one."""
    SessionStore.clear_expired()


@dataclass(slots=True)
class Round:
    """When a worker tidied up last: at its start first, and then once an hour."""

    next_at: float = 0.0

    def go(self, now: datetime) -> None:
        """Tidy up if it is time."""
        if time.monotonic() >= self.next_at:
            self.next_at = time.monotonic() + EVERY_SECONDS
            tidy_up(now)
