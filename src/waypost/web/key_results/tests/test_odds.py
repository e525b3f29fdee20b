from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.okrs import actions
from waypost.okrs.models import KeyResult, Odds
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def open_key_result(**changes: Any) -> KeyResult:
    """Create a key result that is due in a month."""
    today = timezone.localdate()
    dates = {
        "starts_on": today - timedelta(days=30),
        "due_on": today + timedelta(days=30),
    }
    state = changes.pop("state", "active")
    if "objective" not in changes:
        cycle = make_cycle(
            starts_on=dates["starts_on"], ends_on=dates["due_on"], state=state
        )
        changes["objective"] = make_objective(cycle=cycle)
    return make_key_result(**dates | changes)


def give(person: Person, key_result: KeyResult, chance: float) -> None:
    actions.give_odds(
        actor=person, now=timezone.now(), key_result=key_result, probability=chance
    )


def url_of(key_result: KeyResult, name: str = "give_odds") -> str:
    return reverse(f"key_results:{name}", args=[key_result.number])


def read(client: Client, key_result: KeyResult, person: Person) -> str:
    client.force_login(person)
    return client.get(url_of(key_result, "page")).content.decode()


def test_are_asked_for_before_the_others_show(client: Client) -> None:
    key_result, person = open_key_result(), make_person()
    for chance in (0.11, 0.47, 0.93):
        give(make_person(), key_result, chance)

    before = read(client, key_result, person)
    client.post(url_of(key_result), {"probability": "47"})
    after = read(client, key_result, person)

    assert "3 people have given theirs" in before
    assert 'class="dots"' not in before
    assert "11\xa0%" not in before
    assert 'class="dots"' in after
    assert "4 people are far apart, from 11\xa0% to 93\xa0%" in after
    assert after.count('class="other"') == 3


def test_name_nobody_who_gave_them(client: Client) -> None:
    key_result, person = open_key_result(), make_person()
    for name in ("Yolanda Yew", "Zeno Zelkova"):
        give(make_person(name), key_result, 0.4)
    give(person, key_result, 0.5)

    html = read(client, key_result, person)

    assert "3 people are close together" in html
    assert "Yolanda" not in html
    assert "Zeno" not in html


def test_of_too_few_tell_no_spread(client: Client) -> None:
    key_result, person = open_key_result(), make_person()
    give(make_person(), key_result, 0.21)
    give(person, key_result, 0.5)

    html = read(client, key_result, person)

    assert "shows once 1 more has given theirs" in html
    assert "21\xa0%" not in html


def test_can_be_changed(client: Client) -> None:
    key_result, person = open_key_result(), make_person()
    give(person, key_result, 0.5)
    client.force_login(person)

    shown = client.get(url_of(key_result, "page")).context["odds_form"].initial
    response = client.post(url_of(key_result), {"probability": "80"})

    assert shown == {"probability": 50}
    assert response.status_code == 303
    assert Odds.objects.get().probability == 0.8


@pytest.mark.parametrize("wrong", ["", "101", "-1", "likely", "NaN", "9" * 5000])
def test_keep_what_was_typed_and_say_what_is_wrong(client: Client, wrong: str) -> None:
    key_result = open_key_result()
    client.force_login(make_person())

    response = client.post(url_of(key_result), {"probability": wrong})

    assert response.status_code == 422
    assert "probability" in response.context["odds_form"].errors
    assert not Odds.objects.exists()


@pytest.mark.parametrize("state", ["grading", "closed"])
def test_are_over_with_the_cycle(client: Client, state: str) -> None:
    key_result = open_key_result(state=state)
    html = read(client, key_result, make_person())

    response = client.post(url_of(key_result), {"probability": "50"})

    assert url_of(key_result) not in html
    assert response.status_code == 422
    assert not Odds.objects.exists()


def test_are_over_with_the_due_day(client: Client) -> None:
    today = timezone.localdate()
    key_result = open_key_result(due_on=today - timedelta(days=1))
    client.force_login(make_person())

    response = client.post(url_of(key_result), {"probability": "50"})

    assert "odds are given before that" in response.content.decode()


def test_are_given_while_the_cycle_is_planned(client: Client) -> None:
    key_result = open_key_result(state="planning")
    client.force_login(make_person())

    assert client.post(url_of(key_result), {"probability": "50"}).status_code == 303


def test_are_not_a_viewers_nor_a_strangers(client: Client) -> None:
    key_result = open_key_result()
    html = read(client, key_result, make_person(role="viewer"))
    assert url_of(key_result) not in html
    assert client.post(url_of(key_result), {"probability": "5"}).status_code == 403

    private = open_key_result(objective=make_objective(visibility="named"))
    client.force_login(make_person())
    assert client.post(url_of(private), {"probability": "5"}).status_code == 404
    assert client.get(url_of(key_result)).status_code == 405
