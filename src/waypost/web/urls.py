"""Where each page family stands."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# Address and family; a family's own URL names start with its folder's name.
FAMILIES = [
    ("", "home"),
    ("map/", "strategy_map"),
    ("objectives/", "objectives"),
    ("key-results/", "key_results"),
    ("projects/", "projects"),
    ("bets/", "bets"),
    ("imports/", "imports"),
    ("history/", "history"),
    ("start/", "start"),
    ("gallery/", "gallery"),
    ("shell/", "shell"),
    ("accounts/", "accounts"),
]


def _exists(family: str) -> bool:
    package = f"waypost.web.{family}"
    parts = (package, f"{package}.urls", f"{package}.views")
    return all(find_spec(part) is not None for part in parts)


urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"waypost.web.{family}.urls"))
    for prefix, family in FAMILIES
    if _exists(family)
]
