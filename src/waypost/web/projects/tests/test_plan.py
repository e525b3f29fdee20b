import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects.models import Task, TaskStatus
from waypost.projects.tests.factories import (
    make_dependency,
    make_milestone,
    make_project,
    make_status,
    make_task,
)
from waypost.web.projects.tests.scenes import Scene, look, make_scene

pytestmark = pytest.mark.django_db
PLAN = "/projects/GUIDE/plan/"
HTMX = {"HX-Request": "true", "HX-Target": "plan"}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def row(task: Task, **changes: object) -> dict[str, object]:
    fields = {
        "title": task.title,
        "status": task.status_id,
        "assignee": task.assignee_id or "",
        "version": history.version_of(task),
        "next": PLAN,
    }
    return fields | changes


def test_shows_milestones_with_their_tasks(client: Client, scene: Scene) -> None:
    make_dependency(scene.late, scene.early)

    html = look(client, scene.reader, PLAN)

    assert "0 of 2 tasks in Guided set-up are done" in html
    assert "One task is late." in html
    assert html.index("Prototype") < html.index("Interview ten clinics")
    assert html.index("Draw the guide") < html.index("Roll-out")
    assert f"GUIDE-{scene.late.number}</a>" in html
    assert "What it is for" in html


def test_draws_what_people_wrote_as_text(client: Client, scene: Scene) -> None:
    odd = "<u>&\"'"
    Person.objects.filter(pk=scene.manager.pk).update(name=odd)
    named = {"title": odd, "assignee": scene.manager}
    Task.objects.filter(pk__in=[scene.early.pk, scene.late.pk]).update(**named)
    make_dependency(scene.late, scene.early)

    html = look(client, scene.manager, PLAN)

    assert "<u>" not in html
    assert html.count("&lt;u&gt;&amp;&quot;&#x27;") >= 8


def test_shows_a_reader_nothing_to_press(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, PLAN)

    assert "data-edit" not in html
    assert 'name="title"' not in html
    assert "button" in html
    assert 'name="do"' not in html


def test_lets_the_assignee_tick_and_no_more(client: Client, scene: Scene) -> None:
    helper = make_person()
    scene.early.assignee = helper
    scene.early.save()

    html = look(client, helper, PLAN)

    assert f"tick:{scene.early.number}" in html
    assert f"tick:{scene.late.number}" not in html
    assert f"up:{scene.early.number}" not in html
    client.post(
        f"/projects/GUIDE/tasks/{scene.early.number}/row/",
        {"status": make_status("doing").pk, "version": 0, "next": PLAN},
    )
    scene.early.refresh_from_db()
    assert scene.early.status.kind == "doing"
    assert scene.early.title == "Interview ten clinics"


def test_adds_a_task_to_the_milestone_in_hand(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)

    response = client.post(
        f"{PLAN}add/",
        {"title": "Print it", "milestone": scene.last.pk, "next": f"{PLAN}?page=1"},
    )

    made = Task.objects.get(title="Print it")
    assert made.milestone == scene.last
    assert response.status_code == 303
    assert response["Location"] == f"{PLAN}?page=1&add={scene.last.pk}"
    assert "autofocus" in client.get(response["Location"]).content.decode()


def test_adds_the_first_task_of_all(client: Client) -> None:
    scene = make_scene()
    scene.project.milestones.all().delete()
    Task.objects.all().delete()
    client.force_login(scene.manager)

    client.post(f"{PLAN}add/", {"title": "Begin", "milestone": ""})

    assert Task.objects.get().milestone is None


