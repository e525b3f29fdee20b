"""A map too large to be read at once: first its upper levels, then what is opened."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waypost.people.models import Person
from waypost.web.strategy_map import pages, reading, selection
from waypost.web.strategy_map.tests.scenes import Scene, make_scene

pytestmark = pytest.mark.django_db
URL = reverse("strategy_map:index")
SUMS = reverse("strategy_map:sums")
HTMX = {"HX-Request": "true", "HX-Target": "map-view"}


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A small scene that counts as large: what is two levels down is folded."""
    monkeypatch.setattr(reading, "SMALL", 0)
    monkeypatch.setattr(selection, "WHOLE", 2)
    monkeypatch.setattr(selection, "FIRST", 5)
    return make_scene()


def look(client: Client, viewer: Person, **query: str | int) -> str:
    client.force_login(viewer)
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SMALL", 100)
    monkeypatch.setattr(selection, "WHOLE", 100)


def picture_in(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def nodes_in(html: str) -> dict[str, dict[str, Any]]:
    return {node["name"]: node for node in picture_in(html)["nodes"]}


def test_shows_the_company_level_first(client: Client, scene: Scene) -> None:
    nodes = nodes_in(look(client, scene.stranger))

    assert {scene.company.code, scene.covered.code, scene.bare.code} <= nodes.keys()
    assert scene.own.code not in nodes
    # The objective below, its key result and the project that both bet on.
    assert nodes[scene.covered.code]["folded"] == 3


def test_counts_nothing_private_in_what_is_folded(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger)

    assert scene.hidden.code not in nodes_in(html)
    assert "5 of 7 shown" in html or "4 of 7 shown" in html
    assert scene.hidden.code in nodes_in(look(client, scene.owner))


def test_opens_a_level_by_the_address(client: Client, scene: Scene) -> None:
    nodes = nodes_in(look(client, scene.stranger, opened=scene.covered.code))

    assert scene.below.code in nodes
    assert "folded" not in nodes[scene.covered.code]


def test_opens_the_way_to_the_own_team(client: Client, scene: Scene) -> None:
    assert scene.below.code in nodes_in(look(client, scene.owner))


def test_has_the_figures_of_the_whole_map(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [scene.company.code, scene.covered.code, scene.below.code, scene.own.code]
    opened = ",".join(names)
    part = picture_in(look(client, scene.stranger, opened=opened))
    read_whole(monkeypatch)

    whole = picture_in(look(client, scene.stranger))

    assert part == whole


def test_finds_what_is_folded_and_shows_the_way(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger, q="by hand")

    assert nodes_in(html).keys() == {
        scene.company.code, scene.covered.code, scene.below.code, scene.own.code,
    }  # fmt: skip


@pytest.mark.parametrize("choice", [{"health": "on_track"}, {"lone": "on"}])
def test_filters_by_figures_all_the_same(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch, choice: Any
) -> None:
    monkeypatch.setattr(selection, "NARROWED", 100)
    found = nodes_in(look(client, scene.stranger, **choice)).keys()
    read_whole(monkeypatch)

    assert found == nodes_in(look(client, scene.stranger, **choice)).keys()


def test_answers_by_a_request_of_its_own(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger)
    assert "1 of 3 key results" not in html
    assert f'hx-get="{SUMS}"' in html

    said = client.get(SUMS, headers=HTMX).content.decode()

    assert "1 of 3 key results is fully covered" in said
    assert "One has no work behind it; one project serves nothing." in said
    assert "<html" not in said


def test_answers_without_script_too(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    answer = client.get(SUMS)

    assert answer["Location"] == f"{URL}?sums=on"
    assert "1 of 3 key results" in look(client, scene.stranger, sums="on")


def test_sums_up_no_cycle_that_is_not_there(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    assert client.get(SUMS, {"cycle": "999999"}, headers=HTMX).status_code == 404


def test_opens_branches_of_the_outline_by_buttons(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger, view="outline", q="")
    assert f'name="unfold" value="{scene.covered.code}" form="map-filter"' in html
    assert "3 below" in html

    answer = client.get(URL, {"view": "outline", "q": "", "unfold": scene.covered.code})

    assert answer["Location"] == f"{URL}?view=outline&opened={scene.covered.code}"
    opened = client.get(answer["Location"]).content.decode()
    assert "Set-up is easy" in opened


def test_opens_again_what_the_address_closes(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    answer = client.get(URL, {"closed": scene.company.code, "unfold": "O-1"})

    assert scene.company.code == "O-1"
    assert answer["Location"] == URL


@pytest.mark.parametrize("which", ["fold", "unfold", "opened", "closed"])
@pytest.mark.parametrize("said", ["KR-" + "9" * 5_000, "KR-", "-", "O-1" + ".1" * 999])
def test_folds_nothing_by_an_address_that_names_nothing(
    client: Client, scene: Scene, which: str, said: str
) -> None:
    client.force_login(scene.stranger)

    answer = client.get(URL, {"fold": scene.company.code, which: said}, headers=HTMX)

    assert answer.status_code == 200


def test_tells_a_browser_the_address_of_what_it_folds(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.stranger)
    names = [scene.covered.code, scene.below.code]
    asked = {"opened": ",".join(names), "fold": scene.below.code, "open": "O-1"}

    answer = client.get(URL, asked, headers=HTMX)

    assert answer["HX-Push-Url"] == f"{URL}?opened={scene.covered.code}"
    html = answer.content.decode()
    assert 'id="map-folding" hidden hx-swap-oob="true"' in html
    assert f'name="opened" value="{scene.covered.code}"' in html


def test_lets_people_be_typed_where_they_are_many(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 0)
    fits = {scene.company.code, scene.covered.code, scene.below.code, scene.own.code}

    for said in (scene.owner.name, scene.owner.pk):
        html = look(client, scene.stranger, person=said)
        assert fits <= nodes_in(html).keys()
        assert "BRAND" not in nodes_in(html)
        assert f'value="{scene.owner.name}"' in html
    html = client.get(URL, {"person": "Nobody at all"}, headers=HTMX).content.decode()

    assert "is called “Nobody at all”" in html


def test_keeps_in_the_form_what_is_opened(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger, opened=scene.covered.code)

    field = re.search(r'<input[^>]*name="opened"[^>]*>', html)
    assert field is not None
    assert scene.covered.code in field[0]


def test_is_small_on_the_wire(client: Client, scene: Scene) -> None:
    client.force_login(scene.stranger)

    answer = client.get(URL, headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"


def test_asks_few_questions(client: Client, scene: Scene) -> None:
    look(client, scene.stranger)

    with CaptureQueriesContext(connection) as asked:
        client.get(URL)

    reads = [q for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(reads) <= 32
