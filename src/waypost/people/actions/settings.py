"""What people choose for themselves."""

from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from waypost.core import history
from waypost.people.actions.errors import Refused
from waypost.people.models import Calendar, Person


@dataclass(frozen=True, slots=True)
class Settings:
    """How the pages look and speak; an empty word follows the organisation."""

    theme: str = Person.Theme.SYSTEM
    locale: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Who one is, and which days one works; no calendar means the default one."""

    name: str
    calendar: Calendar | None = None


def change_settings(
    *,
    actor: Person,
    now: datetime,
    settings: Settings,
    profile: Profile | None = None,
) -> None:
    """Save the settings of who asks, and what they say of themselves.

    Raises
    ------
    Refused
        If the time zone is not known.
    """
    said = asdict(settings)
    if profile is not None:
        said |= {"name": profile.name.strip(), "calendar": profile.calendar}
    name = settings.time_zone
    if name and name not in available_timezones():
        message = _("There is no time zone “%(name)s”; one is “Europe/Berlin”.")
        raise Refused({"time_zone": message % {"name": name}})
    with history.change(
        actor=actor, now=now, verb="people.change_settings", subject=actor
    ) as change:
        change.update(actor, **said)
        change.emit("people.change_settings", person=actor.pk)


def set_theme(*, actor: Person, now: datetime, theme: str) -> None:
    """Save the look that `actor` chose."""
    with history.change(
        actor=actor, now=now, verb="people.change_settings", subject=actor
    ) as change:
        change.update(actor, theme=theme)


def mark_seen(*, actor: Person, now: datetime) -> None:
    """Remember when `actor` last looked; nothing that history needs to know."""
    Person.objects.filter(pk=actor.pk).update(seen_at=now)
    actor.seen_at = now
