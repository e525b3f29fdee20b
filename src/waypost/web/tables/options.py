"""Choices that tables of several families narrow by."""

from typing import Any

from django.utils.translation import gettext as _

from waypost.people import queries as people
from waypost.people.models import Person, Team
from waypost.web.tables.narrowing import NONE, Option


def teams(viewer: Person) -> list[Option]:
    """Return all teams, and none."""
    found = people.team_options(viewer=viewer)
    listed = [Option(str(each.value), each.label, each.value) for each in found]
    return [Option(NONE, _("No team"), None), *listed]


def team(viewer: Person, pk: Any) -> Team | None:
    """Return the team that was chosen."""
    return None if pk is None else people.team(viewer=viewer, pk=pk)


def yes_or_no(yes: Any, no: Any) -> Any:
    """Return two choices, of what holds and what does not."""

    def options(_viewer: Person) -> list[Option]:
        return [Option("yes", str(yes), means=True), Option("no", str(no), means=False)]

    return options


def healths(_viewer: Person) -> list[Option]:
    """Return the four healths."""
    words = {
        "on_track": _("On track"),
        "at_risk": _("At risk"),
        "off_track": _("Off track"),
        "no_data": _("No data"),
    }
    return [Option(value, label, value) for value, label in words.items()]
