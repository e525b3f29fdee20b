from datetime import date

import pytest
from django.test import Client

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.projects.models import Milestone
from waypost.projects.tests.factories import make_milestone, make_project
from waypost.web.projects.tests.scenes import Scene, look, make_scene, today

pytestmark = pytest.mark.django_db
PAGE = "/projects/GUIDE/"
MILESTONES = "/projects/GUIDE/milestones/"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def titles(scene: Scene) -> list[str]:
    listed = Milestone.objects.filter(project=scene.project)
    return [row.title for row in listed.order_by("position")]


def test_adds_one_at_the_end(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    response = client.post(MILESTONES, {"title": "Handed over", "due_on": "2030-01-01"})

    assert (response.status_code, response["Location"]) == (303, PAGE)
    assert titles(scene) == ["Prototype", "Roll-out", "Handed over"]
    assert Milestone.objects.get(title="Handed over").weight == 1


def test_comes_back_to_the_plan_it_was_added_from(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    response = client.post(MILESTONES, {"title": "x", "next": f"{PAGE}plan/"})

    assert response["Location"] == f"{PAGE}plan/"


@pytest.mark.parametrize("wrong", [{"title": ""}, {"weight": "0"}, {"due_on": "soon"}])
def test_keeps_what_was_typed_where_it_is_wrong(
    client: Client, scene: Scene, wrong: dict[str, str]
) -> None:
    client.force_login(scene.manager)
    data = {"title": "Kept", "weight": "1", "acceptance_criteria": "Kept words"}

    response = client.post(MILESTONES, data | wrong)

    assert response.status_code == 422
    assert "Kept words" in response.content.decode()
    assert len(titles(scene)) == 2


def test_saves_a_milestone(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    url = f"{MILESTONES}{scene.first.pk}/"
    data = {"title": "Prototype accepted", "due_on": "2030-02-01", "version": "0"}

    response = client.post(url, data)

    scene.first.refresh_from_db()
    assert response.status_code == 303
    assert scene.first.title == "Prototype accepted"
    assert scene.first.due_on == date(2030, 2, 1)
    stale = client.post(url, data | {"title": "Mine"})
    assert stale.status_code == 422
    assert "Somebody else has saved this" in stale.content.decode()


def test_reaches_and_opens_again(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)
    url = f"{MILESTONES}{scene.first.pk}/reach/"

    client.post(url)
    scene.first.refresh_from_db()
    assert scene.first.achieved_on == today()
    client.post(url, {"open": "1"})

    scene.first.refresh_from_db()
    assert scene.first.achieved_on is None


@pytest.mark.parametrize(
    ("which", "to", "order"),
    [
        ("B", "up", ["B", "A", "C"]),
        ("B", "down", ["A", "C", "B"]),
        ("A", "up", ["A", "B", "C"]),
        ("C", "down", ["A", "B", "C"]),
        ("A", "down", ["B", "A", "C"]),
        ("C", "up", ["A", "C", "B"]),
    ],
)
def test_puts_them_in_order(
    client: Client, scene: Scene, which: str, to: str, order: list[str]
) -> None:
    Milestone.objects.all().delete()
    made = {title: make_milestone(scene.project, title=title) for title in "ABC"}
    client.force_login(scene.manager)

    client.post(f"{MILESTONES}{made[which].pk}/move/", {"to": to})

    assert titles(scene) == order


def test_deletes_and_undoes(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    client.post(f"{MILESTONES}{scene.first.pk}/delete/")
    assert titles(scene) == ["Roll-out"]
    client.post(f"/history/{history.last_change_set(scene.manager)}/undo/")

    scene.early.refresh_from_db()
    assert titles(scene) == ["Prototype", "Roll-out"]
    assert scene.early.milestone == scene.first


@pytest.mark.parametrize("path", ["", "reach/", "move/", "delete/"])
def test_refuses_who_may_not_edit_the_project(
    client: Client, scene: Scene, path: str
) -> None:
    for person in (scene.reader, scene.member):
        client.force_login(person)
        url = f"{MILESTONES}{scene.first.pk}/{path}"
        assert client.post(url, {"title": "x"}).status_code == 403
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize("path", ["", "reach/", "move/", "delete/"])
def test_is_not_there_in_another_project(
    client: Client, scene: Scene, path: str
) -> None:
    other = make_milestone(make_project())
    client.force_login(scene.manager)

    for pk in (other.pk, 99999):
        url = f"{MILESTONES}{pk}/{path}"
        assert client.post(url, {"title": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["reach/", "move/", "delete/"])
def test_changes_nothing_by_looking(client: Client, scene: Scene, path: str) -> None:
    client.force_login(scene.manager)

    assert client.get(f"{MILESTONES}{scene.first.pk}/{path}").status_code == 405
    look(client, scene.manager, f"{MILESTONES}{scene.first.pk}/")
    assert not ChangeSet.objects.exists()
