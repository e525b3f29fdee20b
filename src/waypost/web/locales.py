"""How numbers, dates and times are written where a person is.

The words of the pages follow the languages that have a catalogue; how numbers and dates
are written follows the person's locale, which may be any of these. So somebody in
Sweden reads `1 250,5` and types a decimal comma, whatever language the words have.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.formats import get_format
from django.utils.translation import get_language

GLUE = "\N{NO-BREAK SPACE}"
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'\u2019]")  # apostrophes part thousands too
_MINUS = "\N{MINUS SIGN}"
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """One way of writing; `name` is what people there call it, in any language.

    There is one object of each.
    """

    code: str
    name: str
    day: str = "j M"
    time: str = "H:i"
    money_comes_last: bool = True

    @property
    def decimal(self) -> str:
        """What stands before the decimals."""
        return str(get_format("DECIMAL_SEPARATOR", self._formats))

    @property
    def group(self) -> str:
        """What parts thousands; a space never breaks the line."""
        found = str(get_format("THOUSAND_SEPARATOR", self._formats))
        return GLUE if found.isspace() else found

    @property
    def first_weekday(self) -> int:
        """The day a week begins with, as Python counts them: 0 is Monday."""
        return (int(str(get_format("FIRST_DAY_OF_WEEK", self._formats))) - 1) % 7

    @property
    def _formats(self) -> str:
        return {"en-us": "en", "no": "nb"}.get(self.code, self.code)


# Names are what the people who choose them call their language, and stay as they are.
LOCALES = (
    Locale("en-gb", "English (United Kingdom)", money_comes_last=False),
    Locale(
        "en-us",
        "English (United States)",
        day="M j",
        time="g:i A",
        money_comes_last=False,
    ),
    Locale("cs", "Čeština", day="j. M", time="G:i"),
    Locale("da", "Dansk", day="j. M"),
    Locale("de", "Deutsch", day="j. M"),
    Locale("es", "Español"),
    Locale("fr", "Français"),
    Locale("it", "Italiano"),
    Locale("nl", "Nederlands", money_comes_last=False),
    Locale("no", "Norsk", day="j. M"),
    Locale("pl", "Polski"),
    Locale("pt", "Português"),
    Locale("fi", "Suomi", day="j. M", time="G.i"),
    Locale("sv", "Svenska"),
)
_BY_CODE = {locale.code: locale for locale in LOCALES}
_ALIASES = {"en": "en-us", "nb": "no", "nn": "no"}
_chosen: ContextVar[str] = ContextVar("locale", default="")


def current() -> Locale:
    """Return the locale of who asks, else the one of the language in use."""
    return find(_chosen.get()) or find(get_language() or "") or LOCALES[0]


@lru_cache(maxsize=256)
def find(code: str) -> Locale | None:
    """Return the locale of a code such as ``sv`` or ``de-AT``, or nothing."""
    wanted = code.lower().replace("_", "-")
    for name in (wanted, wanted.partition("-")[0]):
        known = _BY_CODE.get(_ALIASES.get(name, name))
        if known is not None:
            return known
    return None


def of_browser(accepted: str) -> str:
    """Return the first locale that ``Accept-Language`` asks for, or nothing."""
    for part in accepted.split(",")[:20]:
        known = find(part.partition(";")[0].strip()[:16])
        if known is not None:
            return known.code
    return ""


@contextmanager
def written_as(code: str) -> Iterator[None]:
    """Write numbers and dates as one locale does until the block ends."""
    token = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(token)


def language_of(code: str) -> str:
    """Return the language of words for a locale, nothing where there is no catalogue.

    >>> language_of("sv"), language_of("en-us")
    ('', 'en')
    """
    offered = {name for name, _label in settings.LANGUAGES}
    for name in (code, code.partition("-")[0]):
        if name in offered:
            return name
    return ""


def read_number(text: str, locale: Locale | None = None) -> str:
    """Return a number as it was typed, with a point and without groups.

    Point and comma both begin the decimals where that cannot be mistaken; what looks
    like a group of thousands is one only where thousands are parted like that. What is
    no number comes back as it is.

    >>> de, gb = find("de"), find("en-gb")
    >>> [read_number(text, de) for text in ("26,4", "26.4", "1.250", "1.250,5")]
    ['26.4', '26.4', '1250', '1250.5']
    >>> [read_number(text, gb) for text in ("26,4", "1,250", "1.250", "−3", "soon")]
    ['26.4', '1250', '1.250', '-3', 'soon']
    """
    here = locale or current()
    bare = _SPACES.sub("", text).replace(_MINUS, "-")
    plain = _without_groups(bare, here)
    return plain if _PLAIN.fullmatch(plain) else text


def _without_groups(text: str, here: Locale) -> str:
    marks = [mark for mark in ",." if mark in text]
    if len(marks) == 2:
        decimal = max(marks, key=text.rindex)
        group = "," if decimal == "." else "."
        whole, _mark, rest = text.rpartition(decimal)
        return f"{_joined(whole, group)}.{rest}"
    if not marks:
        return text
    mark = marks[0]
    is_grouped = text.count(mark) > 1 or (mark == here.group and mark != here.decimal)
    joined = _joined(text, mark) if is_grouped else text
    if is_grouped and joined != text:
        return joined
    return text.replace(mark, ".", 1)


def _joined(text: str, group: str) -> str:
    """Take the groups out of a number, if they are such."""
    well_formed = re.fullmatch(
        rf"[+-]?[1-9]\d{{0,2}}({re.escape(group)}\d{{3}})+", text
    )
    return text.replace(group, "") if well_formed else text


def write_number(plain: str, locale: Locale | None = None) -> str:
    """Return a plain number as it is typed where the person is: ``26,4``.

    >>> write_number("26.4", find("sv")), write_number("soon", find("sv"))
    ('26,4', 'soon')
    """
    here = locale or current()
    return plain.replace(".", here.decimal) if _PLAIN.fullmatch(plain) else plain
