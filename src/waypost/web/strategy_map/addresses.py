"""Where the pages of what stands on the map are, and how an address lists names."""

import re
from collections.abc import Iterable

from django.urls import get_script_prefix

from waypost.bets.queries import MapNode

LONGEST = 18  # digits of a number; nothing has a longer one
_PAGES = {
    "objective": "objectives/",
    "key_result": "key-results/",
    "project": "projects/",
}


def page_of(node: MapNode) -> str:
    """Return the address of a node's own page."""
    return page_at(node.kind, node.name)


def page_at(kind: str, name: str) -> str:
    """Return the address of an objective, a key result or a project.

    Without a name, what the addresses of all of its kind begin with.
    """
    return f"{get_script_prefix()}{_PAGES[kind]}{f'{name}/' if name else ''}"


def listed(names: Iterable[str]) -> str:
    """Return codes as an address lists them: what begins them stands once.

    Hundreds may be opened on a map, and an address must not grow too long to be shared.

    >>> listed(["O-3", "KR-12", "KR-7"])
    'KR-7.12.O-3'
    """
    pairs = sorted(
        (kind, int(number))
        for kind, dash, number in (name.rpartition("-") for name in names)
        if dash and number.isdecimal() and len(number) <= LONGEST
    )
    parts, last = [], ""
    for kind, number in pairs:
        parts.append(str(number) if kind == last else f"{kind}-{number}")
        last = kind
    return ".".join(parts)


def names_in(said: str) -> list[str]:
    """Return the codes that an address lists, also one by one with commas.

    >>> names_in("KR-7.12.O-3"), names_in("KR-7,KR-12")
    (['KR-7', 'KR-12', 'O-3'], ['KR-7', 'KR-12'])
    """
    found, kind = [], ""
    for part in re.split(r"[.,]", said):
        head, dash, number = part.rpartition("-")
        kind = head if dash else kind
        if kind and number:
            found.append(f"{kind}-{number}")
    return found
