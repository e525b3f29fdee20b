"""How one task waits for another, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waypost.projects.queries import Link
from waypost.web.templatetags import formats


@dataclass(frozen=True, slots=True)
class Wait:
    """A link to another task; `how` is empty for the usual one."""

    link: Link
    how: str


def waits(links: Iterable[Link]) -> list[Wait]:
    """Return links with how they wait."""
    return [Wait(link, how_in_words(link)) for link in links]


def how_in_words(link: Link) -> str:
    """Say which ends wait and how long; done before start goes without saying."""
    kinds = {
        "SS": _("starts after it starts"),
        "FF": _("is done after it is done"),
        "SF": _("is done after it starts"),
    }
    parts = [kinds.get(link.kind, ""), _lag_in_words(link)]
    return ", ".join(filter(None, parts))


def _lag_in_words(link: Link) -> str:
    if not link.lag:
        return ""
    later = link.lag > 0
    if link.lag_unit == "percent":
        said = _("%(lag)s of it later") if later else _("%(lag)s of it earlier")
        return said % {"lag": formats.percent(abs(link.lag) / 100)}
    said = _("%(lag)s later") if later else _("%(lag)s earlier")
    if link.lag_unit == "elapsed":
        said = _("%(lag)s by the clock later")
        if not later:
            said = _("%(lag)s by the clock earlier")
    return said % {"lag": formats.hours(abs(link.lag))}
