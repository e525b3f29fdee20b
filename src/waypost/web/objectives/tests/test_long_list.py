"""A list of more objectives than a page shows: piece by piece."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waypost.okrs.models import Cycle, Objective
from waypost.okrs.queries.slices import LARGE, PIECE
from waypost.okrs.tests.factories import make_alignment, make_objective
from waypost.people.models import Person, Team
from waypost.people.tests.factories import make_membership, make_person, make_team
from waypost.web.objectives.tests.making import measured, running_cycle

pytestmark = pytest.mark.django_db
URL = reverse("objectives:index")
PIECE_URL = reverse("objectives:piece")
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def cycle() -> Cycle:
    return running_cycle(name="Autumn")


@pytest.fixture
def owner() -> Person:
    return make_person("Otto Oak")


@pytest.fixture
def top() -> Team:
    return make_team("Everything")


@pytest.fixture
def quay(top: Team) -> Team:
    return make_team("Quay", parent=top)


@pytest.fixture
def filled(cycle: Cycle, owner: Person, quay: Team) -> Cycle:
    """Fill the cycle with one objective more than a short list holds."""
    make_objective(cycle=cycle, owner=owner, title="The top of it all")
    for number in range(LARGE):
        title = f"Quay {number:02}"
        make_objective(cycle=cycle, owner=owner, team=quay, title=title)
    return cycle


def read(client: Client, query: str = "", *, person: Any = None) -> str:
    client.force_login(person or make_person())
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def piece(client: Client, query: str) -> str:
    response = client.get(f"{PIECE_URL}?{query}", headers=FRAGMENT)
    assert response.status_code == 200
    return response.content.decode()


def test_opens_with_the_company_and_headings(client: Client, filled: Cycle) -> None:
    html = read(client)

    assert f"{LARGE + 1} objectives in Autumn" in html
    assert "The top of it all" in html
    assert "Quay 00" not in html
    assert ">Everything" in " ".join(html.split())
    assert f"{LARGE} objectives" in html


def test_opens_a_heading_to_the_teams_below_it(
    client: Client, filled: Cycle, top: Team, quay: Team
) -> None:
    client.force_login(make_person())

    above = piece(client, f"at=team-{top.pk}")
    inside = piece(client, f"at=team-{quay.pk}")

    assert "Quay 00" not in above
    assert f"at=team-{quay.pk}" in above
    assert "Quay 00" in inside
    assert f"Quay {PIECE:02}" not in inside
    assert "Page 2 of 3" in inside


def test_brings_the_rest_in_pages(client: Client, filled: Cycle, quay: Team) -> None:
    client.force_login(make_person())

    rest = piece(client, f"at=team-{quay.pk}&page=2&rows=1")
    last = piece(client, f"at=team-{quay.pk}&page=99&rows=1")

    assert f"Quay {PIECE:02}" in rest
    assert "<tbody" not in rest
    assert f"Quay {LARGE - 1:02}" in last
    assert "Page" not in last


def test_works_without_script(client: Client, filled: Cycle, quay: Team) -> None:
    html = read(client, f"at=team-{quay.pk}")

    assert "Quay 00" in html
    assert "All of Autumn" in html
    response = client.get(f"{PIECE_URL}?at=team-{quay.pk}")
    assert response.status_code == 303
    assert response["Location"].startswith(f"{URL}?at=team-{quay.pk}")


def test_puts_a_persons_own_under_their_team(
    client: Client, filled: Cycle, top: Team
) -> None:
    person = make_person("Pia Pine")
    crew = make_team("Crew", parent=top)
    make_membership(crew, person)
    make_objective(cycle=filled, person=person, title="My own")
    make_objective(cycle=filled, person=make_person(), title="Nobody's team")
    client.force_login(make_person())

    assert "My own" in piece(client, f"at=team-{crew.pk}")
    assert "Nobody&#x27;s team" in piece(client, "at=people")


def test_finds_over_all(client: Client, filled: Cycle) -> None:
    html = read(client, "q=Quay+59")

    assert "Quay 59" in html
    assert "Quay 58" not in html


def test_leads_from_what_is_aligned_to_what_aligns(
    client: Client, filled: Cycle
) -> None:
    above = Objective.objects.get(title="The top of it all")
    for child in Objective.objects.filter(title__in=("Quay 03", "Quay 04")):
        make_alignment(child, above)

    html = read(client, "by=alignment")
    below = piece(
        client, f"by=alignment&at={above.pk}&rows=1&depth=1&parent={above.code}"
    )

    assert "2 aligned to it" in html
    assert "Quay 03" not in html
    assert "Quay 03" in below
    assert f'data-parent="{above.code}"' in below
    assert 'data-depth="1"' in below


def test_shows_owners_with_all_of_theirs(client: Client, filled: Cycle) -> None:
    make_objective(cycle=filled, owner=make_person("Anna Ash"), title="Of Anna")

    first = read(client, "by=owner")
    second = read(client, "by=owner&page=2")

    assert "Of Anna" in first
    assert "Quay 00" not in first
    assert "Quay 59" in second


def test_finds_a_health_over_all(client: Client, filled: Cycle, quay: Team) -> None:
    measured(filled, "Behind", 20, team=quay)

    html = read(client, "health=risk")

    assert "Behind" in html
    assert "Quay 00" not in html


def test_says_afterwards_how_the_whole_stands(client: Client, filled: Cycle) -> None:
    measured(filled, "Ahead", 40)
    html = read(client)
    assert f"{LARGE + 2} objectives" in html

    said = client.get(f"{reverse('objectives:answer')}?cycle={filled.pk}")

    assert reverse("objectives:answer") in html
    assert said.content.decode().strip() == (
        f"1 of 1 key result is fully covered. 1 of {LARGE + 2} objectives are on track."
    )


def test_hides_what_a_person_may_not_see_from_rows_and_counts(
    client: Client, filled: Cycle, quay: Team
) -> None:
    hidden = make_objective(
        cycle=filled, team=quay, visibility="named", title="Nightfall"
    )
    html = read(client)

    inside = [piece(client, f"at=team-{quay.pk}&page={n}") for n in (1, 2, 3)]
    assert f"{LARGE + 1} objectives in Autumn" in html
    assert all("Nightfall" not in text for text in inside)
    client.force_login(hidden.owner)
    assert f"{LARGE + 2} objectives in Autumn" in read(client, person=hidden.owner)


@pytest.mark.parametrize(
    "query",
    [
        "at=team-0", "at=team-x", "at=moon", "by=alignment&at=x", "by=owner&page=0",
        "page=-1", "page=999999999", "at=team-9999999999999999999&rows=1",
        "by=alignment&at=1&rows=1&depth=99&parent=<b>",
    ],
)  # fmt: skip
def test_takes_any_address(client: Client, filled: Cycle, query: str) -> None:
    read(client, query)

    assert "<b>" not in piece(client, query)


@pytest.mark.parametrize("query", ["", "by=alignment", "by=owner", "at=team"])
def test_asks_the_database_no_more_for_many(
    client: Client, filled: Cycle, quay: Team, query: str
) -> None:
    query = query.replace("at=team", f"at=team-{quay.pk}")
    client.force_login(make_person())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{URL}?{query}").status_code == 200
        return len(queries)

    few = asked()
    for number in range(20):
        measured(filled, f"More {number}", 30, team=quay)
        make_objective(cycle=filled, title=f"Top {number}", team=make_team())

    assert asked() <= few + 2 <= 25
