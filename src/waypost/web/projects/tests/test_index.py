from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from waypost.bets import queries
from waypost.bets.tests.factories import make_bet
from waypost.core.listing import OneOf, Wanted
from waypost.core.models import ChangeSet
from waypost.okrs.tests.factories import make_key_result
from waypost.people.tests.factories import make_admin, make_person, make_team
from waypost.projects.models import Project
from waypost.projects.tests.factories import make_milestone, make_project, make_task
from waypost.web.projects.tests.scenes import Scene, look, make_scene, today

pytestmark = pytest.mark.django_db
URL = reverse("projects:index")
HTMX = {"HX-Request": "true", "HX-Target": "table"}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_asks_strangers_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == 302


def test_says_how_many_run_and_what_is_wrong(client: Client, scene: Scene) -> None:
    make_project(name="Brand", due_on=today() - timedelta(days=1))

    html = look(client, scene.reader, URL)

    assert "Two projects run" in html
    assert "One serves no key result and one runs late." in html


def test_shows_what_each_project_serves(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, URL)

    assert "+6\N{NO-BREAK SPACE}days · 100\N{NO-BREAK SPACE}%" in html
    assert "a third of it" in html  # 6 of the 20 days from baseline to target
    assert scene.key_result.code in html


def test_offers_a_link_to_who_may_link_an_orphan(client: Client, scene: Scene) -> None:
    scene.bet.delete()

    own = look(client, scene.manager, URL)
    other = look(client, scene.reader, URL)

    assert "serves no key result" in own
    assert "?project=GUIDE" in own
    assert "serves no key result" in other
    assert "?project=GUIDE" not in other


def test_hides_what_a_person_may_not_see(client: Client, scene: Scene) -> None:
    hidden = make_project(name="A quiet sale", visibility="named")

    assert hidden.manager is not None
    assert "A quiet sale" not in look(client, scene.reader, URL)
    assert "A quiet sale" in look(client, hidden.manager, URL)


def test_says_nothing_of_a_hidden_key_result(client: Client, scene: Scene) -> None:
    objective = scene.key_result.objective
    objective.visibility = "named"
    objective.save()

    assert scene.key_result.code not in look(client, scene.reader, URL)


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"q": "brand"}, ["Brand"]),
        ({"phase": "planning"}, ["Brand"]),
        ({"standing": "on_hold"}, ["Brand"]),
        ({"manager": "me"}, ["Guided set-up"]),
        ({"phase": "nonsense", "team": "x", "sort": "?"}, ["Guided set-up", "Brand"]),
        ({"q": "nothing at all"}, []),
    ],
)
def test_filters(
    client: Client, scene: Scene, given: dict[str, str], there: list[str]
) -> None:
    make_project(name="Brand", phase="planning", standing="on_hold")

    html = look(client, scene.manager, URL, **given)

    listed = [name for name in ("Guided set-up", "Brand") if f">{name}<" in html]
    assert listed == there


def test_shows_only_what_serves_nothing(client: Client, scene: Scene) -> None:
    make_project(name="Brand")

    html = look(client, scene.manager, URL, serves="lone")

    assert ">Brand<" in html
    assert ">Guided set-up<" not in html


def test_filters_by_team(client: Client, scene: Scene) -> None:
    make_project(name="Brand", team=make_team())

    html = look(client, scene.manager, URL, team=str(scene.team.pk))

    assert ">Guided set-up<" in html
    assert ">Brand<" not in html


def test_sorts_by_a_heading(client: Client, scene: Scene) -> None:
    make_project(name="Brand")

    html = look(client, scene.manager, URL, sort="-name")

    assert html.index(">Guided set-up<") < html.index(">Brand<")
    assert 'aria-sort="descending"' in html


def test_offers_a_first_project(client: Client) -> None:
    html = look(client, make_admin(), URL)

    assert "No project runs" in html
    assert "Create a project" in html


def test_offers_a_viewer_nothing_to_create(client: Client) -> None:
    html = look(client, make_person(role="viewer"), URL)

    assert "No project yet" in html
    assert reverse("projects:create") not in html


def test_answers_htmx_with_the_table_alone(client: Client, scene: Scene) -> None:
    client.force_login(scene.reader)

    part = client.get(URL, headers=HTMX).content.decode()
    again = client.get(URL, headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "<html" not in part
    assert "Guided set-up" in part
    assert "<html" in again.content.decode()


def test_writes_nothing(client: Client, scene: Scene) -> None:
    look(client, scene.manager, URL)

    assert not ChangeSet.objects.exists()


def test_asks_as_often_for_twenty_projects_as_for_two(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.manager)
    client.get(URL)

    def add(many: int) -> None:
        for _each in range(many):
            project = make_project(team=scene.team)
            make_task(project, milestone=make_milestone(project))
            make_bet(
                project=project,
                key_result=make_key_result(objective=scene.key_result.objective),
            )

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(URL)
        return len(caught)

    add(2)
    before = count()
    add(20)

    assert count() == before
    assert Project.objects.count() == 23


def test_tells_the_same_orphans_as_the_plan(client: Client, scene: Scene) -> None:
    make_project(name="Lone")
    make_project(name="Waived", waiver="Law")
    make_project(name="Held", standing="on_hold")
    make_project(name="Early", phase="initiation")
    make_bet(project=make_project(name="Candidate", is_funded=False))
    make_bet(project=make_project(name="Proposed"), state="proposed")
    lone = Wanted(only={"serves": OneOf((queries.LONE,))})

    found = queries.project_line_ids(viewer=scene.manager, today=today(), wanted=lone)

    known = queries.orphans(viewer=scene.manager, today=today()).projects
    assert set(found.ids) == known
    assert len(known) == 3


def test_sorts_and_narrows_by_what_it_covers(client: Client, scene: Scene) -> None:
    make_project(name="Brand")

    first = look(client, scene.reader, URL, sort="-covers")
    only = look(client, scene.reader, URL, covers_from="10", columns="name,covers")

    assert first.index(">Guided set-up<") < first.index(">Brand<")
    assert ">Brand<" not in only
    assert "33\N{NO-BREAK SPACE}%" in only or "30\N{NO-BREAK SPACE}%" in only
