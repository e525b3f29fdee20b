"""The pages of one project, as tabs."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from waypost.web.addresses import maybe


def tabs(code: str, here: str) -> list[dict[str, object]]:
    """Return the pages of a project, the one in hand marked."""
    tasks = maybe("tasks:index")
    places = [
        ("page", _("Charter"), reverse("projects:page", args=[code])),
        ("plan", _("Plan"), reverse("projects:plan", args=[code])),
        ("board", _("Board"), reverse("projects:board", args=[code])),
        ("tasks", _("Tasks"), tasks and f"{tasks}?{urlencode({'project': code})}"),
        ("people", _("People and budget"), reverse("projects:people", args=[code])),
    ]
    return [
        {"label": label, "url": url, "is_on": name == here}
        for name, label, url in places
        if url
    ]
