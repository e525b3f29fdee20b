from datetime import UTC, date, datetime

import pytest

from waypost.core.access import Denied
from waypost.core.history import Stale, version_of
from waypost.core.listing import Order, Wanted
from waypost.people import actions, queries
from waypost.people.models import Contact, Person
from waypost.people.tests.factories import make_admin, make_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
TERMS = actions.ContactTerms(" Harbour Office ", "Desk@Harbour.example", "Port")


def make_contact(actor: Person | None = None) -> Contact:
    return actions.create_contact(actor=actor or make_person(), now=NOW, terms=TERMS)


def test_are_kept_by_everybody_who_may_write() -> None:
    contact = make_contact()

    assert (contact.name, contact.email) == ("Harbour Office", "desk@harbour.example")
    with pytest.raises(Denied):
        make_contact(make_person(role="viewer"))


def test_are_changed_but_not_over_somebody_elses_words() -> None:
    contact, actor = make_contact(), make_person()
    opened = version_of(contact)
    edit = {"actor": actor, "now": NOW, "contact": contact}

    actions.edit_contact(**edit, terms=actions.ContactTerms("Desk"), version=opened)  # type: ignore[arg-type]  # by name

    assert contact.name == "Desk"
    with pytest.raises(Stale):
        actions.edit_contact(**edit, terms=TERMS, version=opened)  # type: ignore[arg-type]  # by name


def test_are_deleted_by_those_who_plan() -> None:
    contact = make_contact()

    with pytest.raises(Denied):
        actions.delete_contact(actor=make_person(), now=NOW, contact=contact)
    actions.delete_contact(actor=make_person(role="manager"), now=NOW, contact=contact)

    assert not Contact.objects.exists()


def test_are_found_by_name_mail_and_where_they_work() -> None:
    viewer = make_admin()
    first = make_contact()
    other = Contact.objects.create(name="Zoe", organisation="Port Authority")
    today = date(2026, 2, 2)

    def found(words: str) -> tuple[int, ...]:
        wanted = Wanted(words=words, order=(Order("name"),))
        return queries.find_contacts(viewer=viewer, today=today, wanted=wanted).ids

    assert found("port") == (first.pk, other.pk)
    assert found("desk@") == (first.pk,)
    lines = queries.contact_lines(viewer=viewer, today=today, ids=[other.pk, first.pk])
    assert [line.name for line in lines] == ["Zoe", "Harbour Office"]
