"""Where one can go from everywhere: the places and what can be made new."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    family: str
    label: str
    icon: str
    url: str
    key: str
    is_here: bool
    on_phone: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Creation:
    """One entry of the menu *New*."""

    label: str
    icon: str
    url: str


# Family, URL name, label, icon, key, whether it has a place in a phone's bar.
_PLACES = [
    ("home", "home:index", _("My week"), "house", "g h", True),
    ("strategy_map", "strategy_map:index", _("Map"), "waypoints", "g m", True),
    ("objectives", "objectives:index", _("Objectives"), "goal", "g o", True),
    ("metrics", "metrics:index", _("Metrics"), "activity", "g n", False),
    ("projects", "projects:index", _("Projects"), "folder", "g p", True),
    ("tasks", "tasks:index", _("Tasks"), "list-checks", "g t", False),
    ("people", "people:index", _("People"), "users", "g e", False),
    ("imports", "imports:index", _("Import"), "upload", "g i", False),
]
# Pages of a family without a place of its own stand under another's.
_UNDER = {
    "cycles": "objectives",
    "key_results": "objectives",
    "bets": "projects",
    "teams": "people",
}
_CREATIONS = [
    (_("Objective"), "goal", "objectives:create"),
    (_("Project"), "folder", "projects:create"),
    (_("Project from a file"), "file-up", "imports:index"),
]


def places(family: str, counts: Mapping[str, int]) -> list[Place]:
    """Return the places that exist, and mark the one whose pages this is.

    `counts` says by family how much waits there.
    """
    here = _UNDER.get(family, family)
    return [
        Place(
            name,
            str(label),
            icon,
            url,
            key,
            name == here,
            on_phone,
            counts.get(name, 0),
        )
        for name, url_name, label, icon, key, on_phone in _PLACES
        if (url := address(url_name))
    ]


def creations(*, with_import: bool = True) -> list[Creation]:
    """Return what can be made new, as far as its page exists."""
    return [
        Creation(str(label), icon, url)
        for label, icon, url_name in _CREATIONS
        if (with_import or url_name != "imports:index") and (url := address(url_name))
    ]


def address(url_name: str) -> str:
    """Return the address of a page, or nothing when there is none by that name."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
