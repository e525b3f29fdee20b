from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.bets.models import Bet, OverlapGroup
from waypost.bets.tests.factories import make_bet
from waypost.okrs.models import KeyResult
from waypost.okrs.tests.factories import (
    make_cycle,
    make_key_result,
    make_objective,
    make_steps_key_result,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects.models import Project
from waypost.projects.tests.factories import make_milestone, make_project

pytestmark = pytest.mark.django_db
TYPED = {
    "weakest": "2",
    "likely": "5",
    "strongest": "9",
    "probability": "60",
    "lag_days": "7",
    "ramp_days": "21",
    "rationale": "Nine of ten stalls are in these steps",
    "assumptions": "The partner answers in March\n\nNobody leaves",
}


@pytest.fixture
def manager() -> Person:
    return make_person()


@pytest.fixture
def project(manager: Person) -> Project:
    return make_project(code="WEB", manager=manager)


def key_result(**changes: object) -> KeyResult:
    today = timezone.localdate()
    cycle = make_cycle(
        starts_on=today - timedelta(days=45), ends_on=today + timedelta(days=45)
    )
    return make_key_result(
        objective=make_objective(cycle=cycle),
        starts_on=cycle.starts_on,
        due_on=cycle.ends_on,
        **changes,
    )


def place(client: Client, person: Person, kr: KeyResult, **data: str) -> HttpResponse:
    client.force_login(person)
    url = f"{reverse('bets:create')}?project=WEB&key_result={kr.code}"
    return client.post(url, TYPED | {"owner": str(person.pk)} | data)  # type: ignore[return-value]  # the test client's own response


def test_asks_first_which_project_and_which_key_result(
    client: Client, project: Project, manager: Person
) -> None:
    kr = key_result(title="Bookings a week")
    client.force_login(manager)

    html = client.get(reverse("bets:create")).content.decode()

    assert "WEB · " in html
    assert f"{kr.code} · Bookings a week" in html


def test_places_a_bet_with_its_assumptions(
    client: Client, project: Project, manager: Person
) -> None:
    kr = key_result()
    milestone = make_milestone(project=project)

    response = place(client, manager, kr, milestone=str(milestone.pk))

    bet = Bet.objects.get()
    assert response.status_code == 303
    assert (bet.project, bet.milestone, bet.key_result) == (project, milestone, kr)
    assert (bet.low, bet.likely, bet.high) == (2, 5, 9)
    assert (bet.probability, bet.lag_days, bet.ramp_days) == (0.6, 7, 21)
    assert [a.text for a in bet.assumptions.order_by("pk")] == [
        "The partner answers in March",
        "Nobody leaves",
    ]
    assert bet.state == Bet.State.PROPOSED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"likely": "99"}, "between the weakest and the strongest"),
        ({"weakest": ""}, "required"),
        ({"probability": "160"}, "100"),
        ({"lag_days": "-1"}, "0"),
        ({"group": "new"}, "Say so for a new cause"),
    ],
)
def test_explains_what_is_wrong_and_keeps_what_was_typed(
    client: Client,
    project: Project,
    manager: Person,
    typed: dict[str, str],
    sentence: str,
) -> None:
    response = place(client, manager, key_result(), **typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "Nine of ten stalls" in html
    assert not Bet.objects.exists()
    assert not OverlapGroup.objects.exists()


def test_names_a_new_cause_on_the_way(
    client: Client, project: Project, manager: Person
) -> None:
    place(
        client,
        manager,
        key_result(),
        group="new",
        group_name="Same screens",
        group_share="40",
    )

    group = Bet.objects.get().overlap_group
    assert group is not None
    assert (group.name, group.share) == ("Same screens", 0.4)


def test_a_bet_on_steps_names_the_step(
    client: Client, project: Project, manager: Person
) -> None:
    today = timezone.localdate()
    cycle = make_cycle(
        starts_on=today - timedelta(days=45), ends_on=today + timedelta(days=45)
    )
    kr = make_steps_key_result(objective=make_objective(cycle=cycle))
    step = kr.steps.order_by("position")[1]

    place(client, manager, kr, step=str(step.pk))

    bet = Bet.objects.get()
    assert (bet.step, bet.metric, bet.low) == (step, None, None)


def test_offers_only_projects_that_the_person_may_edit(
    client: Client, project: Project
) -> None:
    kr = key_result()

    response = place(client, make_person(), kr)

    assert response.status_code == 403
    assert not Bet.objects.exists()


def test_a_private_key_result_is_not_offered(
    client: Client, project: Project, manager: Person
) -> None:
    secret = make_key_result(
        title="Quiet plan", objective=make_objective(visibility="named")
    )

    response = place(client, manager, secret)

    assert "Quiet plan" not in response.content.decode()
    assert not Bet.objects.exists()


def test_its_page_shows_the_arithmetic(client: Client) -> None:
    kr = key_result()
    project = make_project(due_on=timezone.localdate())
    bet = make_bet(key_result=kr, project=project, probability=0.5)
    client.force_login(make_person())

    html = client.get(reverse("bets:page", args=[bet.pk])).content.decode()

    assert "+4 / <b>+6</b> / +8\xa0days" in html
    assert "+3\xa0days" in html


def test_is_accepted_by_the_key_results_owner_alone(client: Client) -> None:
    bet = make_bet(key_result=key_result(), state="proposed")
    url = reverse("bets:accept", args=[bet.pk])

    client.force_login(make_person())
    refused = client.post(url)
    client.force_login(bet.key_result.owner)
    accepted = client.post(url)

    bet.refresh_from_db()
    assert (refused.status_code, accepted.status_code) == (403, 303)
    assert bet.state == "active"


def test_is_withdrawn_with_a_reason_and_comes_back_by_undo(client: Client) -> None:
    bet = make_bet(key_result=key_result())
    client.force_login(bet.owner)

    client.post(reverse("bets:withdraw", args=[bet.pk]), {"reason": "No budget"})
    bet.refresh_from_db()
    withdrawn = bet.state
    page = client.get(reverse("history:index")).content.decode()
    undo = page.split('action="/history/')[1].split("/undo/")[0]
    client.post(f"/history/{undo}/undo/")

    bet.refresh_from_db()
    assert (withdrawn, bet.state) == ("withdrawn", "active")
    assert "No budget" in page


def test_a_bet_of_a_hidden_project_does_not_exist(client: Client) -> None:
    bet = make_bet(project=make_project(visibility="named"))
    client.force_login(make_person())

    for name in ("page", "edit"):
        assert client.get(reverse(f"bets:{name}", args=[bet.pk])).status_code == 404
    assert client.post(reverse("bets:delete", args=[bet.pk])).status_code == 404


def test_a_reader_may_look_but_not_change(client: Client) -> None:
    bet = make_bet(key_result=key_result())
    client.force_login(make_person(role="viewer"))

    assert client.get(reverse("bets:page", args=[bet.pk])).status_code == 200
    assert client.get(reverse("bets:edit", args=[bet.pk])).status_code == 403
    assert client.post(reverse("bets:delete", args=[bet.pk])).status_code == 403
    assert Bet.objects.exists()
