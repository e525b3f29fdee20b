"""Coming and going, as an admin does it and as the person lives it."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import (
    make_admin,
    make_organisation,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
PHRASE = "seven islands at dawn"
FORM = {"name": "Tove Nyström", "email": "Tove@Example.org", "role": "member"}


@pytest.fixture
def admin(client: Client) -> Person:
    make_organisation()
    person = make_admin("Ada")
    client.force_login(person)
    return person


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+?/)", text)
    assert found, text
    return found.group(1)


def choose_password(link: str, phrase: str = PHRASE) -> Any:
    visitor = Client()
    form = visitor.get(link, follow=True)
    assert "Choose" in form.content.decode()
    address = form.redirect_chain[-1][0]
    return visitor.post(address, {"password1": phrase, "password2": phrase})


def sign_in(email: str, phrase: str = PHRASE) -> Client:
    visitor = Client()
    visitor.post(reverse("account_login"), {"login": email, "password": phrase})
    return visitor


def is_in(visitor: Client) -> bool:
    return visitor.get("/settings/").status_code == 200


def test_an_invitation_leads_to_a_password_and_in(
    client: Client, admin: Person
) -> None:
    team = make_team("Quay")

    response = client.post("/people/new/", FORM | {"team": str(team.pk)})

    person = Person.objects.get(email="tove@example.org")
    assert response["Location"] == f"/people/{person.pk}/invitation/"
    assert person.memberships.get().team == team
    [message] = mail.outbox
    assert message.to == ["tove@example.org"]
    assert message.reply_to == [admin.email]
    assert "Ada has made a place for you" in message.body
    choose_password(link_in(str(message.body)))
    assert is_in(sign_in("tove@example.org"))


def test_the_admin_sees_the_link_and_sends_it_again(
    client: Client, admin: Person
) -> None:
    client.post("/people/new/", FORM)
    person = Person.objects.get(email="tove@example.org")
    page = f"/people/{person.pk}/invitation/"

    shown = link_in(client.get(page).content.decode().replace('"', " "))
    client.post(page)

    assert len(mail.outbox) == 2
    choose_password(shown)
    assert is_in(sign_in("tove@example.org"))
    assert client.get(page)["Location"] == f"/people/{person.pk}/"


def test_a_link_works_once(client: Client, admin: Person) -> None:
    client.post("/people/new/", FORM)
    link = link_in(str(mail.outbox[0].body))
    choose_password(link)

    again = Client().get(link, follow=True).content.decode()

    assert "has been used or is too old" in again


def test_nobody_is_lost_where_no_mail_goes_out(
    client: Client, admin: Person, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    html = client.post("/people/new/", FORM, follow=True).content.decode()

    assert "No mail went out" in html
    assert "/accounts/password/reset/key/" in html


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "tove"}, "email"),
        ({"email": "ADA@example.org"}, "email"),
        ({"role": "king"}, "role"),
        ({"team": "12345"}, "team"),
        ({"manager": "12345"}, "manager"),
    ],
)
def test_a_wrong_invitation_comes_back_and_sends_nothing(
    client: Client, admin: Person, wrong: dict[str, str], field: str
) -> None:
    make_person(email="ada@example.org")

    response = client.post("/people/new/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not mail.outbox
    assert not ChangeSet.objects.exists()


def test_who_is_switched_off_is_out_at_once_and_stays_out(
    client: Client, admin: Person
) -> None:
    person = make_person(email="tove@example.org", password=PHRASE)
    visitor = sign_in("tove@example.org")
    assert is_in(visitor)

    client.post(f"/people/{person.pk}/off/")
    assert not is_in(visitor)
    assert not is_in(sign_in("tove@example.org"))
    client.post(f"/people/{person.pk}/on/")

    assert not is_in(visitor), "a session came back to life"
    assert is_in(sign_in("tove@example.org"))


def test_who_is_switched_off_gets_no_link_for_a_new_password(admin: Person) -> None:
    make_person(email="tove@example.org", is_active=False)

    Client().post(reverse("account_reset_password"), {"email": "tove@example.org"})

    assert not [m for m in mail.outbox if "/reset/key/" in str(m.body)]


def test_switching_off_offers_to_hand_over(client: Client, admin: Person) -> None:
    person, taker = make_person("Tove"), make_person("Vik")
    objective = make_objective(title="Guests find us", owner=person)

    response = client.post(f"/people/{person.pk}/off/")

    page = f"/people/{person.pk}/hand-over/"
    assert response["Location"] == page
    assert "Guests find us" in client.get(page).content.decode()
    client.post(page, {"to": str(taker.pk)})
    objective.refresh_from_db()
    assert objective.owner == taker
    client.post(f"/history/{history.last_change_set(admin)}/undo/")
    objective.refresh_from_db()
    assert objective.owner == person


@pytest.mark.parametrize("to", ["", "12345", "self", "viewer"])
def test_handing_over_needs_somebody_who_can_own(
    client: Client, admin: Person, to: str
) -> None:
    person, viewer = make_person(), make_person(role="viewer")
    make_objective(owner=person)
    known = {"self": person.pk, "viewer": viewer.pk}

    response = client.post(
        f"/people/{person.pk}/hand-over/", {"to": str(known.get(to, to))}
    )

    assert response.status_code == 422
    assert not ChangeSet.objects.exists()


def test_a_lost_sign_in_starts_over(client: Client, admin: Person) -> None:
    person = make_person(email="tove@example.org", password=PHRASE)
    visitor = sign_in("tove@example.org")

    client.post(f"/people/{person.pk}/reset-sign-in/")

    assert not is_in(visitor)
    assert not is_in(sign_in("tove@example.org"))
    choose_password(link_in(str(mail.outbox[0].body)), "a new and longer phrase")
    assert is_in(sign_in("tove@example.org", "a new and longer phrase"))


def test_an_admin_does_not_lock_themselves_out(client: Client, admin: Person) -> None:
    html = client.post(f"/people/{admin.pk}/reset-sign-in/", follow=True)

    assert "lock yourself out" in html.content.decode()


def test_a_former_address_neither_signs_in_nor_gets_links(
    client: Client, admin: Person
) -> None:
    person = make_person("Tove", email="tove@example.org", password=PHRASE)
    assert is_in(sign_in("tove@example.org"))
    terms = {
        "name": "Tove", "email": "new@example.org", "role": "member",
        "capacity_hours_per_week": "40", "version": "0",
    }  # fmt: skip

    client.post(f"/people/{person.pk}/edit/", terms)

    assert not is_in(sign_in("tove@example.org"))
    assert is_in(sign_in("new@example.org"))
    Client().post(reverse("account_reset_password"), {"email": "tove@example.org"})
    assert not [m for m in mail.outbox if "/reset/key/" in str(m.body)]


def test_who_was_invited_can_add_a_second_step(client: Client, admin: Person) -> None:
    client.post("/people/new/", FORM)
    choose_password(link_in(str(mail.outbox[0].body)))

    visitor = sign_in("tove@example.org")
    asked = visitor.get(reverse("mfa_activate_totp"))
    page = visitor.post(asked["Location"], {"password": PHRASE}, follow=True)

    assert page.status_code == 200
    assert "data:image/svg+xml" in page.content.decode()
