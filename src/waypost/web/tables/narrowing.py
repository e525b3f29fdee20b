"""What a column can be narrowed by: how its parameters read, and how they are said.

Each kind takes the parameters of its column (``due``, ``due_from`` …) and answers with
a `Read`: what of them holds, as the address spells it, what the query is asked for,
and what was wrong.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from waypost.core.listing import Between, Narrowing, OneOf, Saying
from waypost.people import queries as people
from waypost.people.models import Person as Somebody
from waypost.web.markup import esc
from waypost.web.tables.numbers import number_of
from waypost.web.templatetags import formats

NONE = "none"
LONGEST = 200
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose; `means` is what the query is asked for."""

    value: str
    label: str
    means: Any = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and on which day; what was asked once for the request is kept."""

    viewer: Somebody
    today: date
    kept: dict[Any, Sequence[Option]] = field(default_factory=dict)

    def options(self, ask: Callable[[Somebody], Sequence[Option]]) -> Sequence[Option]:
        """Return a list of choices, asked for once."""
        if ask not in self.kept:
            self.kept[ask] = ask(self.viewer)
        return self.kept[ask]


@dataclass(frozen=True, slots=True)
class Read:
    """What a column's parameters say."""

    parameters: tuple[tuple[str, str], ...] = ()
    wanted: Narrowing | None = None
    words: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the filter panel, as the template draws it."""

    kind: str
    name: str
    options: tuple[tuple[str, str, bool], ...] = ()
    value: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""

    @property
    def listed(self) -> SafeString:
        """The options of a select, as fast as a string: there may be a thousand."""
        return SafeString(
            "".join(
                f'<option value="{esc(value)}"{" selected" if is_on else ""}>'
                f"{esc(label)}</option>"
                for value, label, is_on in self.options
            )
        )


class Narrower(Protocol):
    """A kind of filter."""

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parameters that it reads."""

    def read(self, column: str, given: Given, asker: Asker) -> Read:
        """Read them."""

    def field(self, column: str, read: Read, asker: Asker) -> Input:
        """Return its field, filled in."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One or several of a list.

    `options` are asked with the viewer; `few` of them are drawn as boxes to tick, more
    as a select.
    """

    options: Callable[[Somebody], Sequence[Option]]
    few: int = 10

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parameters that it reads."""
        return (column,)

    def read(self, column: str, given: Given, asker: Asker) -> Read:
        """Read values, each once; what is no value of the list is named."""
        values = _split(given.get(column, ()))
        if not values:
            return Read()
        known = {option.value: option for option in asker.options(self.options)}
        chosen = [known[value] for value in values if value in known]
        wrong = [_no_value(value) for value in values if value not in known]
        if not chosen:
            return Read(problems=tuple(wrong))
        return Read(
            parameters=((column, ",".join(option.value for option in chosen)),),
            wanted=OneOf(tuple(option.means for option in chosen)),
            words=", ".join(option.label for option in chosen),
            problems=tuple(wrong),
        )

    def field(self, column: str, read: Read, asker: Asker) -> Input:
        """Return boxes, or a select."""
        options = asker.options(self.options)
        chosen = set(_split(value for _name, value in read.parameters))
        return Input(
            kind="boxes" if len(options) <= self.few else "select",
            name=column,
            options=tuple((o.value, o.label, o.value in chosen) for o in options),
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Words that it holds."""

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parameters that it reads."""
        return (column,)

    def read(self, column: str, given: Given, asker: Asker) -> Read:
        """Read the last words given."""
        words = clean(_last(given, column))
        if not words:
            return Read()
        if words == NONE:
            return Read(((column, NONE),), OneOf((None, "")), _("none"))
        return Read(((column, words),), Saying(words), f"“{words}”")

    def field(self, column: str, read: Read, asker: Asker) -> Input:
        """Return a field of text."""
        return Input("text", column, value=_value(read))


@dataclass(frozen=True, slots=True)
class Person:
    """A person: ``me``, ``none``, an id, or words of a name."""

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parameters that it reads."""
        return (column,)

    def read(self, column: str, given: Given, asker: Asker) -> Read:
        """Read who is meant; a name stands for all whose name holds it."""
        said = clean(_last(given, column))
        if not said:
            return Read()
        stays = ((column, said),)
        if said == NONE:
            return Read(stays, OneOf((None,)), _("nobody"))
        if said == "me":
            return Read(stays, OneOf((asker.viewer.pk,)), _("me"))
        found = people.people_named(viewer=asker.viewer, words=said)
        if not found:
            wrong = _("nobody is called “%(name)s”") % {"name": said}
            return Read(problems=(wrong,))
        names = [each.label for each in found]
        words = names[0] if len(names) == 1 else f"“{said}”"
        return Read(stays, OneOf(tuple(each.value for each in found)), words)

    def field(self, column: str, read: Read, asker: Asker) -> Input:
        """Return a field that offers names while somebody types."""
        is_number = _value(read).isdecimal()
        return Input("person", column, value=read.words if is_number else _value(read))


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days: a word such as ``week``, or from and to.

    ``due_from`` and ``due_to`` take a day, ``today``, or days from now such as ``+14``,
    so that a saved view means the same next week.
    """

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parameters that it reads."""
        return (column, f"{column}_from", f"{column}_to")

    def read(self, column: str, given: Given, asker: Asker) -> Read:
        """Read a word; without one, from and to."""
        word = clean(_last(given, column))
        spans = _spans(asker.today)
        if word in spans:
            label, wanted = spans[word]
            return Read(((column, word),), wanted, label)
        problems = [_no_value(word)] if word else []
        return _between(
            column, given, lambda said: _day(said, asker.today), problems, formats.day
        )

    def field(self, column: str, read: Read, asker: Asker) -> Input:
        """Return a select of words, and two days."""
        said = dict(read.parameters)
        spans = _spans(asker.today)
        return Input(
            kind="days",
            name=column,
            options=tuple(
                (word, label, said.get(column) == word)
                for word, (label, _wanted) in spans.items()
            ),
            low=_iso(said.get(f"{column}_from", ""), asker.today),
            high=_iso(said.get(f"{column}_to", ""), asker.today),
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """A span of numbers; `scale` turns what people read (46 %) into what is kept."""

    scale: float = 1
    unit: str = ""

    def names(self, column: str) -> tuple[str, ...]:
        """Return the parameters that it reads."""
        return (column, f"{column}_from", f"{column}_to")

    def read(self, column: str, given: Given, asker: Asker) -> Read:
        """Read from and to, with a point or a comma; ``none``: there is no number."""
        word = clean(_last(given, column))
        if word == NONE:
            return Read(((column, NONE),), OneOf((None,)), _("none"))
        problems = [_no_value(word)] if word else []
        return _between(column, given, self._number, problems, self._said)

    def field(self, column: str, read: Read, asker: Asker) -> Input:
        """Return two fields of text."""
        said = dict(read.parameters)
        return Input(
            kind="numbers",
            name=column,
            low=said.get(f"{column}_from", ""),
            high=said.get(f"{column}_to", ""),
            unit=self.unit,
        )

    def _number(self, said: str) -> float | None:
        number = number_of(said)
        return None if number is None else float(number) * self.scale

    def _said(self, number: float) -> str:
        return formats.number(Decimal(str(round(number / self.scale, 6))), self.unit)


def clean(text: str) -> str:
    """Return text without what no text holds, and not longer than anybody types."""
    kept = "".join(sign for sign in text if sign.isprintable())
    return " ".join(kept.split())[:LONGEST].strip()


def _between(
    column: str,
    given: Given,
    to_value: Callable[[str], Any],
    problems: list[str],
    say: Callable[[Any], str],
) -> Read:
    sides: list[Any] = []
    parameters: list[tuple[str, str]] = []
    for name in (f"{column}_from", f"{column}_to"):
        said = clean(_last(given, name))
        value = to_value(said) if said else None
        if said and value is None:
            problems.append(_no_value(said))
        elif said:
            parameters.append((name, said))
        sides.append(value)
    if not parameters:
        return Read(problems=tuple(problems))
    low, high = sides
    return Read(
        tuple(parameters), Between(low, high), _span(low, high, say), tuple(problems)
    )


def _span(low: Any, high: Any, say: Callable[[Any], str]) -> str:
    if low is None:
        return _("up to %(high)s") % {"high": say(high)}
    if high is None:
        return _("from %(low)s") % {"low": say(low)}
    if low == high:
        return say(low)
    return _("%(low)s to %(high)s") % {"low": say(low), "high": say(high)}


def _spans(today: date) -> dict[str, tuple[str, Narrowing]]:
    def after(days: int) -> date:
        return today + timedelta(days=days)

    return {
        "past": (_("before today"), Between(None, after(-1))),
        "today": (_("today"), Between(today, today)),
        "week": (_("in the next 7 days"), Between(today, after(7))),
        "month": (_("in the next 30 days"), Between(today, after(30))),
        "lastweek": (_("in the last 7 days"), Between(after(-7), today)),
        NONE: (_("no day"), OneOf((None,))),
    }


def _day(said: str, today: date) -> date | None:
    if said == "today":
        return today
    try:
        if said[0] in "+-" and said[1:].isdecimal():
            return today + timedelta(days=int(said))
        return date.fromisoformat(said)
    except (ValueError, OverflowError):
        return None


def _iso(said: str, today: date) -> str:
    day = _day(said, today) if said else None
    return day.isoformat() if day else ""


def _split(values: Iterable[str]) -> list[str]:
    parts = [clean(part) for value in values for part in value.split(",")]
    return list(dict.fromkeys(filter(None, parts)))


def _last(given: Given, name: str) -> str:
    values = given.get(name) or ("",)
    return values[-1]


def _value(read: Read) -> str:
    return read.parameters[0][1] if read.parameters else ""


def _no_value(value: str) -> str:
    return _("“%(value)s” is none of its values") % {"value": value}
