from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from waypost.okrs.models import Cycle, Objective
from waypost.okrs.tests.factories import make_cycle, make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team

pytestmark = pytest.mark.django_db
URL = reverse("objectives:draft")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle()


def post(client: Client, person: Person, **data: str) -> Any:
    client.force_login(person)
    return client.post(URL, data, headers=HTMX)


def advise(client: Client, person: Person, **data: str) -> str:
    client.force_login(person)
    response = client.get(reverse("objectives:coach"), data)
    return response.content.decode()


def test_opens_a_row_in_the_group(client: Client, cycle: Cycle) -> None:
    client.force_login(make_admin())

    response = client.get(URL, {"group": "company"}, headers=HTMX)

    html = response.content.decode()
    assert '<tr class="add" id="draft">' in html
    assert "<html" not in html


def test_leads_to_the_form_without_script(client: Client, cycle: Cycle) -> None:
    team = make_team()
    client.force_login(make_admin())

    response = client.get(URL, {"group": f"team-{team.pk}"})

    wanted = (
        f"{reverse('objectives:create')}?cycle={cycle.pk}&level=team&team={team.pk}"
    )
    assert (response.status_code, response["Location"]) == (303, wanted)


def test_creates_in_the_team_and_offers_undo(client: Client, cycle: Cycle) -> None:
    lead = make_person()
    team = make_team(lead=lead)

    response = post(client, lead, group=f"team-{team.pk}", title="Clinics stay")

    created = Objective.objects.get()
    assert response.status_code == 200
    assert (created.team, created.owner, created.state) == (team, lead, "active")
    assert "/undo/" in response["HX-Trigger"]
    assert f'data-node="{created.code}"' in response.content.decode()


def test_is_a_draft_while_the_cycle_is_planned(client: Client) -> None:
    make_cycle(state=Cycle.State.PLANNING)

    post(client, make_admin(), group="company", title="Clinics stay")

    assert Objective.objects.get().state == "draft"


def test_supports_what_the_coach_found(client: Client, cycle: Cycle) -> None:
    parent = make_key_result(objective=make_objective(cycle=cycle))

    post(client, make_person(), group="people", title="I help", serves=parent.code)

    mine = Objective.objects.get(level="person")
    assert mine.alignments.get().parent_key_result == parent


def test_keeps_what_was_typed_when_it_is_refused(client: Client, cycle: Cycle) -> None:
    response = post(
        client, make_admin(), group="company", title="Clinics stay", serves="KR-99"
    )

    assert response.status_code == 422
    assert response["HX-Retarget"] == "#draft"
    html = response.content.decode()
    assert 'value="Clinics stay"' in html
    assert "There is no KR-99" in html
    assert not Objective.objects.exists()


def test_is_refused_where_one_may_not_write(client: Client, cycle: Cycle) -> None:
    team = make_team()

    response = post(client, make_person(), group=f"team-{team.pk}", title="Mine now")

    assert response.status_code == 403
    assert not Objective.objects.exists()


def test_is_refused_in_a_group_that_is_none(client: Client, cycle: Cycle) -> None:
    assert post(client, make_admin(), group="moon-x", title="No").status_code == 403


def test_is_not_there_without_a_cycle(client: Client) -> None:
    assert post(client, make_admin(), group="company", title="No").status_code == 404


def test_the_coach_turns_a_vague_verb_into_a_state(
    client: Client, cycle: Cycle
) -> None:
    html = advise(client, make_person(), title="Improve support for large clinics")

    assert "“Improve” has no end" in html
    assert 'data-use="Large clinics get support without having to ask"' in html


def test_the_coach_names_the_nearest_thing_to_support(
    client: Client, cycle: Cycle
) -> None:
    parent = make_key_result(
        objective=make_objective(cycle=cycle), title="Clinics renew their contract"
    )

    html = advise(client, make_person(), title="Clinics renew early")

    assert f'data-link="{parent.code}"' in html
    assert "Nothing covers 100\xa0% of it yet" in html


def test_the_coach_never_names_what_is_hidden(client: Client, cycle: Cycle) -> None:
    hidden = make_objective(cycle=cycle, visibility="named")
    make_key_result(objective=hidden, title="Clinics renew their contract")

    html = advise(client, make_person(), title="Clinics renew early")

    assert "contract" not in html


def test_the_coach_is_silent_before_anything_is_typed(
    client: Client, cycle: Cycle
) -> None:
    assert "<li" not in advise(client, make_person(), title="  ")
