"""The kinds of files that Waypost takes in: one entry each."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from waypost.exchange.brought import Brought, Kind, Phase, Source
from waypost.exchange.plans import study_plan
from waypost.exchange.reading import KINDS as NAMES
from waypost.exchange.reading import detect
from waypost.exchange.reading.said import Refused, say
from waypost.exchange.sheets.okrs import study_okrs
from waypost.exchange.sheets.people import study_people
from waypost.exchange.sheets.readings import study_readings
from waypost.people.models import Person

KINDS = {
    kind.name: kind
    for kind in (
        Kind("jira", _("Jira export"), study_plan, is_plan=True),
        Kind("mspdi", _("Microsoft Project plan"), study_plan, is_plan=True),
        Kind("tasks", _("Table of tasks"), study_plan, is_plan=True),
        Kind("okrs", _("Objectives and key results"), study_okrs),
        Kind("readings", _("Readings of metrics"), study_readings),
        Kind("people", _("People"), study_people),
    )
}
assert KINDS.keys() == set(NAMES)


def study(*, viewer: Person, source: Source, begin: Phase) -> Brought:
    """Read a file and work out what it would change; takes no lock.

    Raises
    ------
    waypost.exchange.reading.Refused
        If this is no file that is taken.
    waypost.core.access.Denied
        If `viewer` may not import this kind.
    """
    name = source.kind or detect(source.path)
    if name not in KINDS:
        reason = _("There is no kind “%(kind)s”; Waypost reads %(kinds)s.")
        raise Refused(say(reason, kind=name, kinds=", ".join(KINDS)))
    return KINDS[name].study(viewer, replace(source, kind=name), begin)
