"""Every address of the site, by the names of its views."""

from collections.abc import Mapping

from django.urls import URLResolver, get_resolver, reverse

# Sign-in is the library's, with tests of its own; the gallery is no page for people.
FAMILIES = {
    "bets", "calendars", "conversations", "cycles", "history", "home", "imports",
    "key_results", "live", "metrics", "objectives", "organisation", "people",
    "projects", "search", "settings", "shell", "start", "strategy_map", "teams",
}  # fmt: skip
Given = Mapping[tuple[str, ...], object]


def patterns() -> list[tuple[str, tuple[str, ...]]]:
    """Return the names of the families' views, with the names in their addresses."""
    found: list[tuple[str, tuple[str, ...]]] = []
    _walk(get_resolver(), "", found)
    return found


def _walk(
    resolver: URLResolver, namespace: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            _walk(each, str(each.namespace or namespace), found)
        elif namespace in FAMILIES:
            names = tuple(each.pattern.converters)
            found.append((f"{namespace}:{each.name}", names))


def addresses(given: Given) -> dict[str, str]:
    """Return the address of each view that names a thing, by the view's name.

    `given` holds what a name stands for: by family and name, or, where it differs from
    view to view, by family, view and name.
    """
    found = {}
    for view_name, names in patterns():
        family, view = view_name.split(":")
        known = {
            name: given.get((family, view, name), given.get((family, name)))
            for name in names
        }
        if known and None not in known.values():
            found[view_name] = reverse(view_name, kwargs=known)
    return found


def plain_addresses() -> dict[str, str]:
    """Return the address of each view that names no thing."""
    return {name: reverse(name) for name, names in patterns() if not names}
