"""A new order, as a page sends it: all of it from a script, or one step up or down."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

STEPS = {"up": -1, "down": 1}


def asked_order(said: QueryDict, present: Sequence[int]) -> list[int] | None:
    """Return the order that was asked for; nothing where it makes no sense any more.

    ``order`` holds all keys, parted by commas; else ``item`` and ``to`` (up, down) move
    one. What stands at an end stays there.
    """
    if "order" in said:
        asked = _numbers(said.get("order", ""))
        return asked if sorted(asked) == sorted(present) else None
    items, step = _numbers(said.get("item", "")), STEPS.get(said.get("to", ""))
    if len(items) != 1 or items[0] not in present or step is None:
        return None
    (item,) = items
    order = list(present)
    at = order.index(item)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return order


def has_changed() -> str:
    """Say that the list is not any more the one that was looked at."""
    return _("The list has changed since you opened it; look at it again.")


def _numbers(text: str) -> list[int]:
    parts = text.split(",")
    fit = all(part.isdecimal() and len(part) < 19 for part in parts)
    return [int(part) for part in parts] if fit else []
