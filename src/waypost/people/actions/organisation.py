"""The first run, and the organisation's settings."""

from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from waypost.core import graphs, history, memo
from waypost.people import access, installation
from waypost.people.actions.errors import Refused
from waypost.people.actions.persons import PersonTerms, check_password
from waypost.people.models import Calendar, Organisation, Person


class AlreadySetUp(Refused):
    """This installation has its organisation; people are invited now."""


@dataclass(frozen=True, slots=True)
class OrganisationTerms:
    """What an organisation says of itself."""

    name: str
    mission: str = ""
    vision: str = ""
    currency: str = "EUR"
    time_zone: str = "Europe/Berlin"
    fiscal_month: int = 1
    check_in_weekday: int = 0
    on_track_from: float = -0.05
    at_risk_from: float = -0.20
    score_low: float = 0.3
    score_high: float = 0.7
    viewers_may_comment: bool = False

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationTerms":
        """Return the terms as they are."""
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(organisation, name) for name in names})


def set_up_organisation(
    *, now: datetime, organisation: OrganisationTerms, admin: PersonTerms, password: str
) -> Person:
    """Create the organisation, its default calendar and its first admin.

    The one action without an actor: there is nobody yet.

    Raises
    ------
    AlreadySetUp
        If there is an organisation.
    django.core.exceptions.ValidationError
        If a value does not fit, or the password is too weak.
    """
    with history.change(actor=None, now=now, verb="people.set_up") as change:
        graphs.lock("organisation")  # two first runs at once take turns
        if installation.is_set_up():
            raise AlreadySetUp(_("This installation is set up already. Sign in."))
        person = Person(email=admin.email.strip().lower(), name=admin.name.strip())
        check_password(password, person)
        calendar = change.create(Calendar(name=_("Standard week"), is_default=True))
        person.role, person.calendar = Person.Role.ADMIN, calendar
        person.set_password(password)
        _check_time_zone(organisation.time_zone)
        change.create(Organisation(**asdict(organisation)))
        memo.forget()
        change.create(person)
        change.about(person, organisation.name)
        change.emit("people.set_up", person=person.pk)
    return person


def edit_organisation(
    *,
    actor: Person,
    now: datetime,
    terms: OrganisationTerms,
    version: int | None = None,
) -> Organisation:
    """Change the organisation's settings.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    access.require_admin(actor)
    row = Organisation.objects.order_by("pk").get()
    with history.change(
        actor=actor, now=now, verb="people.edit_organisation", subject=row
    ) as change:
        history.require_version(row, version)
        _check_time_zone(terms.time_zone)
        change.update(row, **asdict(terms))
        memo.forget()
        change.emit("people.edit_organisation", organisation=row.pk)
    return row


def _check_time_zone(name: str) -> None:
    if name not in available_timezones():
        message = _("There is no time zone “%(name)s”; one is “Europe/Berlin”.")
        raise Refused({"time_zone": message % {"name": name}})
