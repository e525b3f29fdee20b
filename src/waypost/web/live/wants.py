"""Which things a page says that it shows."""

import re

from waypost.core.telling import Wants

# More ids of one kind than this are taken as the whole kind.
MOST_IDS = 200
MOST_KINDS = 40
_WANT = re.compile(r"([a-z]{1,32}\.[a-z]{1,32})(?::([0-9]{1,18}(?:,[0-9]{1,18})*))?")


class Unreadable(ValueError):
    """What was asked for is not written as ``data-live`` is."""


def read_wants(text: str) -> Wants:
    """Return what ``okrs.keyresult:12,13 projects.project`` says.

    A kind without ids is all of the kind. What is named twice is put together.

    Raises
    ------
    Unreadable
        If it is written otherwise.
    """
    found: dict[str, frozenset[int] | None] = {}
    for word in text.split():
        match = _WANT.fullmatch(word)
        if match is None or (len(found) >= MOST_KINDS and match[1] not in found):
            message = f"no kind and ids: {word[:80]}"
            raise Unreadable(message)
        label, ids = match[1], match[2]
        before = found.get(label, frozenset())
        if ids is None or before is None:
            found[label] = None
            continue
        both = before | {int(pk) for pk in ids.split(",")}
        found[label] = both if len(both) <= MOST_IDS else None
    return found
