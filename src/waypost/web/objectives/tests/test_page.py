from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from waypost.bets.tests.factories import make_bet
from waypost.core import registry
from waypost.core.models import ChangeSet
from waypost.okrs.models import Cycle, KeyResult, Objective
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team
from waypost.projects.tests.factories import make_project
from waypost.web.objectives.tests.making import (
    read_now,
    running_cycle,
    running_key_result,
)

pytestmark = pytest.mark.django_db
MOST = 55  # of them about 26 load the plan that all figures come from
Counting = Callable[[int], AbstractContextManager[Any]]
PEEK = {"HX-Request": "true", "HX-Target": "drawer"}


@pytest.fixture
def objective() -> Objective:
    cycle = running_cycle()
    made = make_objective(cycle=cycle, title="Clinics stay", why="It is cheaper.")
    read_now(running_key_result(made, title="Bookings", weight=3), 30)
    running_key_result(made, title="Not measured")
    return made


def address(objective: Objective, name: str = "page", *args: object) -> str:
    return reverse(f"objectives:{name}", args=[objective.number, *args])


def read(client: Client, url: str, person: Person, **headers: str) -> str:
    client.force_login(person)
    return client.get(url, headers=headers).content.decode()


def test_takes_no_more_bets_once_it_is_over(
    client: Client, objective: Objective
) -> None:
    admin = make_admin()
    assert "Add a bet" in read(client, address(objective), admin)

    for over in ("closed", "cancelled"):
        Objective.objects.filter(pk=objective.pk).update(state=over)
        assert "Add a bet" not in read(client, address(objective), admin)


def test_says_how_it_stands(client: Client, objective: Objective) -> None:
    html = read(client, address(objective), make_person())

    assert "<h1>Clinics stay</h1>" in html
    assert "38\xa0% of the way is measured, where 50\xa0% is expected by today" in html
    assert "no bet stands behind the 63\xa0% that are missing" in html


def test_opens_the_arithmetic_of_its_progress(
    client: Client, objective: Objective
) -> None:
    html = read(client, address(objective), make_person())

    assert "(30 − 20) ÷ (40 − 20)" in html
    assert "(3 × 50\xa0% + 1 × 0\xa0%) ÷ 4 = <b>38\xa0%</b>" in html


def test_shows_projects_with_their_bets_and_what_they_are_worth(
    client: Client, objective: Objective
) -> None:
    landing = objective.cycle.starts_on + timedelta(days=60)
    project = make_project(name="Guided set-up", due_on=landing)
    make_bet(key_result=objective.key_results.get(title="Bookings"), project=project)

    html = read(client, address(objective), make_person())

    assert "Guided set-up" in html
    assert "+6\xa0days · 100\xa0%" in html
    assert "worth +6\xa0days by the due date" in html
    assert "(3 × 80\xa0% + 1 × 0\xa0%) ÷ 4 = <b>60\xa0%</b>" in html


def test_shows_a_bet_that_does_not_count_as_a_ghost(
    client: Client, objective: Objective
) -> None:
    project = make_project(is_funded=False)
    make_bet(key_result=objective.key_results.get(title="Bookings"), project=project)

    html = read(client, address(objective), make_person())

    assert "does not count yet" in html


def test_keeps_aligned_objectives_beside_it(
    client: Client, objective: Objective
) -> None:
    below = make_objective(cycle=objective.cycle, title="Below", team=make_team())
    make_alignment(below, objective)
    read_now(running_key_result(below), 40)

    html = read(client, address(objective), make_person())

    assert "Below" in html
    assert "beside it, not averaged in" in html
    assert "38\xa0% of the way is measured" in html


def test_takes_the_mean_of_aligned_objectives_without_a_key_result(
    client: Client,
) -> None:
    above = make_objective(cycle=running_cycle())
    below = make_objective(cycle=above.cycle, title="Below", team=make_team())
    make_alignment(below, above)
    read_now(running_key_result(below), 30)

    html = read(client, address(above), make_person())

    assert "since it has no key result of its own" in html
    assert "50\xa0% of the way is measured" in html


def test_leads_the_way_down_to_it(client: Client, objective: Objective) -> None:
    below = make_objective(cycle=objective.cycle, title="Below", team=make_team())
    make_alignment(below, objective.key_results.get(title="Bookings"))

    html = read(client, address(below), make_person())

    crumbs = html[
        html.index('class="crumbs"') : html.index("</nav>", html.index("crumbs"))
    ]
    assert (
        crumbs.index("Clinics stay") < crumbs.index("Bookings") < crumbs.index("Below")
    )


def test_fills_the_drawer_with_the_same_in_short(
    client: Client, objective: Objective
) -> None:
    html = read(client, address(objective), make_person(), **PEEK)

    assert "<html" not in html
    assert 'id="drawer-title"' in html
    assert "It is cheaper." in html


