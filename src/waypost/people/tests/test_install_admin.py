from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from waypost.people import actions
from waypost.people.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PASSWORD = "correct horse battery"


def install(email: str, password: str = PASSWORD) -> Person:
    terms = actions.PersonTerms(email=email, name="Ada Ames")
    return actions.install_admin(actor=None, now=NOW, terms=terms, password=password)


def test_creates_a_person_who_administers() -> None:
    person = install("Ada@Example.org")

    assert person.email == "ada@example.org"
    assert person.is_admin
    assert person.check_password(PASSWORD)


def test_lets_in_somebody_who_was_locked_out() -> None:
    Person.objects.create_user("ada@example.org", name="Ada", is_active=False)

    person = install("ada@example.org")

    assert Person.objects.get() == person
    assert person.is_active
    assert person.is_admin
    assert person.check_password(PASSWORD)


def test_refuses_a_weak_password_and_changes_nothing() -> None:
    with pytest.raises(ValidationError):
        install("ada@example.org", "short")

    assert not Person.objects.exists()
