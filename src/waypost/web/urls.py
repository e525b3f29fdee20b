"""Where each page family stands."""

from django.urls import URLPattern, URLResolver, include, path

# Address and family; a family's own URL names start with its folder's name.
FAMILIES = [
    ("", "home"),
    ("map/", "strategy_map"),
    ("objectives/", "objectives"),
    ("cycles/", "cycles"),
    ("key-results/", "key_results"),
    ("metrics/", "metrics"),
    ("projects/", "projects"),
    ("tasks/", "tasks"),
    ("views/", "tables"),
    ("search/", "search"),
    ("bets/", "bets"),
    ("talk/", "conversations"),
    ("people/", "people"),
    ("teams/", "teams"),
    ("settings/", "settings"),
    ("organization/", "organisation"),
    ("calendars/", "calendars"),
    ("imports/", "imports"),
    ("history/", "history"),
    ("start/", "start"),
    ("gallery/", "gallery"),
    ("shell/", "shell"),
    ("", "live"),
    ("accounts/", "accounts"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"waypost.web.{family}.urls")) for prefix, family in FAMILIES
]
