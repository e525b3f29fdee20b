"""Single values: how each kind of field is written in the file, and read again.

``tell`` turns what the database gives into JSON that is the same on every database;
``hear`` turns that into what the database takes, or says what is wrong with it. What
the database would refuse is refused here, with words; nothing else is, so that every
export of a Waypost can be taken in again.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connections, models
from django.utils.translation import gettext as _

from waypost.exchange.whole.errors import Wrong

Field = models.Field[Any, Any]
Tell = Callable[[Any], Any]
Hear = Callable[[Any], Any]
DEEPEST = 20
# SQLite keeps decimals as floating-point numbers.
SURE_DIGITS = 15
_WIDEST_FLOAT = 1e16  # from here on JSON columns of PostgreSQL write whole numbers


@dataclass(frozen=True, slots=True)
class Codec:
    """Both ways of one kind of value; nothing is NULL here."""

    tell: Tell
    hear: Hear


def codec_of(field: Field) -> Codec:
    """Return how values of a field are written and read.

    Raises
    ------
    TypeError
        For a kind of field that no table has had so far.
    """
    for kind, make in _KINDS:
        if isinstance(field, kind):
            return make(field)
    message = f"Nobody has said how {field!r} is exported: add it to values.py"
    raise TypeError(message)


def _as_is(value: Any) -> Any:
    return value


def _text(field: Field) -> Codec:
    most = field.max_length if isinstance(field, models.CharField) else None
    allowed = _choices(field)
    is_url = isinstance(field, models.URLField)

    def hear(said: Any) -> str:
        text = plain_text(said)
        if most is not None and len(text) > most:
            message = _("it has %(n)s characters; %(most)s is the most")
            raise Wrong(message % {"n": len(text), "most": most})
        _require_choice(text, allowed)
        if is_url and text and not text.startswith(("http://", "https://")):
            raise Wrong(_("an address begins with http:// or https://"))
        return text

    return Codec(_told_text, hear)


def _told_text(value: str) -> str:
    return value.replace("\0", "") if "\0" in value else value


def plain_text(said: Any) -> str:
    """Return text that every database takes.

    Raises
    ------
    Wrong
        If it is none.
    """
    if not isinstance(said, str):
        raise Wrong(_("a text is needed"))
    if "\0" in said:
        raise Wrong(_("it holds a character that no database takes (U+0000)"))
    if not said.isascii():
        try:
            said.encode()
        except UnicodeEncodeError as error:
            raise Wrong(_("it holds half a character (a lone surrogate)")) from error
    return said


def _choices(field: Field) -> frozenset[Any]:
    return frozenset(value for value, _label in field.flatchoices)


def _require_choice(value: Any, allowed: frozenset[Any]) -> None:
    if allowed and value not in allowed:
        words = ", ".join(map(str, sorted(allowed)))
        message = _("“%(value)s” is none of %(words)s")
        raise Wrong(message % {"value": str(value)[:60], "words": words})


def _whole(field: Field) -> Codec:
    low, high = _range(field)
    allowed = _choices(field)

    def hear(said: Any) -> int:
        if isinstance(said, bool) or not isinstance(said, int):
            raise Wrong(_("a whole number is needed"))
        if not low <= said <= high:
            message = _("%(value)s does not lie between %(low)s and %(high)s")
            words = {"value": str(said)[:40], "low": low, "high": high}
            raise Wrong(message % words)
        _require_choice(said, allowed)
        return said

    return Codec(_as_is, hear)


def _range(field: Field) -> tuple[int, int]:
    """Return what both databases hold, and what the field's own rules leave of it."""
    kind = field.get_internal_type()
    low, high = 0 if "Positive" in kind else -(2**63), 2**63 - 1
    if "Small" in kind:
        low, high = max(low, -(2**15)), 2**15 - 1
    elif "Big" not in kind:
        low, high = max(low, -(2**31)), 2**31 - 1
    # The field's own validators: asking for all would ask the database in use.
    for rule in field._validators:  # type: ignore[attr-defined]  # Django's own
        if isinstance(rule, MinValueValidator):
            low = max(low, int(rule.limit_value))
        if isinstance(rule, MaxValueValidator):
            high = min(high, int(rule.limit_value))
    return low, high


def _real(_field: Field) -> Codec:
    def hear(said: Any) -> float:
        if isinstance(said, bool) or not isinstance(said, int | float):
            raise Wrong(_("a number is needed"))
        try:
            number = float(said)
        except OverflowError as error:
            raise Wrong(_("the number is too large")) from error
        if not math.isfinite(number):
            raise Wrong(_("the number is too large"))
        return number

    return Codec(float, hear)


