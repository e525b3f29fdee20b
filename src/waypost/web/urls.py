"""Where each page family stands."""

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

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"waypost.web.{family}.urls")) for prefix, family in FAMILIES
]
