"""Mail as it really goes out: over SMTP to a server that takes it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.mailbox import Mailbox, receiving
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with receiving() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def test_an_invitation_arrives_as_it_was_written(
    client: Client, mailbox: Mailbox
) -> None:
    make_organisation(name="Överby & Söner")
    client.force_login(make_admin("Åsa Öberg"))

    client.post(
        "/people/new/",
        {"name": "Tove Nyström", "email": "tove@example.org", "role": "member"},
    )

    message = mailbox.wait_for("tove@example.org")
    text = mailbox.text_of(message)
    assert message["Subject"] == "Your place in Överby & Söner on Waypost"
    assert text.startswith("Hello Tove Nyström,\n")
    assert "Åsa Öberg has made a place for you in Överby & Söner" in text
    assert mailbox.link_in(message).startswith("http://testserver/accounts/password/")
    assert "&amp;" not in text


def test_a_name_cannot_write_headers(client: Client, mailbox: Mailbox) -> None:
    make_organisation(name="Evil\r\nBcc: all@example.org")
    client.force_login(make_admin())

    client.post(
        "/people/new/", {"name": "x", "email": "tove@example.org", "role": "member"}
    )

    message = mailbox.wait_for("tove@example.org")
    assert message["Bcc"] is None


def test_who_forgot_a_password_gets_a_link(mailbox: Mailbox) -> None:
    person = make_person(email="tove@example.org", password="a long walk home")

    Client().post("/accounts/password/reset/", {"email": "tove@example.org"})

    link = mailbox.link_in(mailbox.wait_for("tove@example.org"))
    visitor = Client()
    form = visitor.get(link.removeprefix("http://testserver"), follow=True)
    phrase = {
        "password1": "seven islands at dawn",
        "password2": "seven islands at dawn",
    }
    visitor.post(form.redirect_chain[-1][0], phrase)
    assert Person.objects.get(pk=person.pk).check_password("seven islands at dawn")
