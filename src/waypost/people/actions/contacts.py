"""Contacts: stakeholders who have no sign-in."""

from dataclasses import dataclass
from datetime import datetime

from waypost.core import history
from waypost.people import access
from waypost.people.models import Contact, Person


@dataclass(frozen=True, slots=True)
class ContactTerms:
    """What is known of a stakeholder."""

    name: str
    email: str = ""
    organisation: str = ""

    def values(self) -> dict[str, str]:
        """Return the columns."""
        return {
            "name": self.name.strip(),
            "email": self.email.strip().lower(),
            "organisation": self.organisation.strip(),
        }


def create_contact(*, actor: Person, now: datetime, terms: ContactTerms) -> Contact:
    """Write down a stakeholder.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` only reads.
    """
    access.require_keep_contacts(actor)
    with history.change(actor=actor, now=now, verb="people.create_contact") as change:
        contact = change.create(Contact(**terms.values()))
        change.about(contact, contact.name)
        change.emit("people.create_contact", contact=contact.pk)
    return contact


def edit_contact(
    *,
    actor: Person,
    now: datetime,
    contact: Contact,
    terms: ContactTerms,
    version: int | None = None,
) -> Contact:
    """Change what is known of a stakeholder."""
    access.require_keep_contacts(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="people.edit_contact",
        subject=contact,
        summary=terms.name.strip(),
    ) as change:
        history.require_version(contact, version)
        change.update(contact, **terms.values())
        change.emit("people.edit_contact", contact=contact.pk)
    return contact


def delete_contact(*, actor: Person, now: datetime, contact: Contact) -> None:
    """Strike a stakeholder out.

    Raises
    ------
    waypost.core.access.Denied
        If `actor` is no manager: others may know the person too.
    """
    access.require_planner(actor)
    with history.change(
        actor=actor,
        now=now,
        verb="people.delete_contact",
        subject=contact,
        summary=contact.name,
    ) as change:
        change.delete(contact)
        change.emit("people.delete_contact", contact=change.change_set.subject_id)
