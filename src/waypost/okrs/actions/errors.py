"""What actions on OKRs refuse.

All are validation errors: a page puts the sentence under the field that it names, or
above the form.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import dateformat
from django.utils.translation import gettext as _

from waypost.okrs.models import Cycle


class Refused(ValidationError):
    """A rule that spans rows or time was about to be broken."""


class CycleIsClosed(Refused):
    """The cycle is over; what happened in it stands."""


class WouldCircle(Refused):
    """Something would end up supporting, or being computed from, itself."""


class TargetIsRunning(Refused):
    """A target that counts already moves only with a reason (`move_target`)."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value far from the last ones, and between what it would not surprise."""

    value: float
    low: float
    high: float
    text: str


class Doubtful(Refused):
    """The value is asked about, not refused: confirm the entry to save it."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__({"value": doubt.text}, code="doubtful")
        self.doubt = doubt


def require_not_closed(cycle: Cycle) -> None:
    """Refuse to change what belongs to a closed cycle."""
    if cycle.state == Cycle.State.CLOSED:
        message = _("%(cycle)s is closed; what happened in it stands.")
        raise CycleIsClosed(message % {"cycle": cycle.name})


def say_day(day: date) -> str:
    """Return a day as sentences name it: 12 Dec 2025."""
    return dateformat.format(day, "j M Y")