def test_fills_the_drawer_with_a_key_result(
    client: Client, objective: Objective
) -> None:
    key_result = objective.key_results.get(title="Bookings")
    url = address(objective, "peek_key_result", key_result.number)

    html = read(client, url, make_person(), **PEEK)

    assert "30 → 40\xa0days" in html
    assert "50\xa0%" in html


def test_sends_browsers_to_the_page_of_a_key_result(
    client: Client, objective: Objective
) -> None:
    key_result = objective.key_results.get(title="Bookings")
    client.force_login(make_person())

    response = client.get(address(objective, "peek_key_result", key_result.number))

    assert response["Location"] == f"/key-results/{key_result.code}/"


def test_shows_no_key_result_under_another_objective(
    client: Client, objective: Objective
) -> None:
    other = make_key_result(objective=make_objective(cycle=objective.cycle))
    client.force_login(make_person())

    url = address(objective, "peek_key_result", other.number)
    assert client.get(url, headers=PEEK).status_code == 404


def test_shows_a_reader_no_button(client: Client, objective: Objective) -> None:
    html = read(client, address(objective), make_person())

    for name in ("edit", "delete", "create_key_result"):
        assert address(objective, name) not in html


def test_knows_no_number_that_is_none(client: Client) -> None:
    client.force_login(make_admin())

    assert client.get("/objectives/O-999/").status_code == 404
    assert client.get(f"/objectives/O-{10**30}/").status_code == 404


def test_is_deleted_with_undo(client: Client, objective: Objective) -> None:
    admin = make_admin()
    client.force_login(admin)

    response = client.post(address(objective, "delete"), follow=True)

    undo = reverse("history:undo", args=[ChangeSet.objects.latest("pk").pk])
    assert not Objective.objects.exists()
    assert undo in response.content.decode()

    client.post(undo)

    assert Objective.objects.get().key_results.count() == 2


def test_goes_through_its_life(client: Client) -> None:
    objective = make_objective(cycle=make_cycle(), state="draft")
    client.force_login(make_admin())

    states = []
    for step in ("propose", "activate", "cancel", "activate"):
        client.post(address(objective, "move", step))
        objective.refresh_from_db()
        states.append(objective.state)

    assert states == ["proposed", "active", "cancelled", "active"]


def test_says_why_a_step_cannot_be_taken(client: Client, objective: Objective) -> None:
    client.force_login(make_admin())

    response = client.post(address(objective, "move", "propose"), follow=True)

    assert "cannot become “Proposed”" in response.content.decode()
    assert client.post(address(objective, "move", "fly")).status_code == 404


@pytest.mark.parametrize("step", ["propose", "activate", "cancel"])
def test_lets_no_reader_take_a_step(
    client: Client, objective: Objective, step: str
) -> None:
    client.force_login(make_person())

    assert client.post(address(objective, "move", step)).status_code == 403
    assert client.post(address(objective, "delete")).status_code == 403
    objective.refresh_from_db()
    assert objective.state == "active"


@pytest.mark.parametrize("name", ["delete", "move"])
def test_changes_nothing_on_a_get(
    client: Client, objective: Objective, name: str
) -> None:
    client.force_login(make_admin())
    more = ["cancel"] if name == "move" else []

    assert client.get(address(objective, name, *more)).status_code == 405
    assert Objective.objects.get().state == "active"


def test_shows_how_a_closed_one_ended(client: Client) -> None:
    cycle = make_cycle(state=Cycle.State.CLOSED)
    objective = make_objective(
        cycle=cycle, state="closed", final_score=0.7, reflection="We began too late."
    )

    html = read(client, address(objective), make_admin())

    assert "Final score 70\xa0%" in html
    assert "We began too late." in html
    assert address(objective, "edit") not in html


def test_says_that_nothing_is_promised_yet(client: Client) -> None:
    objective = make_objective(cycle=make_cycle())

    html = read(client, address(objective), make_admin())

    assert "Nothing is measured: it has no key result yet." in html
    assert address(objective, "create_key_result") in html


def test_is_where_the_registry_says(objective: Objective) -> None:
    key_result = KeyResult.objects.get(title="Bookings")

    assert registry.page_of(objective) == address(objective)
    assert registry.page_of(key_result) == f"/key-results/{key_result.code}/"


def test_asks_as_often_for_twenty_key_results_as_for_two(
    client: Client, django_assert_max_num_queries: Counting
) -> None:
    objective = make_objective(cycle=make_cycle())
    client.force_login(make_admin())
    counts = []
    for more in (1, 9):
        for _each in range(more):
            key_result = make_key_result(objective=objective)
            read_now(key_result, 30)
            make_bet(key_result=key_result)
            make_steps_key_result(objective=objective)
            below = make_objective(cycle=objective.cycle, team=make_team())
            make_alignment(below, objective)
        with django_assert_max_num_queries(MOST) as captured:
            client.get(address(objective))
        counts.append(len(captured))

    assert counts[0] == counts[1]
