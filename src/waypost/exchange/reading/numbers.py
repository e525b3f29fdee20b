"""Numbers with a point or a comma, and lengths of time in words."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from waypost.exchange.reading.texts import Exact

DecimalMark = Literal[".", ","]

NUMBER = re.compile(r"[+\-\u2212]?\d[\d.,'\u2019\s]*", re.ASCII)
COMMA_ONLY = re.compile(r"\D*\d+,(\d+)\D*", re.ASCII)
POINT_ONLY = re.compile(r"\D*\d+\.(\d+)\D*", re.ASCII)
PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?,?\s*")
ISO_DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?"
    r"(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
# The longest that a task may be said to take: a century, in seconds.
MAX_SECONDS = Decimal(100 * 366 * 86_400)

# Jira counts a day as eight hours and a week as five days unless told otherwise.
SECONDS = {
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 8 * 3600,
    "w": 5 * 8 * 3600,
}
UNIT_WORDS = {
    "s": "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos",
    "m": "m min mins minute minutes minuten minuto minutos",
    "h": "h hr hrs std hour hours stunde stunden heure heures hora horas",
    "d": "d t j day days tag tage tagen jour jours dia dias día días",
    "w": "w sem week weeks woche wochen semaine semaines semana semanas",
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words.split()}


@dataclass(slots=True)
class DecimalEvidence:
    """What the numbers of a file say about their decimal mark."""

    comma: int = 0
    point: int = 0

    def see(self, text: str) -> None:
        """Count one cell; three digits after a single mark may be thousands."""
        if isinstance(text, Exact):
            return
        comma, point = text.rfind(","), text.rfind(".")
        if comma >= 0 and point >= 0:
            if comma > point:
                self.comma += 1
            else:
                self.point += 1
        elif found := COMMA_ONLY.fullmatch(text):
            self.comma += len(found[1]) != 3
        elif found := POINT_ONLY.fullmatch(text):
            self.point += len(found[1]) != 3

    def mark(self, *, separator: str = ",") -> DecimalMark:
        """Give the mark; without evidence the one that goes with the separator."""
        if self.comma == self.point:
            return "," if separator == ";" else "."
        return "," if self.comma > self.point else "."


def read_number(text: str, mark: DecimalMark = ".") -> Decimal | None:
    """Read a number, or give None where the text is none.

    >>> read_number("1.234,5", ",")
    Decimal('1234.5')
    """
    if isinstance(text, Exact):
        mark = "."
    plain = text.strip().replace("\u00a0", "").replace("\u202f", "")
    if not NUMBER.fullmatch(plain) or len(plain) > 40:
        return None
    plain = re.sub(r"[\s'\u2019]", "", plain).replace("\u2212", "-")
    other = "." if mark == "," else ","
    plain = plain.replace(other, "").replace(mark, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def read_seconds(
    text: str, mark: DecimalMark = ".", *, plain_unit: str = "s"
) -> Decimal | None:
    """Read a length of time in seconds; a bare number is in `plain_unit`.

    >>> read_seconds("14400"), read_seconds("1d 2h"), read_seconds("PT1H30M")
    (Decimal('14400'), Decimal('36000'), Decimal('5400'))
    """
    number = read_number(text, mark)
    if number is not None:
        seconds = number * SECONDS[plain_unit]
        return seconds if abs(seconds) <= MAX_SECONDS else None
    if found := ISO_DURATION.fullmatch(text.strip()):
        return _iso_seconds(found)
    return _worded_seconds(text, mark)


def _iso_seconds(found: re.Match[str]) -> Decimal | None:
    if not any(found.groups()):
        return None
    sizes = (86_400, 3600, 60, 1)
    total = sum(
        (
            Decimal(part) * size
            for part, size in zip(found.groups(), sizes, strict=True)
            if part
        ),
        Decimal(),
    )
    return total if total <= MAX_SECONDS else None


def _worded_seconds(text: str, mark: DecimalMark) -> Decimal | None:
    rest, total = text.strip().casefold(), Decimal()
    if not rest or len(rest) > 80:
        return None
    sign = -1 if rest[0] in "-\u2212" else 1
    rest = rest.lstrip("-\u2212 ")
    while rest:
        found = PIECE.match(rest)
        if found is None or found[2] not in UNITS:
            return None
        number = read_number(found[1], mark)
        if number is None:
            return None
        total += number * SECONDS[UNITS[found[2]]]
        rest = rest[found.end() :]
    return sign * total if total <= MAX_SECONDS else None
