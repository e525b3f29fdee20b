import pytest
from django.test import Client
from django.urls import reverse

from waypost.bets.models import Bet
from waypost.bets.tests.factories import make_bet
from waypost.okrs.tests.factories import make_steps_key_result
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.tests.factories import make_project
from waypost.web.strategy_map.tests.scenes import Scene, make_scene

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "drawer"}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def open_(client: Client, person: Person, name: str) -> str:
    client.force_login(person)
    response = client.get(reverse("strategy_map:node", args=[name]), headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def test_shows_the_waterfall_of_a_key_result(client: Client, scene: Scene) -> None:
    html = open_(client, scene.stranger, scene.covered.code)

    assert "+14" in html  # measured: from 20 to 34
    assert "Guided set-up" in html
    assert "+6" in html  # the bet: from 34 on to the target of 40
    assert "No gap" in html


def test_says_what_a_bet_is_made_of(client: Client, scene: Scene) -> None:
    html = open_(client, scene.stranger, scene.own.code)

    assert "+6\N{NO-BREAK SPACE}days × 50" in html
    assert "+3" in html
    assert "Gap to the target" in html


def test_shows_a_bet_that_does_not_count_as_a_ghost(
    client: Client, scene: Scene
) -> None:
    make_bet(key_result=scene.bare, project=make_project(), state=Bet.State.PROPOSED)

    html = open_(client, scene.stranger, scene.bare.code)

    assert "tag bet ghost" in html
    assert "does not count before" in html


def test_reads_steps_as_shares(client: Client, scene: Scene) -> None:
    steps = make_steps_key_result(objective=scene.company)

    make_bet(
        key_result=steps,
        project=scene.lone,
        step=steps.steps.get(title="Pilot"),
        probability=0.8,
    )

    html = open_(client, scene.stranger, steps.code)

    assert "completes the step Pilot, 80\N{NO-BREAK SPACE}% sure" in html
    assert "+33\N{NO-BREAK SPACE}%" in html
    assert "100\N{NO-BREAK SPACE}%" in html


def test_shows_what_an_objective_is_the_mean_of(client: Client, scene: Scene) -> None:
    html = open_(client, scene.stranger, scene.company.code)

    assert "Days to booking" in html
    assert "Weighted mean" in html
    assert "Set-up is easy" in html


def test_shows_what_a_project_is_bet_on(client: Client, scene: Scene) -> None:
    html = open_(client, scene.stranger, "GUIDE")

    assert "Days to booking" in html
    assert "Steps by hand" in html


def test_says_that_a_project_serves_nothing(client: Client, scene: Scene) -> None:
    assert "serves nothing yet" in open_(client, scene.stranger, "BRAND")


def test_offers_a_bet_only_to_who_may_place_one(client: Client, scene: Scene) -> None:
    assert "Add a bet" in open_(client, make_admin(), "BRAND")
    assert "Add a bet" not in open_(client, scene.stranger, "BRAND")
    reader = make_person(role="viewer")
    assert "Add a bet" not in open_(client, reader, scene.bare.code)


@pytest.mark.parametrize("name", ["O-99999", "KR-99999", "NONE", "O-x", "KR-"])
def test_knows_nothing_by_a_wrong_name(client: Client, scene: Scene, name: str) -> None:
    client.force_login(scene.owner)

    answer = client.get(reverse("strategy_map:node", args=[name]), headers=HTMX)

    assert answer.status_code == 404


def test_knows_nothing_of_a_private_objective(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)
    key_result = scene.hidden.key_results.get()

    for name in (scene.hidden.code, key_result.code):
        answer = client.get(reverse("strategy_map:node", args=[name]), headers=HTMX)
        assert answer.status_code == 404


def test_goes_to_the_page_itself_without_script(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    answer = client.get(reverse("strategy_map:node", args=[scene.covered.code]))

    assert answer["Location"] == f"/key-results/{scene.covered.code}/"


def test_takes_only_get(client: Client, scene: Scene) -> None:
    client.force_login(scene.owner)

    assert client.post(reverse("strategy_map:node", args=["GUIDE"])).status_code == 405
