import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from waypost.bets import queries
from waypost.bets.loading import Scope, load
from waypost.bets.tests.factories import make_bet
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import (
    make_alignment,
    make_cycle,
    make_key_result,
    make_objective,
    make_reading,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects.tests.factories import make_project
from waypost.web.strategy_map.tests.scenes import Scene, make_scene

pytestmark = pytest.mark.django_db
URL = reverse("strategy_map:index")
HTMX = {"HX-Request": "true", "HX-Target": "map-view"}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def look(client: Client, viewer: Person, **query: str | int) -> str:
    client.force_login(viewer)
    response = client.get(URL, query)
    assert response.status_code == 200
    return response.content.decode()


def picture_in(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="map-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def names_in(html: str) -> set[str]:
    return {node["name"] for node in picture_in(html)["nodes"]}


def test_asks_strangers_to_sign_in(client: Client, scene: Scene) -> None:
    assert client.get(URL).status_code == 302


def test_answers_in_words_first(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger)

    assert "1 of 3 key results is fully covered" in html
    assert "One has no work behind it; one project serves nothing." in html


def test_shows_a_reader_the_same_map(client: Client, scene: Scene) -> None:
    viewer = make_person(role="viewer")

    assert names_in(look(client, viewer)) == names_in(look(client, scene.stranger))


def test_draws_what_the_query_says(client: Client, scene: Scene) -> None:
    today = timezone.localdate()
    found = queries.strategy_map(viewer=scene.owner, cycle=scene.cycle, today=today)

    drawn = picture_in(look(client, scene.owner))

    for node, row in zip(found.nodes, drawn["nodes"], strict=True):
        assert (row["name"], row["kind"], row["title"]) == (
            node.name, node.kind, node.title,
        )  # fmt: skip
        if node.kind == "key_result":
            assert row["bets"] == pytest.approx(node.staked, abs=1e-4)
            measured = node.measured if node.measured is not None else None
            assert row.get("measured") == pytest.approx(measured, abs=1e-4)
    for edge, line in zip(found.edges, drawn["edges"], strict=True):
        ends = [drawn["nodes"][line[end]]["name"] for end in ("above", "below")]
        assert (line["kind"], *ends) == (edge.kind, edge.above, edge.below)
        if edge.share is not None:
            assert line["share"] == pytest.approx(edge.share, abs=1e-4)


def test_puts_levels_into_columns(client: Client, scene: Scene) -> None:
    drawn = picture_in(look(client, scene.stranger))

    assert [column["label"] for column in drawn["columns"]] == [
        "Company objectives",
        "Key results",
        "Team objectives",
        "Key results",
        "Projects",
    ]
    columns = {node["name"]: node["col"] for node in drawn["nodes"]}
    assert columns[scene.company.code] < columns[scene.covered.code]
    assert columns[scene.covered.code] < columns[scene.below.code]
    assert columns["GUIDE"] == columns["BRAND"] == 4


def test_says_nothing_of_a_private_objective(client: Client, scene: Scene) -> None:
    for view in ("map", "outline"):
        html = look(client, scene.stranger, view=view)
        assert "quiet sale" not in html
        assert "Bids in hand" not in html

    assert scene.hidden.code in names_in(look(client, scene.owner))
    assert "2 of 4 key results" not in look(client, scene.stranger)


def test_shows_what_another_save_has_changed(client: Client, scene: Scene) -> None:
    before = picture_in(look(client, scene.owner))
    assert scene.bare.metric is not None
    make_reading(scene.bare.metric, 40)

    after = picture_in(look(client, scene.owner))

    now = {node["name"]: node.get("now") for node in after["nodes"]}
    assert now[scene.bare.code] == 40
    assert before != after


def test_changes_nothing_by_looking(client: Client, scene: Scene) -> None:
    before = ChangeSet.objects.count()

    look(client, scene.owner, team=scene.team.pk, closed=scene.company.code)

    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize("bad", ["999999", "x", "-1"])
def test_knows_no_such_cycle(client: Client, scene: Scene, bad: str) -> None:
    client.force_login(scene.owner)

    assert client.get(URL, {"cycle": bad}).status_code == 404


def test_takes_only_get(client: Client, scene: Scene) -> None:
    client.force_login(scene.owner)

    assert client.post(URL).status_code == 405


def test_filters_by_words_and_keeps_what_is_served(
    client: Client, scene: Scene
) -> None:
    html = look(client, scene.stranger, q="by hand")

    assert names_in(html) == {
        scene.company.code, scene.covered.code, scene.below.code, scene.own.code,
    }  # fmt: skip
    assert "4 of 7 shown" in html
    hits = [node["name"] for node in picture_in(html)["nodes"] if node.get("hit")]
    assert hits == [scene.own.code]


def test_filters_by_team(client: Client, scene: Scene) -> None:
    names = names_in(look(client, scene.stranger, team=scene.team.pk))

    assert {scene.below.code, scene.own.code, "GUIDE"} <= names
    assert not {"BRAND", scene.bare.code} & names


def test_filters_by_person(client: Client, scene: Scene) -> None:
    manager = scene.lone.manager_id
    assert manager is not None

    names = names_in(look(client, scene.stranger, person=manager))

    assert names == {"BRAND"}


def test_marks_in_the_form_what_is_chosen(client: Client, scene: Scene) -> None:
    scene.team.name = "<b>Boarding</b>"
    scene.team.save()

    html = look(client, scene.stranger, team=scene.team.pk)

    named = "&lt;b&gt;Boarding&lt;/b&gt;"
    assert f'<option value="{scene.team.pk}" selected>{named}</option>' in html
    assert '<option value="">All teams</option>' in html


def test_filters_by_health(client: Client, scene: Scene) -> None:
    names = names_in(look(client, scene.stranger, health="on_track"))

    assert scene.covered.code in names
    assert "BRAND" not in names


def test_shows_only_what_has_no_link(client: Client, scene: Scene) -> None:
    names = names_in(look(client, scene.stranger, lone="on"))

    assert names == {scene.company.code, scene.bare.code, "BRAND"}


def test_keeps_a_choice_that_makes_no_sense_and_says_so(
    client: Client, scene: Scene
) -> None:
    html = look(client, scene.stranger, team="424242", q="pipe")

    assert "424242" in html
    assert names_in(html) == {scene.company.code, scene.bare.code}


def test_says_when_nothing_fits(client: Client, scene: Scene) -> None:
    html = look(client, scene.stranger, q="no such thing")

    assert "Nothing on this map fits" in html
    assert "map-data" not in html


def test_focuses_one_node_with_all_above_and_below(
    client: Client, scene: Scene
) -> None:
    names = names_in(look(client, scene.stranger, focus=scene.below.code))

    assert names == {
        scene.company.code, scene.covered.code, scene.below.code, scene.own.code,
        "GUIDE",
    }  # fmt: skip


def test_folds_what_is_only_reached_through_a_node(
    client: Client, scene: Scene
) -> None:
    html = look(client, scene.stranger, closed=scene.below.code)

    assert scene.own.code not in names_in(html)
    assert "GUIDE" in names_in(html)  # the company's key result bets on it too
    nodes = {node["name"]: node for node in picture_in(html)["nodes"]}
    assert nodes[scene.below.code]["folded"] == 1


def test_serves_the_outline_to_browsers_without_script(
    client: Client, scene: Scene
) -> None:
    html = look(client, scene.stranger)

    spare = html.split("<noscript>")[-1]
    assert spare.index("Clinics get value") < spare.index("Days to booking")
    assert spare.index("Days to booking") < spare.index("Guided set-up")
    assert spare.index("Projects that serve nothing") < spare.index("Brand refresh")


def test_marks_in_the_outline_what_has_two_parents(
    client: Client, scene: Scene
) -> None:
    make_alignment(scene.below, scene.bare)

    html = look(client, scene.stranger, view="outline")

    assert f"also under {scene.bare.code}" in html
    assert f"also under {scene.covered.code}" in html
    assert html.count("Steps by hand") == 1


def test_answers_htmx_with_the_map_alone(client: Client, scene: Scene) -> None:
    client.force_login(scene.owner)

    response = client.get(URL, {"q": "set-up"}, headers=HTMX)

    html = response.content.decode()
    assert "<html" not in html
    assert "Guided set-up" in html
    assert "HX-Request" in response["Vary"]


def test_gives_a_restored_page_whole(client: Client, scene: Scene) -> None:
    client.force_login(scene.owner)
    headers = HTMX | {"HX-History-Restore-Request": "true"}

    assert "<html" in client.get(URL, headers=headers).content.decode()


def test_opens_with_the_drawer_that_the_address_names(
    client: Client, scene: Scene
) -> None:
    html = look(client, scene.stranger, open=scene.covered.code)

    assert "Gap to the target" in html or "No gap" in html or "Beyond" in html
    assert "Bids in hand" not in look(
        client, scene.stranger, open=scene.hidden.key_results.get().code
    )


def test_leads_to_the_neighbouring_cycles(client: Client, scene: Scene) -> None:
    earlier = make_cycle(name="Q3", starts_on="2020-01-01", ends_on="2020-03-31")

    html = look(client, scene.stranger, q="pipe", focus=scene.bare.code)

    assert f"cycle={earlier.pk}" in html
    empty = look(client, scene.stranger, cycle=earlier.pk)
    assert "Q3 has no objective that you can see" in empty


def test_offers_the_first_objective_where_nothing_is(client: Client) -> None:
    html = look(client, make_person())

    assert "The map begins with an objective" in html


def test_offers_nothing_to_who_only_reads(client: Client) -> None:
    html = look(client, make_person(role="viewer"))

    assert "Write the first objective" not in html


def test_asks_as_many_queries_for_twenty_as_for_two(client: Client) -> None:
    cycle = make_scene().cycle
    person = make_person()
    look(client, person)
    with CaptureQueriesContext(connection) as few:
        look(client, person)
    for number in range(20):
        objective = make_objective(cycle=cycle, title=f"More {number}")
        key_result = make_key_result(
            objective=objective, starts_on=cycle.starts_on, due_on=cycle.ends_on
        )
        make_bet(key_result=key_result, project=make_project(code=f"N{number}"))

    with CaptureQueriesContext(connection) as many:
        html = look(client, person, view="outline")

    assert "More 19" in html
    assert len(many) == len(few)


def test_asks_little_beside_the_plan(client: Client) -> None:
    scene = make_scene()
    today = timezone.localdate()
    scope = Scope(cycles=(scene.cycle.pk,), open_work=True, above=True)
    with CaptureQueriesContext(connection) as plan:
        load(scope, today=today)

    client.force_login(scene.stranger)
    with CaptureQueriesContext(connection) as page:
        client.get(URL)

    # Sign-in and the frame six, names and rights nine.
    assert len(page) - len(plan) <= 15
