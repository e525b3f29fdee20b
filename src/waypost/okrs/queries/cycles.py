"""Cycles."""

from datetime import date

from waypost.okrs import access
from waypost.okrs.models import Cycle
from waypost.people.models import Person


def cycles(*, viewer: Person) -> list[Cycle]:
    """Return all cycles, the latest first, longer before shorter."""
    found = access.visible_cycles(viewer).select_related("manager")
    return list(found.order_by("-starts_on", "-ends_on", "pk"))


def cycle(*, viewer: Person, pk: int) -> Cycle:
    """Return one cycle.

    Raises
    ------
    Cycle.DoesNotExist
        If there is none.
    """
    found = access.visible_cycles(viewer).select_related("manager", "parent")
    return found.get(pk=pk)


def current_cycle(*, viewer: Person, today: date) -> Cycle | None:
    """Return the shortest running cycle; else the next one, else the last."""
    listed = cycles(viewer=viewer)
    running = [c for c in listed if c.starts_on <= today <= c.ends_on]
    if running:
        return min(
            running, key=lambda c: (c.state == "closed", c.ends_on - c.starts_on)
        )
    ahead = [c for c in listed if c.starts_on > today]
    if ahead:
        return min(ahead, key=lambda c: (c.starts_on, c.ends_on))
    return max(listed, key=lambda c: c.ends_on, default=None)
