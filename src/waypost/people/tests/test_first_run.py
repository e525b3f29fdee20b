from datetime import UTC, datetime

import pytest

from waypost.people import actions, installation
from waypost.people.models import Calendar, Person
from waypost.people.tests.factories import make_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)
TERMS = actions.OrganisationTerms(name="Larkfield")
ADMIN = actions.PersonTerms(email=" Mara@Example.org ", name="Mara")


def set_up(password: str = "a long walk home") -> Person:
    return actions.set_up_organisation(
        now=NOW, organisation=TERMS, admin=ADMIN, password=password
    )


def test_makes_organisation_calendar_and_an_admin_who_can_sign_in() -> None:
    person = set_up()

    assert installation.is_set_up()
    assert person.is_admin
    assert person.email == "mara@example.org"
    assert person.check_password("a long walk home")
    assert Calendar.objects.get(is_default=True) == person.calendar


def test_is_refused_once_there_is_an_organisation() -> None:
    make_organisation()

    with pytest.raises(actions.AlreadySetUp):
        set_up()


def test_changes_nothing_when_the_password_is_weak() -> None:
    with pytest.raises(actions.Refused) as refusal:
        set_up(password="12345")

    assert "password" in refusal.value.message_dict
    assert not installation.is_set_up()
    assert not Calendar.objects.exists()


def test_names_an_unknown_time_zone() -> None:
    with pytest.raises(actions.Refused, match="Atlantis"):
        actions.set_up_organisation(
            now=NOW,
            organisation=actions.OrganisationTerms("L", time_zone="Atlantis/City"),
            admin=ADMIN,
            password="a long walk home",
        )
