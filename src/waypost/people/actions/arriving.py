"""People from a file: as `create_person`, `edit_person`, `add_member`, in bulk.

A `core.checking.RowRefused` says which of them was refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from waypost.core import graphs, history
from waypost.core.checking import (
    create_checked,
    ids_for,
    once_each,
    row_at,
    update_checked,
)
from waypost.people import access
from waypost.people.actions.errors import Refused
from waypost.people.actions.members import MemberTerms
from waypost.people.actions.persons import PersonTerms
from waypost.people.models import Membership, Person, Team


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody new; `manager` is the e-mail of one who is here or arrives as well."""

    terms: PersonTerms
    manager: str = ""
    locale: str = ""


def bring_people(
    *, actor: Person, now: datetime, arrivals: Sequence[Arrival]
) -> Sequence[Person]:
    """Add people, and say who manages them; nobody can sign in yet.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    """
    access.require_admin(actor)
    with history.change(actor=actor, now=now, verb="people.create_person") as change:
        rows = [Person(**each.terms.values(), locale=each.locale) for each in arrivals]
        for row in rows:
            row.password = make_password(None)
        ids_for(rows)
        _set_managers(rows, arrivals)
        create_checked(change, rows)
        for row in rows:
            change.emit("people.create_person", person=row.pk)
    return rows


def amend_people(
    *, actor: Person, now: datetime, edits: Sequence[tuple[Person, PersonTerms, str]]
) -> None:
    """Change what is said of people, and their languages (empty: as it is).

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no admin.
    waypost.core.checking.RowRefused
        If nobody would be left who administers, or managers would form a circle.
    """
    access.require_admin(actor)
    verb = "people.edit_person"
    with history.change(actor=actor, now=now, verb=verb) as change:
        _require_admins_left(edits)
        _require_no_circles(edits)
        wanted = []
        for person, terms, locale in edits:
            said = {"locale": locale} if locale else {}
            wanted.append((person, terms.values() | said))
        for person, names in update_checked(change, wanted):
            if "email" in names:
                # Else the former address would still sign in.
                former = EmailAddress.objects.filter(user=person)
                former.exclude(email=person.email).delete()
            change.emit(verb, person=person.pk)


def _require_admins_left(edits: Sequence[tuple[Person, PersonTerms, str]]) -> None:
    admins = Person.objects.filter(role=Person.Role.ADMIN, is_active=True)
    graphs.lock("admins")  # two admins cannot remove each other at once
    left = set(admins.values_list("pk", flat=True))
    gained = {
        person.pk
        for person, terms, _locale in edits
        if terms.role == Person.Role.ADMIN and person.is_active
    }
    left |= gained
    for at, (person, terms, _locale) in enumerate(edits):
        if terms.role == Person.Role.ADMIN or person.pk not in left:
            continue
        left.discard(person.pk)
        with row_at(at):
            if not left:
                message = _("%(name)s is the only admin; make somebody else one first.")
                raise Refused(message % {"name": person.name})


def _require_no_circles(edits: Sequence[tuple[Person, PersonTerms, str]]) -> None:
    moved = [
        (at, person, terms.manager)
        for at, (person, terms, _locale) in enumerate(edits)
        if terms.manager is not None and terms.manager.pk != person.manager_id
    ]
    if not moved:
        return
    graphs.lock("managers")
    pairs = Person.objects.filter(manager__isnull=False)
    up = {pk: [above] for pk, above in pairs.values_list("pk", "manager_id")}
    for at, person, manager in moved:
        with row_at(at):
            if graphs.path_between(up, manager.pk, person.pk):
                said = {"manager": manager.name, "name": person.name}
                message = _(
                    "%(manager)s reports to %(name)s, directly or through others."
                )
                raise Refused({"manager": message % said})
        up[person.pk] = [manager.pk]


def _set_managers(rows: Sequence[Person], arrivals: Sequence[Arrival]) -> None:
    """Name each one's manager; nobody reports to themselves, through whomever."""
    if not any(each.manager for each in arrivals):
        return
    graphs.lock("managers")
    known = {row.email: row.pk for row in rows}
    here = Person.objects.values_list("email", "pk", "manager_id")
    up: dict[int, list[int]] = {}
    for email, pk, manager in here.iterator():
        known.setdefault(email, pk)
        up[pk] = [manager] if manager else []
    for at, (row, each) in enumerate(zip(rows, arrivals, strict=True)):
        if not each.manager:
            continue
        with row_at(at):
            if each.manager not in known:
                message = _("Nobody has the address %(email)s.")
                raise Refused({"manager": message % {"email": each.manager}})
            manager = known[each.manager]
            if graphs.path_between(up, manager, row.pk):
                message = _("%(name)s would report to themselves, through others.")
                raise Refused({"manager": message % {"name": row.name}})
        up[row.pk] = [manager]
        row.manager_id = manager


def add_members(
    *, actor: Person, now: datetime, members: Sequence[tuple[Team, MemberTerms]]
) -> Sequence[Membership]:
    """Put people into teams.

    Raises
    ------
    waypost.core.checking.RowRefused
        If one may not be put there, or is there already.
    """
    may = once_each(access.require_manage_members)
    with history.change(actor=actor, now=now, verb="people.add_member") as change:
        rows = []
        for at, (team, terms) in enumerate(members):
            with row_at(at):
                may(actor, team)
            row = Membership(
                team=team,
                person=terms.person,
                role=terms.role,
                starts_on=terms.starts_on,
                ends_on=terms.ends_on,
            )
            rows.append(row)
        create_checked(change, rows)
        for row in rows:
            change.emit("people.add_member", team=row.team_id, person=row.person_id)
    return rows
