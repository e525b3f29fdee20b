"""Durations and lags of Microsoft Project XML, in all of its units."""

import re
from decimal import Decimal, InvalidOperation

from waypost.exchange.reading.spans import Span, Unit

ISO = re.compile(
    r"(-)?P(?:(\d{1,9}(?:\.\d+)?)Y)?(?:(\d{1,9}(?:\.\d+)?)M)?(?:(\d{1,9}(?:\.\d+)?)D)?"
    r"(?:T(?:(\d{1,9}(?:\.\d+)?)H)?(?:(\d{1,9}(?:\.\d+)?)M)?"
    r"(?:(\d{1,9}(?:\.\d+)?)S)?)?",
    re.ASCII,
)
# Years, months and days hardly occur; where they do they are of the clock.
ISO_MINUTES = (*map(Decimal, (525_600, 43_200, 1_440, 60, 1)), Decimal(1) / 60)
MAX_MINUTES = Decimal(500 * 525_600)

# Code of the format → unit; with an elapsed one after each working one. The same
# again, 32 higher, when the duration is marked with a question mark.
FORMATS = {
    3: (Unit.MINUTE, False),
    4: (Unit.MINUTE, True),
    5: (Unit.HOUR, False),
    6: (Unit.HOUR, True),
    7: (Unit.DAY, False),
    8: (Unit.DAY, True),
    9: (Unit.WEEK, False),
    10: (Unit.WEEK, True),
    11: (Unit.MONTH, False),
    12: (Unit.MONTH, True),
    19: (Unit.PERCENT, False),
    20: (Unit.PERCENT, True),
}
ESTIMATED = 32


def iso_minutes(text: str) -> Decimal | None:
    """Give the minutes of an ISO 8601 duration, or none where the text is none.

    >>> iso_minutes("PT7H30M0S")
    Decimal('450')
    """
    found = ISO.fullmatch(text.strip())
    if found is None or not any(part for part in found.groups()[1:]):
        return None
    total = sum(
        (
            Decimal(part) * minutes
            for part, minutes in zip(found.groups()[1:], ISO_MINUTES, strict=True)
            if part
        ),
        Decimal(),
    )
    if total > MAX_MINUTES:
        return None
    total = total.quantize(Decimal("0.0001")).normalize()
    # Normalize writes 600 as 6E+2.
    total = total + 0 if total.as_tuple().exponent != 0 else total
    minutes = Decimal(f"{total:f}")
    return -minutes if found[1] else minutes


def iso_hours(text: str) -> float | None:
    """Give the hours of an ISO 8601 duration."""
    minutes = iso_minutes(text)
    return None if minutes is None else float(minutes / 60)


def unit_of(code: str, default: int = 7) -> tuple[Unit, bool, bool]:
    """Give unit, whether elapsed, whether estimated, of a format's code."""
    number = int(code) if code.isdecimal() and len(code) < 4 else default
    estimated = number >= 35
    if estimated:
        number -= ESTIMATED
    # 21 means "in the unit that the project shows".
    unit, elapsed = FORMATS.get(number) or FORMATS.get(default) or (Unit.DAY, False)
    return unit, elapsed, estimated


def read_duration(
    text: str, code: str, *, is_estimated: bool = False, default: int = 7
) -> Span | None:
    """Read a task's duration with its unit."""
    minutes = iso_minutes(text)
    if minutes is None:
        return None
    unit, elapsed, estimated = unit_of(code, default)
    if unit is Unit.PERCENT:
        # A task's own duration in percent still carries its length in time.
        unit = Unit.DAY
    return Span(minutes, unit, elapsed, estimated or is_estimated)


def read_lag(text: str, code: str) -> Span | None:
    """Read a link's lag: tenths of minutes, or a percentage of the predecessor."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > 10 * MAX_MINUTES:
        return None
    unit, elapsed, estimated = unit_of(code)
    minutes = number if unit is Unit.PERCENT else number / 10
    return Span(minutes, unit, elapsed, estimated)
