"""Dates as tools write them: the order decided from the whole column's evidence."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.incoming import DateOrder
from waypost.exchange.reading.said import Said, say

# The first three or four letters of the months, without accents, in English,
# German, French, Spanish, Portuguese, Italian and Dutch. Jira writes them in the
# language of whoever exports.
MONTH_STEMS = (
    "jan ene gen janv",
    "feb fev fevr",
    "mar mrz maer mars maart mrt",
    "apr abr avr",
    "may mai mei mag maio mayo",
    "jun juin giu juni",
    "jul juil lug juli",
    "aug ago aou aout",
    "sep set sept",
    "oct okt out ott",
    "nov",
    "dec dez dic",
)
MONTHS = {
    stem: number
    for number, stems in enumerate(MONTH_STEMS, 1)
    for stem in stems.split()
}
JOINERS = {"de", "del", "of", "den", "d"}

NUMERIC = re.compile(
    r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?:\.?,?[T\s]+(.+))?", re.ASCII
)
# How every text begins that `NUMERIC` may match: most dates with a month do not.
BEGINS_NUMERIC = re.compile(r"\s*\d{1,4}\s*[./-]\s*\d")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
NAMED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,4})(?:st|nd|rd|th)?[.\s/-]+((?:[^\W\d_]+\.?[\s/-]+)+)"
    r"(\d{2,4})(?:\.?,?[T\s]+(.+))?"
)
NAMED_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
    r"(?:,?\s+(.+))?"
)
CLOCK = re.compile(
    r"(\d{1,2})[:.hH](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?\s?m\.?)?\s*"
    r"(z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)


class NotADate(Exception):
    """The text is no date; `nearest` is the last day of the month it means."""

    def __init__(self, reason: Said, nearest: date | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.nearest = nearest


@dataclass(slots=True)
class DateEvidence:
    """What the numeric dates of one column say about their order."""

    day_first: int = 0
    month_first: int = 0
    year_first: int = 0
    either: int = 0

    def see(self, text: str) -> None:
        """Count one cell."""
        if not BEGINS_NUMERIC.match(text):
            return
        found = NUMERIC.fullmatch(tidy(text))
        if found is None:
            return
        first, second = int(found[1]), int(found[3])
        if len(found[1]) > 2 or first > 31:
            self.year_first += 1
        elif first > 12:
            self.day_first += 1
        elif second > 12:
            self.month_first += 1
        else:
            self.either += 1

    @property
    def is_ambiguous(self) -> bool:
        """Whether there are numeric dates and none of them settles the order."""
        settled = self.day_first or self.month_first or self.year_first
        return bool(self.either) and not settled

    def order(self, default: DateOrder = DateOrder.DAY_FIRST) -> DateOrder | None:
        """Give the order, the default when ambiguous, none without numeric dates."""
        if self.is_ambiguous:
            return default
        counts = {
            DateOrder.YEAR_FIRST: self.year_first,
            DateOrder.DAY_FIRST: self.day_first,
            DateOrder.MONTH_FIRST: self.month_first,
        }
        best = max(counts, key=lambda order: counts[order])
        return best if counts[best] else None


def tidy(text: str) -> str:
    """Make one plain space of every kind of space."""
    return " ".join(text.replace("\u202f", " ").split())


@lru_cache(maxsize=8192)
def read_moment(text: str, order: DateOrder | None = None) -> datetime:
    """Read a date with or without a time; midnight stands for no time.

    >>> read_moment("09/Jan/24 3:54 PM").isoformat()
    '2024-01-09T15:54:00'
    >>> read_moment("02/03/2026", DateOrder.MONTH_FIRST).date().isoformat()
    '2026-02-03'

    Raises
    ------
    NotADate
        With a reason, and the nearest day where the month is a shorter one.
    """
    plain = tidy(text)
    first, _space, rest = plain.partition(" ")
    if rest[:1].isdigit() and (known := _day_of_word(first, order)):
        return _with_clock(plain, known, rest)
    year, month, day, clock = _parts(plain, order)
    on = _day(plain, year=year, month=month, day=day)
    return _with_clock(plain, on, clock)


@lru_cache(maxsize=8192)  # moments are many, their days are few
def _day_of_word(word: str, order: DateOrder | None) -> date | None:
    """Return the day that one word names, such as ``09/Jan/24``."""
    if word.isdigit():
        return None
    try:
        year, month, day, clock = _parts(word, order)
        return None if clock else _day(word, year=year, month=month, day=day)
    except NotADate:
        return None


def _parts(plain: str, order: DateOrder | None) -> tuple[int, int, int, str]:
    if found := NUMERIC.fullmatch(plain):
        numbers = (found[1], found[3], found[4])
        return (*_ordered(plain, numbers, order), found[5] or "")
    if found := COMPACT.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3]), ""
    if found := NAMED.fullmatch(plain):
        month = _month(found[2])
        if len(found[1]) > 2:
            return int(found[1]), month, int(found[3]), found[4] or ""
        return _year(found[3]), month, int(found[1]), found[4] or ""
    if found := NAMED_FIRST.fullmatch(plain):
        month = _month(found[1])
        return int(found[3]), month, int(found[2]), found[4] or ""
    raise NotADate(say(_("is not a date")))


def _ordered(
    plain: str, numbers: tuple[str, str, str], order: DateOrder | None
) -> tuple[int, int, int]:
    first, second, third = numbers
    if len(first) > 2 or (order is DateOrder.YEAR_FIRST and len(third) <= 2):
        return _year(first), int(second), int(third)
    if len(third) not in {2, 4}:
        raise NotADate(say(_("is not a date")))
    if order is DateOrder.MONTH_FIRST:
        return _year(third), int(first), int(second)
    return _year(third), int(second), int(first)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


@lru_cache(maxsize=512)
def _month(words: str) -> int:
    for word in re.split(r"[\s/.-]+", words):
        bare = _bare(word)
        if not bare or bare in JOINERS:
            continue
        for length in (5, 4, 3):
            if bare[:length] in MONTHS:
                return MONTHS[bare[:length]]
    reason = _("is not a date: no month is called “%(word)s”")
    raise NotADate(say(reason, word=words.strip(" ./-")[:20]))


def _bare(word: str) -> str:
    spread = unicodedata.normalize("NFKD", word.casefold().replace("ä", "ae"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _day(plain: str, *, year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2200:
        raise NotADate(say(_("is not a date: the year %(year)s"), year=year))
    if not 1 <= month <= 12:
        raise NotADate(
            say(_("is not a date: there is no month %(month)s"), month=month)
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= 31:
        raise NotADate(say(_("is not a date: no month has a day %(day)s"), day=day))
    if day > last:
        name = calendar.month_name[month]
        reason = _("is not a date: %(month)s has %(days)s days")
        said = say(reason, month=_MONTH_NAMES.get(name, name), days=last)
        raise NotADate(said, date(year, month, last))
    return date(year, month, day)


def _with_clock(plain: str, on: date, clock: str) -> datetime:
    if not clock:
        return datetime.combine(on, time())
    found = CLOCK.fullmatch(clock.strip())
    if found is None:
        raise NotADate(say(_("ends in something that is not a time")))
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[4][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        raise NotADate(say(_("ends in something that is not a time")))
    at = time(hour, minute, min(second, 59), tzinfo=_zone(found[5]))
    return datetime.combine(on, at)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return timezone(timedelta())
    away = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if away >= timedelta(hours=24):
        return None
    return timezone(-away if text[0] == "-" else away)


_MONTH_NAMES = {
    "January": _("January"),
    "February": _("February"),
    "March": _("March"),
    "April": _("April"),
    "May": _("May"),
    "June": _("June"),
    "July": _("July"),
    "August": _("August"),
    "September": _("September"),
    "October": _("October"),
    "November": _("November"),
    "December": _("December"),
}
