"""When the next check-in is due: by its cadence, on the organisation's weekday."""

from datetime import date, timedelta
from typing import Protocol

WEEK = 7


class Promise(Protocol):
    """What a rhythm needs to know of a key result."""

    @property
    def starts_on(self) -> date:
        """Its first day."""

    @property
    def due_on(self) -> date:
        """The day by which it is kept."""

    @property
    def cadence_days(self) -> int:
        """Days between check-ins."""


def next_check_in(
    *, starts_on: date, last: date | None, cadence_days: int, weekday: int
) -> date:
    """Return the day on which the next check-in is due.

    A check-in serves the check-in day before it, or that same day. Cadences are whole
    weeks, so that all of a person's check-ins fall on one day; a month is four.

    Parameters
    ----------
    starts_on
        First day of the key result.
    last
        Day of the last check-in, if there was one.
    cadence_days
        7, 14 or 30.
    weekday
        The organisation's check-in day, Monday is 0.
    """
    if last is None:
        return starts_on + timedelta(days=(weekday - starts_on.weekday()) % WEEK)
    served = last - timedelta(days=(last.weekday() - weekday) % WEEK)
    return served + timedelta(weeks=cadence_days // WEEK)


def due_since(
    promise: Promise, *, last: date | None, weekday: int, today: date
) -> date | None:
    """Return since when a check-in is due, or nothing if none is.

    Once somebody has checked in on the due date or later, none is due any more.
    """
    if last is not None and last >= promise.due_on:
        return None
    regular = next_check_in(
        starts_on=promise.starts_on,
        last=last,
        cadence_days=promise.cadence_days,
        weekday=weekday,
    )
    day = min(regular, promise.due_on)  # the last one is due on the due date itself
    return day if day <= today else None
