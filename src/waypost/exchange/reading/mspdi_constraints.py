"""Constraints of Microsoft Project in the words of Waypost."""

from datetime import date, timedelta

from waypost.exchange.reading.incoming import Constraint, ConstraintKind
from waypost.exchange.reading.mspdi_fields import CONSTRAINTS


def constraint(code: str, on: date | None, length: timedelta) -> Constraint:
    """Give Waypost's constraint; what has no twin is moved to the other end."""
    original = CONSTRAINTS[code]
    if code == "1" or on is None:
        return Constraint(ConstraintKind.NONE, None, original, approximated=True)
    exact = {
        "2": ConstraintKind.MUST_START,
        "3": ConstraintKind.MUST_FINISH,
        "4": ConstraintKind.NOT_BEFORE,
        "7": ConstraintKind.BY_DATE,
    }
    if code in exact:
        return Constraint(exact[code], on, original)
    try:
        if code == "5":
            kind, day = ConstraintKind.BY_DATE, on + length
        else:
            kind, day = ConstraintKind.NOT_BEFORE, on - length
    except OverflowError:
        return Constraint(ConstraintKind.NONE, None, original, approximated=True)
    return Constraint(kind, day, original, approximated=True)
