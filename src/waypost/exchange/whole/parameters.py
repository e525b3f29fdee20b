"""Ids in the parameters of a saved view: ``team=12`` becomes ``team=~<key>``."""

import re
from collections.abc import Callable

from waypost.exchange.whole.names import Names, Places

# Which parameters of which tables hold ids, and of what; a test of the pages holds
# this to the columns of the tables.
IDS = {
    "assignee": "people.person",
    "calendar": "people.calendar",
    "cycle": "okrs.cycle",
    "lead": "people.person",
    "manager": "people.person",
    "owner": "people.person",
    "person": "people.person",
    "sponsor": "people.person",
    "team": "people.team",
}
_COMMA = re.compile(r"(,|%2[Cc])")
_NOTHING = "0"  # no row has this id


def told(parameters: str, names: Names) -> str:
    """Return the parameters of a view with keys where ids stand."""

    def name(label: str, word: str) -> str:
        if not (word.isascii() and word.isdecimal()):
            return word
        return f"~{names.live(label, int(word)) or _NOTHING}"

    return _each(parameters, name)


def heard(parameters: str, places: Places) -> str:
    """Return the parameters of a view with the ids of this installation."""

    def pk(label: str, word: str) -> str:
        if not word.startswith("~") or not word[1:].isdecimal():
            return word
        return str(places.ids.get(label, {}).get(word[1:], _NOTHING))

    return _each(parameters, pk)


def _each(parameters: str, change: Callable[[str, str], str]) -> str:
    return "&".join(_changed(pair, change) for pair in parameters.split("&"))


def _changed(pair: str, change: Callable[[str, str], str]) -> str:
    name, is_given, value = pair.partition("=")
    label = IDS.get(name.removeprefix("?"))
    if label is None or not is_given:
        return pair
    words = [change(label, word) for word in _COMMA.split(value)]
    return f"{name}={''.join(words)}"
