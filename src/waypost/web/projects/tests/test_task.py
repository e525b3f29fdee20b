import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.tests.factories import make_person
from waypost.projects.models import Dependency, Task
from waypost.projects.tests.factories import (
    make_dependency,
    make_project,
    make_reference,
    make_task,
)
from waypost.web.projects.tests.scenes import Scene, look, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def at(task: Task, path: str = "") -> str:
    return f"/projects/{task.project.code}/tasks/{task.number}/{path}"


def written(task: Task, **changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "title": task.title,
        "status": task.status_id,
        "milestone": task.milestone_id or "",
        "constraint": "none",
        "priority": 3,
        "version": history.version_of(task),
    }
    return fields | changes


def test_says_why_it_matters(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, at(scene.early))

    assert "Why it matters" in html
    assert "Bookings a week" in html
    assert "Clinics get value" in html


def test_says_that_it_serves_nothing(client: Client, scene: Scene) -> None:
    scene.bet.delete()

    assert "serves no key result" in look(client, scene.reader, at(scene.early))


def test_says_what_holds_it_up(client: Client, scene: Scene) -> None:
    make_dependency(scene.early, scene.late, kind="SS", lag=16)

    html = look(client, scene.reader, at(scene.late))

    assert f"It waits for GUIDE-{scene.early.number}." in html
    assert "starts after it starts, 16\N{NO-BREAK SPACE}h later" in html
    assert "One task waits for it." in look(client, scene.reader, at(scene.early))


def test_shows_notes_without_running_them(client: Client, scene: Scene) -> None:
    scene.early.body = "- one\n- <img src=x onerror=alert(1)>\n\n[y](javascript:z)"
    scene.early.save()

    html = look(client, scene.reader, at(scene.early))

    assert "<li>one</li>" in html
    assert "<img src" not in html
    assert 'href="javascript' not in html


def test_shows_what_an_import_kept(client: Client, scene: Scene) -> None:
    make_reference(
        scene.early,
        "KEY-7",
        url="https://tracker.example/KEY-7",
        extras={"Sprint": "Week 3"},
    )

    html = look(client, scene.reader, at(scene.early))

    assert "https://tracker.example/KEY-7" in html
    assert "Sprint" in html
    assert "Week 3" in html


def test_saves_all_fields_and_the_place(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)

    response = client.post(
        at(scene.early, "edit/"),
        written(
            scene.early,
            title="Interview twelve",
            milestone=scene.last.pk,
            labels="sales, sales, field",
            low_hours="4",
            estimate_hours="8",
            high_hours="20",
            percent_done="30",
            constraint="not_before",
            constraint_on="2030-01-01",
        ),
    )

    scene.early.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, at(scene.early))
    assert scene.early.title == "Interview twelve"
    assert scene.early.milestone == scene.last
    assert scene.early.labels == ["sales", "field"]
    assert (scene.early.percent_done, scene.early.low_hours) == (30, 4)
    assert ChangeSet.objects.count() == 1


