"""A page as of a past day says what changed since, where it is asked to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.bets.tests.factories import make_bet
from waypost.core import history
from waypost.okrs.models import KeyResult, Reading
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person
from waypost.projects.tests.factories import make_project
from waypost.web.templatetags import formats

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    make_organisation()
    return make_admin()


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def key_result(admin: Person, today: date) -> KeyResult:
    """A key result that stood at 46 ten days ago, and stands at 61 since yesterday."""
    starts, ends = today - timedelta(days=40), today + timedelta(days=50)
    cycle = make_cycle(starts_on=starts, ends_on=ends)
    found = make_key_result(
        objective=make_objective(cycle=cycle, title="More bookings"),
        title="Bookings a day",
        baseline=Decimal(40),
        target=Decimal(70),
        starts_on=starts,
        due_on=ends,
    )
    for days, value in ((10, 46), (1, 61)):
        at = timezone.now() - timedelta(days=days)
        with history.change(actor=admin, now=at, verb="test.read") as recorder:
            recorder.create(Reading(metric=found.metric, value=value, observed_at=at))
    return found


def look(client: Client, person: Person, url: str, days: int = 5) -> str:
    client.force_login(person)
    day = timezone.localdate() - timedelta(days=days)
    response = client.get(url, {"on": day.isoformat(), "compare": "1"})
    assert response.status_code == 200, response
    return response.content.decode()


def urls_of(key_result: KeyResult, code: str) -> dict[str, str]:
    return {
        "map": reverse("strategy_map:index"),
        "objective": reverse("objectives:page", args=[key_result.objective.number]),
        "key result": reverse("key_results:page", args=[key_result.number]),
        "project": reverse("projects:page", args=[code]),
    }


@pytest.mark.parametrize("which", ["map", "objective", "key result", "project"])
def test_on_each_page_that_looks_back(
    client: Client, admin: Person, key_result: KeyResult, which: str
) -> None:
    project = make_project(code="FERRY", is_funded=True)
    make_bet(project=project, key_result=key_result)

    page = look(client, admin, urls_of(key_result, "FERRY")[which])

    assert 'id="comparison"' in page
    assert "Hide what changed" in page
    assert formats.percent(0.2) in page
    assert formats.percent(0.7) in page
    assert "+50 points" in page


def test_only_where_it_is_asked_for(
    client: Client, admin: Person, key_result: KeyResult, today: date
) -> None:
    client.force_login(admin)
    url = reverse("key_results:page", args=[key_result.number])
    day = (today - timedelta(days=5)).isoformat()

    past = client.get(url, {"on": day}).content.decode()
    present = client.get(url, {"compare": "1"}).content.decode()

    assert 'id="comparison"' not in past + present
    assert f"?on={day}&amp;compare=1" in past


def test_says_that_the_thing_itself_is_gone(
    client: Client, admin: Person, key_result: KeyResult
) -> None:
    url = reverse("key_results:page", args=[key_result.number])
    now = timezone.now()
    with history.change(actor=admin, now=now, verb="test.delete") as recorder:
        recorder.delete(key_result)

    page = look(client, admin, url)

    assert "It is no longer there today." in page


def test_says_nothing_of_what_one_may_not_see(
    client: Client, admin: Person, key_result: KeyResult
) -> None:
    stranger = make_person()
    hidden = make_objective(
        cycle=key_result.objective.cycle, title="Sell the yard", visibility="named"
    )
    now = timezone.now()
    with history.change(actor=admin, now=now, verb="test.edit") as recorder:
        recorder.update(hidden, title="Sell the yard soon")

    page = look(client, stranger, reverse("strategy_map:index"))

    assert "Sell the yard" not in page
    assert "Bookings a day" in page


def test_leads_to_things_as_they_are_today(
    client: Client, admin: Person, key_result: KeyResult
) -> None:
    page = look(client, admin, reverse("strategy_map:index"))

    panel = page.partition('id="comparison"')[2].partition("</details>")[0]
    assert f'href="{reverse("key_results:page", args=[key_result.number])}"' in panel
    assert "?on=" not in panel


def test_ends_the_talk_and_history_on_that_day(
    client: Client, admin: Person, key_result: KeyResult
) -> None:
    client.force_login(admin)
    for days, summary in ((9, "moved it early"), (1, "moved it late")):
        at = timezone.now() - timedelta(days=days)
        with history.change(
            actor=admin, now=at, verb="okrs.move_target", subject=key_result,
            summary=summary,
        ) as recorder:  # fmt: skip
            recorder.update(key_result, weight=days)
    url = reverse("conversations:thread", args=["okrs.keyresult", key_result.pk])
    day = (timezone.localdate() - timedelta(days=5)).isoformat()

    then = client.get(url, {"on": day}).content.decode()
    now = client.get(url).content.decode()

    said = "moved target or dates"
    assert now.count(said) == 2 * then.count(said) > 0
    assert "<textarea" not in then