def test_says_under_the_row_that_a_task_needs_a_title(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.member)
    data = {"title": " ", "milestone": scene.first.pk, "next": PLAN}

    response = client.post(f"{PLAN}add/", data, headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 422
    assert "This field is required" in html
    assert "<html" not in html
    assert f'id="add-{scene.first.pk}-error"' in html


def test_takes_no_milestone_of_another_project(client: Client, scene: Scene) -> None:
    other = make_milestone(make_project())
    client.force_login(scene.member)

    response = client.post(f"{PLAN}add/", {"title": "x", "milestone": other.pk})

    assert response.status_code == 404
    assert Task.objects.count() == 2


def test_writes_a_task_in_its_row(client: Client, scene: Scene) -> None:
    number = scene.early.number
    form = look(client, scene.member, PLAN, edit=str(number))
    assert f"/projects/GUIDE/tasks/{number}/row/" in form

    response = client.post(
        f"/projects/GUIDE/tasks/{number}/row/",
        row(
            scene.early,
            title="Interview twelve",
            assignee="",
            due_on="2030-03-01",
            estimate_hours="7.5",
        ),
    )

    scene.early.refresh_from_db()
    assert response["Location"] == f"{PLAN}?at={number}"
    assert scene.early.title == "Interview twelve"
    assert (scene.early.assignee, str(scene.early.estimate_hours)) == (None, "7.50")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"due_on": "2020-01-01", "starts_on": "2020-01-02"}, "due on its first day"),
        ({"estimate_hours": "many"}, "Enter a number"),
        ({"status": "99999"}, "Select a valid choice"),
        ({"version": "7"}, "Somebody else has saved this"),
    ],
)
def test_keeps_a_row_that_is_wrong(
    client: Client, scene: Scene, changes: dict[str, str], said: str
) -> None:
    client.force_login(scene.member)
    data = row(scene.early, title="Kept title") | changes

    response = client.post(
        f"/projects/GUIDE/tasks/{scene.early.number}/row/", data, headers=HTMX
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert ("Kept title" in html) == ("title" not in changes)
    scene.early.refresh_from_db()
    assert scene.early.title == "Interview ten clinics"


def test_ticks_and_opens_again(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    number = scene.early.number

    client.post(f"{PLAN}do/", {"do": f"tick:{number}", "next": PLAN})
    scene.early.refresh_from_db()
    assert scene.early.status.kind == TaskStatus.Kind.DONE
    client.post(f"{PLAN}do/", {"do": f"open:{number}", "next": PLAN})

    scene.early.refresh_from_db()
    assert scene.early.status.kind == TaskStatus.Kind.TODO


def test_moves_and_indents(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    early, late = scene.early, scene.late

    def do(deed: str) -> None:
        response = client.post(f"{PLAN}do/", {"do": deed, "next": PLAN})
        assert response.status_code == 303

    do(f"up:{late.number}")
    listed = Task.objects.order_by("position").values_list("title", flat=True)
    assert list(listed) == ["Draw the guide", "Interview ten clinics"]
    do(f"in:{early.number}")
    early.refresh_from_db()
    assert early.parent == late
    do(f"out:{early.number}")
    early.refresh_from_db()
    assert early.parent is None


def test_says_why_a_task_cannot_move(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)

    response = client.post(
        f"{PLAN}do/", {"do": f"in:{scene.early.number}", "next": PLAN}, follow=True
    )

    assert "no task before it" in response.content.decode()


def test_deletes_with_undo_for_who_edits_the_plan(client: Client, scene: Scene) -> None:
    data = {"do": f"delete:{scene.early.number}", "next": PLAN}
    client.force_login(scene.member)
    assert client.post(f"{PLAN}do/", data).status_code == 403
    client.force_login(scene.manager)

    client.post(f"{PLAN}do/", data)
    assert Task.objects.count() == 1
    client.post(f"/history/{history.last_change_set(scene.manager)}/undo/")

    assert Task.objects.count() == 2


@pytest.mark.parametrize("deed", ["", "explode:1", "tick:", "tick:99", "tick:x", "up"])
def test_knows_no_other_deed(client: Client, scene: Scene, deed: str) -> None:
    client.force_login(scene.manager)

    assert client.post(f"{PLAN}do/", {"do": deed}).status_code == 404


def test_refuses_who_may_only_look(client: Client, scene: Scene) -> None:
    client.force_login(scene.reader)
    number = scene.early.number

    for path, data in (
        ("plan/add/", {"title": "x"}),
        ("plan/do/", {"do": f"tick:{number}"}),
        (f"tasks/{number}/row/", row(scene.early)),
    ):
        assert client.post(f"/projects/GUIDE/{path}", data).status_code == 403
    assert client.get(PLAN, {"edit": number}).status_code == 403
    assert not ChangeSet.objects.exists()


def test_changes_nothing_by_looking(client: Client, scene: Scene) -> None:
    look(client, scene.manager, PLAN, edit=str(scene.early.number))

    for path in ("plan/add/", "plan/do/", f"tasks/{scene.early.number}/row/"):
        assert client.get(f"/projects/GUIDE/{path}").status_code == 405
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"mine": "1"}, ["Interview ten clinics"]),
        ({"late": "1"}, ["Draw the guide"]),
        ({"q": "guide-1"}, ["Interview ten clinics"]),
        ({"open": "1"}, ["Interview ten clinics", "Draw the guide"]),
        ({"q": "nothing"}, []),
        ({"page": "9", "edit": "x", "at": "-1"}, ["Interview ten clinics"]),
    ],
)
def test_filters(
    client: Client, scene: Scene, given: dict[str, str], there: list[str]
) -> None:
    html = look(client, scene.member, PLAN, **given)

    for name in there:
        assert f">{name}</a>" in html
    if len(there) < 2 and "page" not in given:
        others = {"Interview ten clinics", "Draw the guide"} - set(there)
        assert not any(f">{name}</a>" in html for name in others)


def test_answers_htmx_with_the_rows_alone(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)

    part = client.get(PLAN, headers=HTMX).content.decode()

    assert "<html" not in part
    assert 'id="plan"' in part
    again = client.get(PLAN, headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in again.content.decode()


def test_shows_a_long_plan_page_by_page(client: Client, scene: Scene) -> None:
    tasks = [
        Task(
            project=scene.project,
            number=number,
            title=f"Long {number}",
            milestone=scene.last,
            status=scene.early.status,
            position=number * 1000,
        )
        for number in range(100, 700)
    ]
    Task.objects.bulk_create(tasks)

    first = look(client, scene.member, PLAN)
    second = look(client, scene.member, PLAN, page="2")
    found = look(client, scene.member, PLAN, at="650")

    assert "Long 100<" in first
    assert "Long 500<" not in first
    assert "Long 500<" not in first
    assert ">Roll-out</a>" in second  # what its rows are part of
    assert "Long 650<" in found
    assert "Long 100<" not in found


def test_asks_as_often_for_twenty_tasks_as_for_two(
    client: Client, scene: Scene
) -> None:
    client.force_login(scene.member)
    make_dependency(scene.early, scene.late)
    client.get(PLAN)

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(PLAN)
        return len(caught)

    few = count()
    for _each in range(20):
        make_dependency(
            scene.early,
            make_task(scene.project, milestone=scene.last, assignee=make_person()),
        )

    assert count() == few


def test_invites_to_plan_where_nothing_is(client: Client) -> None:
    project = make_project(code="NEW")
    assert project.manager is not None

    own = look(client, project.manager, "/projects/NEW/plan/")
    other = look(client, make_person(role="viewer"), "/projects/NEW/plan/")

    assert "has no tasks yet" in own
    assert "Add a milestone" in own
    assert "Add a task" in own
    assert "Nothing is planned yet" in other
    assert "Add a task" not in other