def test_makes_it_part_of_another(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)

    client.post(
        at(scene.early, "edit/"), written(scene.early, parent=scene.late.number)
    )

    scene.early.refresh_from_db()
    assert scene.early.parent == scene.late


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"percent_done": "120"}, "less than or equal to 100"),
        ({"constraint": "by_date"}, "Say on which day"),
        ({"low_hours": "9", "estimate_hours": "2", "high_hours": "3"}, "rises"),
        ({"parent": "1"}, "Select a valid choice"),
        ({"version": "5"}, "Somebody else has saved this"),
    ],
)
def test_keeps_what_was_typed_where_it_is_wrong(
    client: Client, scene: Scene, changes: dict[str, object], said: str
) -> None:
    client.force_login(scene.member)
    data = written(scene.early, body="Kept words") | changes

    response = client.post(at(scene.early, "edit/"), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert "Kept words" in html
    scene.early.refresh_from_db()
    assert scene.early.body == ""


def test_lets_the_assignee_say_how_far_it_is(client: Client, scene: Scene) -> None:
    helper = make_person()
    scene.late.assignee = helper
    scene.late.save()
    form = look(client, helper, at(scene.late, "edit/"))
    assert 'name="title"' not in form

    data = written(scene.late, title="Stolen", percent_done="60")
    client.post(at(scene.late, "edit/"), data)

    scene.late.refresh_from_db()
    assert (scene.late.title, scene.late.percent_done) == ("Draw the guide", 60)


def test_adds_a_subtask(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)

    response = client.post(at(scene.early, "parts/"), {"title": "Call them"})

    assert response["Location"] == at(scene.early)
    assert Task.objects.get(title="Call them").parent == scene.early
    assert client.post(at(scene.early, "parts/"), {"title": ""}).status_code == 422


def test_waits_for_a_task_of_another_project(client: Client, scene: Scene) -> None:
    other = make_task(make_project(code="HEAR"), title="Ask first")
    client.force_login(scene.member)

    client.post(
        at(scene.early, "waits/"),
        {"task": f"hear-{other.number} Ask first", "kind": "FF", "lag": "8"},
    )

    link = Dependency.objects.get()
    assert (link.predecessor, link.kind, link.lag) == (other, "FF", 8)
    assert "is done after it is done" in look(client, scene.reader, at(scene.early))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "This field is required"),
        ("nonsense", "such as WEB-17"),
        ("GUIDE-99", "no task with this key"),
        ("HID-1", "no task with this key"),
        ("GUIDE-1", "does not wait for itself"),
        ("GUIDE-2", "wait for one another"),
    ],
)
def test_says_why_it_cannot_wait(
    client: Client, scene: Scene, named: str, said: str
) -> None:
    make_task(make_project(code="HID", visibility="named"))
    make_dependency(scene.early, scene.late)
    client.force_login(scene.member)

    response = client.post(at(scene.early, "waits/"), {"task": named, "lag": "3"})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert Dependency.objects.count() == 1


def test_changes_and_removes_a_link(client: Client, scene: Scene) -> None:
    link = make_dependency(scene.early, scene.late)
    client.force_login(scene.member)
    url = f"/projects/links/{link.pk}/"
    assert "How it waits for" in look(client, scene.member, url)

    client.post(url, {"kind": "SS", "lag": "-4", "lag_unit": "elapsed", "version": 0})
    link.refresh_from_db()
    assert (link.kind, link.lag, link.lag_unit) == ("SS", -4, "elapsed")
    client.post(f"{url}remove/")

    assert not Dependency.objects.exists()


def test_finds_tasks_to_wait_for(client: Client, scene: Scene) -> None:
    make_task(make_project(code="HID", visibility="named"), title="Draw in secret")

    html = look(client, scene.member, at(scene.early, "find/"), task="draw")

    assert f"GUIDE-{scene.late.number} Draw the guide" in html
    assert "secret" not in html


def test_says_that_a_link_leads_to_hidden_work(client: Client, scene: Scene) -> None:
    hidden = make_task(make_project(code="HID", visibility="named"), title="Secret")
    make_dependency(hidden, scene.early)

    html = look(client, scene.reader, at(scene.early))

    assert "1 link leads to other work" in html
    assert "Secret" not in html


def test_refuses_who_may_only_look(client: Client, scene: Scene) -> None:
    link = make_dependency(scene.early, scene.late)
    client.force_login(scene.reader)

    for url in (
        at(scene.early, "edit/"),
        at(scene.early, "parts/"),
        at(scene.early, "waits/"),
        f"/projects/links/{link.pk}/",
        f"/projects/links/{link.pk}/remove/",
    ):
        assert client.post(url, {"title": "x"}).status_code == 403, url
    assert client.get(at(scene.early, "edit/")).status_code == 403
    assert not ChangeSet.objects.exists()


def test_changes_nothing_by_looking(client: Client, scene: Scene) -> None:
    look(client, scene.member, at(scene.early))
    look(client, scene.member, at(scene.early, "edit/"))

    for path in ("parts/", "waits/"):
        assert client.get(at(scene.early, path)).status_code == 405
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["/projects/GUIDE/tasks/99/", "/projects/NOPE/tasks/1/", "/projects/links/99/"],
)
def test_is_not_there_by_a_wrong_number(client: Client, scene: Scene, url: str) -> None:
    client.force_login(scene.manager)

    assert client.get(url).status_code == 404


def test_asks_as_often_for_much_as_for_little(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    client.get(at(scene.early))

    def add(many: int) -> None:
        for _each in range(many):
            make_task(scene.project, parent=scene.early)
            make_dependency(make_task(scene.project), scene.early)

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(at(scene.early))
        return len(caught)

    add(2)
    few = count()
    add(18)

    assert count() == few
