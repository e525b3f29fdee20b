import time
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def sign_in(client: Client, password: str) -> int:
    form = {"login": "mara@example.org", "password": password}
    return client.post(reverse("account_login"), form).status_code


def make_mara() -> None:
    person = make_person(email="mara@example.org")
    person.set_password("a long enough phrase")
    person.save()


def test_lets_in_who_knows_the_password() -> None:
    make_mara()
    client = Client()

    assert sign_in(client, "a long enough phrase") == 302
    assert "_auth_user_id" in client.session


def test_keeps_out_who_does_not_and_keeps_what_was_typed() -> None:
    make_mara()
    client = Client()

    assert sign_in(client, "wrong") == 200
    assert "_auth_user_id" not in client.session


def test_makes_no_accounts_at_the_door() -> None:
    html = Client().get(reverse("account_signup")).content.decode()

    assert "People are invited" in html


def test_sends_a_link_to_who_forgot_and_says_the_same_to_all() -> None:
    make_mara()

    known = Client().post(
        reverse("account_reset_password"), {"email": "mara@example.org"}
    )
    unknown = Client().post(
        reverse("account_reset_password"), {"email": "nobody@example.org"}
    )

    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    assert len(mail.outbox) >= 1


def test_does_not_let_people_change_their_address_by_themselves() -> None:
    client = Client()
    client.force_login(make_person())

    assert client.get("/accounts/email/").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
        "account_reset_password_from_key_done",
    ],
)
def test_pages_at_the_door_have_the_house_look(name: str) -> None:
    html = Client().get(reverse(name)).content.decode()

    assert 'class="entrance"' in html


@pytest.mark.parametrize("name", ["account_change_password", "mfa_index"])
def test_pages_behind_the_door_stand_in_the_frame(name: str) -> None:
    client = Client()
    client.force_login(make_person(password="a long enough phrase"))

    html = client.get(reverse(name)).content.decode()

    assert '<nav class="side"' in html


def test_asks_for_the_second_step_of_who_has_one() -> None:
    make_mara()
    person = Person.objects.get(email="mara@example.org")
    TOTP.activate(person, generate_totp_secret())
    client = Client()

    sign_in(client, "a long enough phrase")
    html = client.get(reverse("mfa_authenticate")).content.decode()

    assert "Second step" in html
    assert "_auth_user_id" not in client.session


def test_lets_in_with_a_recovery_code() -> None:
    make_mara()
    person = Person.objects.get(email="mara@example.org")
    TOTP.activate(person, generate_totp_secret())
    [code, *_] = RecoveryCodes.activate(person).get_unused_codes()
    client = Client()
    sign_in(client, "a long enough phrase")

    client.post(reverse("mfa_authenticate"), {"code": code})

    assert "_auth_user_id" in client.session


PERIOD = 30
NOON = 1_790_000_010.0  # the start of a period


def test_takes_a_code_of_the_next_period_and_the_last_but_none_older(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_mara()
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(email="mara@example.org"), secret)
    monkeypatch.setattr(time, "time", lambda: NOON)

    entered = {late: _enters_with_code(secret, late) for late in (-2, -1, 0, 1, 2)}

    assert entered == {-2: False, -1: True, 0: True, 1: True, 2: False}


def test_takes_a_code_once_for_as_long_as_its_clock_would_let_it_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_mara()
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(email="mara@example.org"), secret)
    monkeypatch.setattr(time, "time", lambda: NOON)
    assert _enters_with_code(secret, 1)

    monkeypatch.setattr(time, "time", lambda: NOON + 40)

    assert not _enters_with_code(secret, 0)
    assert _enters_with_code(secret, 1)


def _enters_with_code(secret: str, late: int) -> bool:
    """Type the code so many periods away from now's, in a browser of its own."""
    client = Client()
    sign_in(client, "a long enough phrase")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + late))
    client.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "account_reauthenticate",
    ],
)
def test_pages_of_the_second_step_have_the_house_look(name: str) -> None:
    make_mara()
    person = Person.objects.get(email="mara@example.org")
    client = Client()
    sign_in(client, "a long enough phrase")
    if name != "mfa_activate_totp":
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)

    response = client.get(reverse(name), follow=True)

    assert response.status_code == 200
    assert "/static/app." in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_stops_who_tries_too_often_and_says_so() -> None:
    make_mara()
    client = Client()
    for _ in range(5):
        sign_in(client, "wrong")

    form = {"login": "mara@example.org", "password": "a long enough phrase"}
    html = client.post(reverse("account_login"), form).content.decode()

    assert "Too many failed" in html
    assert "_auth_user_id" not in client.session


def test_asking_for_links_too_often_has_a_page_of_its_own() -> None:
    make_mara()
    address = reverse("account_reset_password")
    answers = [Client().post(address, {"email": "mara@example.org"}) for _ in range(6)]

    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_keeps_out_who_is_switched_off() -> None:
    make_mara()
    Person.objects.update(is_active=False)
    client = Client()

    form = {"login": "mara@example.org", "password": "a long enough phrase"}
    answer = client.post(reverse("account_login"), form, follow=True)

    assert "This account is switched off" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_switched_off_second_step_lets_nobody_in() -> None:
    """Between the password and the code somebody may be switched off."""
    make_mara()
    person = Person.objects.get(email="mara@example.org")
    TOTP.activate(person, generate_totp_secret())
    [code, *_] = RecoveryCodes.activate(person).get_unused_codes()
    client = Client()
    sign_in(client, "a long enough phrase")
    Person.objects.update(is_active=False)

    client.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get("/settings/").status_code == 302


def test_a_password_is_changed_where_no_mail_goes_out(settings: Any) -> None:
    make_mara()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = Client()
    sign_in(client, "a long enough phrase")

    answer = client.post(
        reverse("account_change_password"),
        {
            "oldpassword": "a long enough phrase",
            "password1": "another long phrase",
            "password2": "another long phrase",
        },
    )
    forgotten = Client().post(
        reverse("account_reset_password"), {"email": "mara@example.org"}
    )

    assert (answer.status_code, forgotten.status_code) == (302, 302)
    assert Person.objects.get().check_password("another long phrase")


def test_the_list_of_sessions_is_among_the_settings() -> None:
    assert Client().get("/accounts/sessions/")["Location"] == "/settings/sessions/"
