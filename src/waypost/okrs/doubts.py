"""When a value is so far from the last ones that the person is asked about it."""

from collections.abc import Sequence

LOOKED_AT = 5
ENOUGH = 3
FAR = 3.0
LEAST_SPREAD = 0.1


def usual_range(
    last_values: Sequence[float], *, scale: float | None
) -> tuple[float, float] | None:
    """Return between what a next value is not surprising; nothing after few readings.

    Three times the spread of the last five on either side of them. A metric that
    hardly moved is given a tenth of what was promised as its spread.
    """
    last = list(last_values)[-LOOKED_AT:]
    if len(last) < ENOUGH:
        return None
    low, high = min(last), max(last)
    least = LEAST_SPREAD * (scale if scale else max(abs(low), abs(high)))
    reach = FAR * max(high - low, least)
    return low - reach, high + reach


def is_doubtful(
    value: float, last_values: Sequence[float], *, scale: float | None
) -> bool:
    """Whether `value` lies outside the usual range."""
    usual = usual_range(last_values, scale=scale)
    return usual is not None and not usual[0] <= value <= usual[1]
