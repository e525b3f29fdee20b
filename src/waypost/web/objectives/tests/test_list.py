from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.tests.factories import make_alignment, make_cycle, make_objective
from waypost.people.tests.factories import (
    make_admin,
    make_organisation,
    make_person,
    make_team,
)
from waypost.projects.tests.factories import make_project
from waypost.web.objectives.tests.making import measured, running_cycle

pytestmark = pytest.mark.django_db
URL = reverse("objectives:index")
MOST = 45  # of them about 26 load the plan that all figures come from
Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def cycle() -> Cycle:
    return running_cycle(name="Q1 2026")


def read(client: Client, query: str = "", *, person: Any = None, **headers: str) -> str:
    client.force_login(person or make_person())
    return client.get(f"{URL}{query}", headers=headers).content.decode()


def place(objective: Objective) -> None:
    project = make_project(due_on=objective.cycle.starts_on + timedelta(days=60))
    make_bet(key_result=objective.key_results.get(), project=project)


def test_says_in_its_heading_how_many_key_results_are_covered(
    client: Client, cycle: Cycle
) -> None:
    measured(cycle, "Far", 40)
    measured(cycle, "Near", 22)

    html = read(client)

    assert "<h1>1 of 2 key results is fully covered</h1>" in html
    assert "1 of 2 objectives are on track." in html
    assert "“Measure of Near”: nothing covers 90\xa0% of it" in html


def test_shows_what_a_bet_adds(client: Client, cycle: Cycle) -> None:
    objective = measured(cycle, "Far", 30)
    place(objective)

    html = read(client)

    assert "50\xa0% measured, 30\xa0% in bets, gap 20\xa0%, pace 50\xa0%" in html


def test_groups_by_the_company_and_teams_with_their_leads(
    client: Client, cycle: Cycle
) -> None:
    team = make_team("Onboarding", lead=make_person("Tove"))
    make_objective(cycle=cycle, title="Theirs", team=team)
    make_objective(cycle=cycle, title="Ours")

    html = read(client)

    assert html.index("Company<span>") < html.index("Onboarding<span>Tove leads")


def test_indents_what_supports_by_alignment(client: Client, cycle: Cycle) -> None:
    above = measured(cycle, "Above", 30)
    below = make_objective(cycle=cycle, title="Below", team=make_team())
    make_alignment(below, above)

    html = read(client, "?by=alignment")

    assert f'data-node="{below.code}" data-parent="{above.code}"' in html
    assert "supports Above" in html


def test_keeps_only_what_is_mine(client: Client, cycle: Cycle) -> None:
    person = make_person()
    make_objective(cycle=cycle, title="Mine", owner=person)
    make_objective(cycle=cycle, title="Theirs")

    html = read(client, "?mine=1", person=person)

    assert ">Mine</a>" in html
    assert "Theirs" not in html


def test_keeps_only_what_is_not_covered(client: Client, cycle: Cycle) -> None:
    measured(cycle, "Reached", 40)
    measured(cycle, "Open", 30)

    html = read(client, "?health=gap")

    assert ">Open</a>" in html
    assert ">Reached</a>" not in html


def test_says_when_nothing_matches(client: Client, cycle: Cycle) -> None:
    make_objective(cycle=cycle, title="Theirs")

    html = read(client, "?q=nowhere")

    assert "Nothing matches" in html


@pytest.mark.parametrize(
    "query", ["?by=moon&health=x&team=-1&owner=99999999999", "?q=%01&team=abc"]
)
def test_leaves_out_what_an_address_cannot_mean(
    client: Client, cycle: Cycle, query: str
) -> None:
    make_objective(cycle=cycle, title="Theirs")
    client.force_login(make_person())

    assert client.get(URL + query).status_code == 200


def test_knows_no_cycle_that_is_not_there(client: Client, cycle: Cycle) -> None:
    client.force_login(make_person())

    assert client.get(f"{URL}?cycle=0").status_code == 404


def test_hides_what_a_person_may_not_see_from_rows_and_counts(
    client: Client, cycle: Cycle
) -> None:
    measured(cycle, "Open", 30)
    measured(cycle, "Secret", 30, visibility="named")

    html = read(client)

    assert "Secret" not in html
    assert "The one key result is not covered" in html


def test_offers_the_first_objective_to_who_may_write_it(
    client: Client, cycle: Cycle
) -> None:
    html = read(client)

    assert "No objective in Q1 2026 yet" in html
    assert reverse("objectives:create") in html


def test_offers_a_viewer_nothing_to_write(client: Client, cycle: Cycle) -> None:
    make_objective(cycle=cycle)

    html = read(client, person=make_person(role="viewer"))

    assert reverse("objectives:draft") not in html
    assert 'data-key="c"' not in html


def test_offers_an_admin_the_first_cycle(client: Client) -> None:
    assert reverse("cycles:create") in read(client, person=make_admin())
    assert "An admin adds the first one" in read(client)


def test_tells_of_a_closed_cycle_what_was_reached(client: Client) -> None:
    make_organisation()
    closed = make_cycle(name="Q4 2025", state=Cycle.State.CLOSED)
    make_objective(cycle=closed, state="closed", final_score=0.9)
    make_objective(cycle=closed, state="closed", final_score=0.2)

    html = read(client)

    assert "1 of 2 graded objectives were reached in Q4 2025" in html
    assert "score 90\xa0%" in html


def test_answers_htmx_with_the_list_alone(client: Client, cycle: Cycle) -> None:
    make_objective(cycle=cycle)

    html = read(client, **{"HX-Request": "true"})

    assert "<html" not in html
    assert "<table" in html


def test_sends_strangers_to_the_door(client: Client) -> None:
    response = client.get(URL)

    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_asks_as_often_for_twenty_rows_as_for_two(
    client: Client,
    cycle: Cycle,
    django_assert_max_num_queries: Counting,
) -> None:
    counts = []
    client.force_login(make_person())
    for more in (2, 18):
        for number in range(more):
            objective = measured(cycle, f"Objective {number}", 30, team=make_team())
            place(objective)
        with django_assert_max_num_queries(MOST) as captured:
            assert client.get(URL).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
