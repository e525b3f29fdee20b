from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import (
    make_check_in,
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_organisation, make_person
from waypost.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def live_key_result(today: date, **changes: Any) -> KeyResult:
    """Create a key result that is halfway through its time."""
    dates = {
        "starts_on": today - timedelta(days=45),
        "due_on": today + timedelta(days=45),
    }
    if "objective" not in changes:
        cycle = make_cycle(starts_on=dates["starts_on"], ends_on=dates["due_on"])
        changes["objective"] = make_objective(cycle=cycle)
    return make_key_result(**dates | changes)


def read(key_result: KeyResult, value: float, at: datetime | None = None) -> None:
    assert key_result.metric is not None
    earlier = timezone.now() - timedelta(days=1)
    make_reading(key_result.metric, value, observed_at=at or earlier)


def open_page(client: Client, person: Person, key_result: KeyResult) -> str:
    client.force_login(person)
    url = reverse("key_results:page", args=[key_result.number])
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_says_where_it_stands(client: Client, today: date) -> None:
    kr = live_key_result(today, title="Bookings a week")
    read(kr, 25)

    html = open_page(client, make_person(), kr)

    assert "Bookings a week, from 20 to 40" in html
    assert "25\xa0%" in html  # progress
    assert "At risk" in html or "Off track" in html


def test_shows_each_bet_with_its_worth(client: Client, today: date) -> None:
    kr = live_key_result(today)
    project = make_project(name="Guided set-up", due_on=today)
    make_bet(key_result=kr, project=project, probability=0.5)

    html = open_page(client, make_person(), kr)

    assert "Guided set-up" in html
    assert "+3\xa0days" in html
    assert "50\xa0% × 6\xa0days (mean) × 100\xa0% still to land" in html


def test_shows_a_ghost_for_a_bet_that_does_not_count(
    client: Client, today: date
) -> None:
    kr = live_key_result(today)
    make_bet(key_result=kr, state="proposed")

    html = open_page(client, make_person(), kr)

    assert "proposed" in html
    assert "no work behind it" in html


def test_says_how_each_figure_came_about(client: Client, today: date) -> None:
    kr = live_key_result(today)
    read(kr, 25)

    html = open_page(client, make_person(), kr)

    assert "(25 − 20) ÷ (40 − 20)" in html


def test_hides_a_bet_of_a_project_that_the_reader_may_not_see(
    client: Client, today: date
) -> None:
    kr = live_key_result(today)
    secret = make_project(name="Project Nightfall", visibility="named")
    make_bet(key_result=kr, project=secret)

    html = open_page(client, make_person(), kr)

    assert "Nightfall" not in html


def test_offers_a_reader_nothing_to_change(client: Client, today: date) -> None:
    kr = live_key_result(today)

    html = open_page(client, make_person(role="viewer"), kr)

    assert 'id="check-in"' not in html
    assert reverse("key_results:edit", args=[kr.number]) not in html


def test_lists_steps_and_lets_their_owner_tick_them(
    client: Client, today: date
) -> None:
    cycle = make_cycle(
        starts_on=today - timedelta(days=45), ends_on=today + timedelta(days=45)
    )
    kr = make_steps_key_result("Draft", "Pilot", objective=make_objective(cycle=cycle))
    step = kr.steps.get(title="Pilot")
    client.force_login(kr.owner)

    client.post(reverse("key_results:tick_step", args=[step.pk]), {"done": "yes"})

    html = open_page(client, kr.owner, kr)
    assert "1 <small>of 2 done" in html
    step.refresh_from_db()
    assert step.done_on == today


def test_a_private_key_result_does_not_exist_for_a_stranger(
    client: Client, today: date
) -> None:
    kr = make_key_result(objective=make_objective(visibility="named"))
    client.force_login(make_person())

    response = client.get(reverse("key_results:page", args=[kr.number]))

    assert response.status_code == 404


def test_a_number_that_nobody_has_is_not_found(client: Client) -> None:
    client.force_login(make_person())

    assert client.get("/key-results/KR-999999/").status_code == 404


def test_asks_a_visitor_to_sign_in(client: Client) -> None:
    make_organisation()
    kr = make_key_result()

    response = client.get(reverse("key_results:page", args=[kr.number]))

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_hostile_words_are_shown_as_words(client: Client, today: date) -> None:
    kr = live_key_result(today, title="<script>alert(1)</script>")
    make_check_in(kr, value=25, went_well="<img src=x onerror=alert(2)>")

    html = open_page(client, make_person(), kr)

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_takes_as_many_queries_with_much_as_with_little(
    client: Client, today: date
) -> None:
    kr = live_key_result(today)
    reader = make_person()

    def fill(count: int) -> int:
        for number in range(count):
            at = timezone.now() - timedelta(hours=number + 30 * count)
            make_check_in(kr, value=25, observed_at=at)
            make_bet(key_result=kr, low=Decimal(1))
        client.force_login(reader)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("key_results:page", args=[kr.number]))
        return len(captured)

    fill(1)
    few, many = fill(2), fill(12)

    assert many == few
