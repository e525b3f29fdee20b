"""How dates, numbers and money read, in the person's locale.

A minus sign is U+2212; a unit stands after a no-break space; a number shows as many
digits as matter.
"""

from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from django import template
from django.utils import numberformat, timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.utils.translation.trans_real import catalog

from waypost.web import locales

register = template.Library()

Number = int | float | Decimal
MINUS = "\N{MINUS SIGN}"
GLUE = "\N{NO-BREAK SPACE}"
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CHF": "CHF"}


@register.filter
def day(value: date | datetime | None, form: str = "") -> str:
    """Return ``12 Dec`` in this year, ``12 Dec 2025`` otherwise.

    `form` ``weekday`` puts the day of the week first: ``Fri 12 Dec``; ``long`` spells
    day and month out: ``Friday 12 December``.
    """
    if value is None:
        return ""
    shown = _local_day(value)
    pattern = locales.current().day
    if shown.year != timezone.localdate().year:
        pattern += ", Y" if pattern.startswith("M") else " Y"
    if form == "long":
        pattern = f"l {pattern.replace('M', 'F')}"
    if form == "weekday":
        pattern = f"D {pattern}"
    return _written_day(shown, pattern, catalog())


# Kept, as numbers are: a page names the same few days again and again.
@lru_cache(maxsize=4096)
def _written_day(shown: date, pattern: str, _language: object) -> str:
    return date_format(shown, pattern).replace(" ", GLUE)


@register.filter
def due(value: date | None) -> str:
    """Return ``today``, ``tomorrow``, ``yesterday``, or the day with its weekday."""
    if value is None:
        return ""
    words = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    distance = (_local_day(value) - timezone.localdate()).days
    return words.get(distance) or day(value, "weekday" if abs(distance) < 14 else "")


@register.filter
def clock(value: datetime | None) -> str:
    """Return ``09:10`` of today, else the day and the time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    told = time_of_day(local)
    return told if local.date() == timezone.localdate() else f"{day(value)}, {told}"


@register.filter
def time_of_day(local: datetime) -> str:
    """Return a time as the clock on the person's wall shows it."""
    minute = local.time().replace(second=0, microsecond=0)
    return _written_time(minute, locales.current().time, catalog())


@lru_cache(maxsize=4096)
def _written_time(minute: time, pattern: str, _language: object) -> str:
    return time_format(minute, pattern).replace(" ", GLUE)


@register.filter
def ago(value: datetime | None) -> str:
    """Return how long ago an instant was: ``4 minutes ago``, ``yesterday``."""
    if value is None:
        return ""
    seconds = (datetime.now(UTC) - value).total_seconds()
    minutes, hours_past = int(seconds // 60), int(seconds // 3600)
    if minutes < 1:
        return _("just now")
    if hours_past < 1:
        return _in_words(
            ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes), minutes
        )
    if hours_past < 24:
        return _in_words(
            ngettext("%(n)s hour ago", "%(n)s hours ago", hours_past), hours_past
        )
    days = (timezone.localdate() - _local_day(value)).days
    if days < 2:
        return _("yesterday")
    if days < 15:
        return _in_words(ngettext("%(n)s day ago", "%(n)s days ago", days), days)
    return day(value)


def _in_words(text: str, n: int) -> str:
    return text % {"n": n}


@register.filter
def number(value: Number | None, unit: str = "") -> str:
    """Return a metric's value: ``26.4 days``, ``1,250``, ``−3``."""
    if value is None:
        return ""
    return with_unit(_grouped(value), unit)


@register.filter
def signed(value: Number | None, unit: str = "") -> str:
    """Return a difference with its sign: ``+3``, ``−5.6 days``, ``0``.

    Differences are reckoned, not typed: three digits are enough.
    """
    if value is None:
        return ""
    text = _grouped(value, digits=3)
    plus = "+" if value > 0 and text != "0" else ""
    return with_unit(plus + text, unit)


@register.filter
def size(value: Number | None, unit: str = "") -> str:
    """Return what was reckoned, such as a gap, with three digits: ``3.57 days``."""
    return "" if value is None else with_unit(_grouped(value, digits=3), unit)


@register.filter
def percent(value: Number | None) -> str:
    """Return a fraction as whole percent: 0.46 is ``46 %``.

    What is nearly all or nearly nothing does not round to all or nothing.
    """
    if value is None:
        return ""
    return f"{_grouped(whole_percent(value))}{GLUE}%"


@register.filter
def points(value: Number | None) -> str:
    """Return a fraction as whole percent without the sign, for bars and text."""
    return "" if value is None else str(whole_percent(value))


@lru_cache(maxsize=4096, typed=True)
def whole_percent(value: Number) -> int:
    """Round a fraction to percent, keeping 0 and 100 for what really is 0 or 1."""
    exact = Decimal(str(value)) * 100
    shown = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if shown == 100 and exact < 100:
        return 99
    if shown == 0 and exact > 0:
        return 1
    return shown


@register.filter
def money(value: Number | None, currency: str = "EUR") -> str:
    """Return an amount: ``€ 118,400``, ``CHF 12.50``, ``118.400 €``."""
    if value is None:
        return ""
    amount = _decimal(value)
    places = 0 if amount == amount.to_integral_value() else 2
    here = locales.current()
    text = _written(abs(amount), places, here)
    sign = MINUS if amount < 0 else ""
    symbol = _SYMBOLS.get(currency, currency)
    if here.money_comes_last:
        return f"{sign}{text}{GLUE}{symbol}"
    return f"{sign}{symbol}{GLUE}{text}"


@register.filter
def hours(value: Number | None) -> str:
    """Return effort: ``4 h``, ``1.5 h``, ``1,312 h``."""
    return number(value, "h")


@register.filter
def initials(name: str) -> str:
    """Return the two letters that stand for a person."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def with_unit(text: str, unit: str) -> str:
    """Join a number and its unit so that no line breaks between them."""
    return f"{text}{GLUE}{unit}" if unit else text


def _local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _decimal(value: Number) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _grouped(value: Number, digits: int = 4) -> str:
    """Round to so many significant digits, never before the point; group by locale."""
    return _grouped_there(locales.current(), value, digits)


# Kept, for a page writes the same few numbers into hundreds of cells.
@lru_cache(maxsize=4096, typed=True)
def _grouped_there(here: locales.Locale, value: Number, digits: int) -> str:
    exact = _decimal(value)
    if not exact.is_finite():
        return str(value)
    places = max(0, digits - 1 - exact.adjusted()) if exact else 0
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    plain = f"{rounded.copy_abs():f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    decimals = len(plain.partition(".")[2])
    text = _written(Decimal(plain), decimals, here)
    return f"{MINUS}{text}" if rounded < 0 else text


def _written(value: Decimal, decimals: int, here: locales.Locale | None = None) -> str:
    here = here or locales.current()
    written: str = numberformat.format(
        value, here.decimal, decimals, 3, here.group, force_grouping=True
    )
    return written
