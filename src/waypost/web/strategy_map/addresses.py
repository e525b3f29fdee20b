"""Where the pages of what stands on the map are."""

from django.urls import get_script_prefix

from waypost.bets.queries import MapNode

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
