"""People: joining, changing, leaving."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.core.access import require
from waypost.people import access
from waypost.people.actions.errors import Refused
from waypost.people.actions.sign_in import end_all
from waypost.people.models import Calendar, Person


@dataclass(frozen=True, slots=True)
class PersonTerms:
    """What an admin says of a person."""

    email: str
    name: str
    role: str = Person.Role.MEMBER
    manager: Person | None = None
    calendar: Calendar | None = None
    capacity_hours_per_week: Decimal = Decimal(40)
    hourly_rate: Decimal | None = None

    @classmethod
    def of(cls, person: Person) -> "PersonTerms":
        """Return the terms as they are."""
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(person, name) for name in names})

    def values(self) -> dict[str, object]:
        """Return the columns: e-mail addresses are compared in small letters."""
        shallow = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return shallow | {
            "email": self.email.strip().lower(),
            "name": self.name.strip(),
        }


def create_person(
    *, actor: Person, now: datetime, terms: PersonTerms, password: str | None = None
) -> Person:
    """Add a person; without a password they cannot sign in by one.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    access.require_admin(actor)
    with history.change(actor=actor, now=now, verb="people.create_person") as change:
        person = Person(**terms.values())
        if password is not None:
            check_password(password, person)
        person.set_password(password)
        change.create(person)
        change.about(person, person.name)
        change.emit("people.create_person", person=person.pk)
    return person


def edit_person(
    *,
    actor: Person,
    now: datetime,
    person: Person,
    terms: PersonTerms,
    version: int | None = None,
) -> Person:
    """Change what an admin says of a person.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If nobody would be left who administers, or managers would form a circle.
    """
    access.require_admin(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_person",
        subject=person,
        summary=person.name,
    ) as change:
        history.require_version(person, version)
        if terms.role != Person.Role.ADMIN:
            _require_another_admin(person)
        _require_no_circle(person, terms.manager)
        change.update(person, **terms.values())
        # Else the former address would still sign in and get links for a password.
        EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
        change.emit("people.edit_person", person=person.pk)
    return person


def deactivate_person(*, actor: Person, now: datetime, person: Person) -> None:
    """Take somebody's sign-in away; what they did stays under their name.

    Their sessions end at once.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    Refused
        If nobody would be left who administers.
    """
    access.require_admin(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="people.deactivate_person",
        subject=person,
        summary=person.name,
    ) as change:
        _require_another_admin(person)
        change.update(person, is_active=False)
        end_all(person)  # else they would go on when the person is switched on again
        change.emit("people.deactivate_person", person=person.pk)


def reactivate_person(*, actor: Person, now: datetime, person: Person) -> None:
    """Let somebody sign in again."""
    access.require_admin(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="people.reactivate_person",
        subject=person,
        summary=person.name,
    ) as change:
        change.update(person, is_active=True)
        change.emit("people.reactivate_person", person=person.pk)


def set_password(
    *, actor: Person, now: datetime, person: Person, password: str
) -> None:
    """Give a person a new password; history says that, and never keeps the old one.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is neither the person nor an admin.
    Refused
        If the password is too weak.
    """
    own = actor.pk == person.pk
    message = _("Only %(name)s or an admin may set this password.")
    require(own or access.may_administrate(actor), message % {"name": person.name})
    with history.change(
        actor=actor,
        now=now,
        verb="people.set_password",
        subject=person,
        summary=person.name,
    ) as change:
        check_password(password, person)
        person.set_password(password)
        # Past the recorder: a change would keep the former hash for ever.
        person.save(update_fields=["password"])
        change.emit("people.set_password", person=person.pk)


def check_password(password: str, person: Person) -> None:
    """Refuse a weak password, under the name of its field."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused({"password": error.messages}) from error


def _require_another_admin(person: Person) -> None:
    graphs.lock("admins")  # two admins cannot remove each other at once
    admins = Person.objects.filter(role=Person.Role.ADMIN, is_active=True)
    is_one = admins.filter(pk=person.pk).exists()
    if is_one and not admins.exclude(pk=person.pk).exists():
        message = _("%(name)s is the only admin; make somebody else one first.")
        raise Refused(message % {"name": person.name})


def _require_no_circle(person: Person, manager: Person | None) -> None:
    if manager is None:
        return
    graphs.lock("managers")
    pairs = Person.objects.filter(manager__isnull=False)
    edges = {pk: [up] for pk, up in pairs.values_list("pk", "manager_id")}
    if manager.pk != person.pk and graphs.path_between(edges, manager.pk, person.pk):
        message = _("%(manager)s reports to %(name)s, directly or through others.")
        names = {"manager": manager.name, "name": person.name}
        raise Refused({"manager": message % names})