def _exact(field: Field) -> Codec:
    assert isinstance(field, models.DecimalField)
    places, digits = int(field.decimal_places or 0), int(field.max_digits or 0)
    largest = Decimal(10) ** (digits - places)
    is_sure = connections["default"].vendor != "sqlite"

    def tell(value: Decimal) -> str:
        return f"{value:.{places}f}"

    def hear(said: Any) -> Decimal:
        number = _decimal(said)
        exponent = number.as_tuple().exponent
        if abs(number) >= largest or (isinstance(exponent, int) and exponent < -places):
            message = _(
                "%(value)s has more than %(before)s digits before or %(after)s after"
                " the point"
            )
            words = {"value": said, "before": digits - places, "after": places}
            raise Wrong(message % words)
        if not is_sure and len(number.normalize().as_tuple().digits) > SURE_DIGITS:
            message = _(
                "%(value)s has more digits than SQLite keeps (%(n)s); take PostgreSQL"
                " for this organisation"
            )
            raise Wrong(message % {"value": said, "n": SURE_DIGITS})
        return number

    return Codec(tell, hear)


def _decimal(said: Any) -> Decimal:
    if not isinstance(said, str) or len(said) > 40:
        raise Wrong(_("a number in quotes is needed, such as “26.4”"))
    try:
        number = Decimal(said)
    except InvalidOperation as error:
        raise Wrong(_("“%(value)s” is no number") % {"value": said}) from error
    if not number.is_finite():
        raise Wrong(_("“%(value)s” is no number") % {"value": said})
    return number


def _day(_field: Field) -> Codec:
    def hear(said: Any) -> date:
        try:
            return date.fromisoformat(said)
        except (TypeError, ValueError) as error:
            raise Wrong(_("a day is needed, such as “2026-03-31”")) from error

    return Codec(lambda value: value.isoformat(), hear)


def _instant(_field: Field) -> Codec:
    def tell(value: datetime) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def hear(said: Any) -> datetime:
        try:
            found = datetime.fromisoformat(said)
            if found.tzinfo is not None:
                return found.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            pass
        raise Wrong(_("an instant is needed, such as “2026-03-31T08:15:00Z”"))

    return Codec(tell, hear)


def _truth(_field: Field) -> Codec:
    def hear(said: Any) -> bool:
        if not isinstance(said, bool):
            raise Wrong(_("true or false is needed"))
        return said

    return Codec(bool, hear)


def _data(field: Field) -> Codec:
    shape = _SHAPES.get(f"{field.model._meta.label_lower}.{field.name}", _any_object)

    def hear(said: Any) -> Any:
        shape(said)
        return plain_data(said)

    return Codec(same_everywhere, hear)


def _any_object(said: Any) -> None:
    if not isinstance(said, dict):
        raise Wrong(_("an object is needed: {…}"))


def _texts(said: Any) -> None:
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise Wrong(_("a list of texts is needed"))


def _week(said: Any) -> None:
    is_week = isinstance(said, list) and len(said) == 7
    if not is_week or not all(map(_is_day_of_hours, said)):
        raise Wrong(_("seven numbers of hours are needed, Monday first"))


def _is_day_of_hours(hours: object) -> bool:
    is_number = isinstance(hours, int | float) and not isinstance(hours, bool)
    return is_number and 0 <= hours <= 24  # type: ignore[operator]  # a number


_SHAPES: dict[str, Callable[[Any], None]] = {
    "people.calendar.weekly_hours": _week,
    "projects.task.labels": _texts,
}


def same_everywhere(value: Any) -> Any:
    """Return JSON as both databases give it back: keys in order, numbers alike."""
    if isinstance(value, dict):
        return {
            _told_text(name): same_everywhere(value[name]) for name in sorted(value)
        }
    if isinstance(value, list):
        return [same_everywhere(each) for each in value]
    if isinstance(value, str):
        return _told_text(value)
    if isinstance(value, float):
        return int(value) if abs(value) >= _WIDEST_FLOAT else value + 0.0
    return value


def plain_data(said: Any, depth: int = 0) -> Any:
    """Return JSON that every database takes.

    Raises
    ------
    Wrong
        If it holds such text, or lies too deep.
    """
    if depth > DEEPEST:
        raise Wrong(_("it is nested more than %(n)s deep") % {"n": DEEPEST})
    if isinstance(said, str):
        return plain_text(said)
    if isinstance(said, float) and not math.isfinite(said):
        raise Wrong(_("a number is too large"))
    if isinstance(said, dict):
        return {plain_text(k): plain_data(v, depth + 1) for k, v in said.items()}
    if isinstance(said, list):
        return [plain_data(each, depth + 1) for each in said]
    return said


_KINDS: tuple[tuple[type[Field], Callable[[Field], Codec]], ...] = (
    (models.CharField, _text),
    (models.TextField, _text),
    (models.BooleanField, _truth),
    (models.IntegerField, _whole),
    (models.FloatField, _real),
    (models.DecimalField, _exact),
    (models.DateTimeField, _instant),
    (models.DateField, _day),
    (models.JSONField, _data),
)


def as_line(row: dict[str, Any]) -> str:
    """Return a row as one line of JSON; what JSON cannot hold is an error."""
    return _ENCODE(row)


_ENCODE = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
).encode
