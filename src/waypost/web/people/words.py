"""What the page of a person says in words."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.people import installation
from waypost.people.queries import HeldGroup, PersonPage
from waypost.web.templatetags.formats import time_of_day


def lede(found: PersonPage, groups: Sequence[HeldGroup]) -> str:
    """Say in a line what somebody is there for."""
    things = sum(group.total for group in groups)
    said = {"count": things}
    answers = (
        ngettext(
            "Answers for %(count)d open thing", "Answers for %(count)d open things",
            things,
        )
        % said
        if things
        else _("Answers for nothing at the moment")
    )  # fmt: skip
    people = len(found.reports)
    if not people:
        return _("%(answers)s.") % {"answers": answers}
    leads = ngettext(
        "%(count)d person reports to them", "%(count)d people report to them", people
    ) % {"count": people}
    return _("%(answers)s; %(leads)s.") % {"answers": answers, "leads": leads}


def time_there(time_zone: str, now: datetime) -> str:
    """Return what a clock shows where somebody is, nothing if they chose no place."""
    if not time_zone:
        return ""
    return time_of_day(now.astimezone(installation.zone(time_zone)))
