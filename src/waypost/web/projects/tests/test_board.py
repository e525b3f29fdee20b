from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects.models import Project, Task, TaskStatus
from waypost.projects.tests.factories import (
    make_dependency,
    make_milestone,
    make_status,
    make_task,
)
from waypost.web.projects.tests.scenes import Scene, look, make_scene

pytestmark = pytest.mark.django_db
BOARD = "/projects/GUIDE/board/"
MOVE, ADD = f"{BOARD}move/", f"{BOARD}add/"
HTMX = {"HX-Request": "true", "HX-Target": "board"}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def sent(task: Task, **changes: object) -> dict[str, Any]:
    fields = {
        "card": task.number,
        "status": task.status_id,
        "version": history.version_of(task),
        "next": BOARD,
    }
    return {k: str(v) for k, v in (fields | changes).items()}


def kind_of(task: Task) -> str:
    task.refresh_from_db()
    return task.status.kind


def test_draws_what_people_wrote_as_text(client: Client, scene: Scene) -> None:
    odd = "<u>&\"'"
    Person.objects.filter(pk=scene.reader.pk).update(name=odd)
    fields = {"title": odd, "labels": [odd], "assignee": scene.reader}
    Task.objects.filter(pk=scene.early.pk).update(**fields)
    Task.objects.filter(pk=scene.late.pk).update(parent=scene.early)

    html = look(client, scene.reader, BOARD)

    assert "<u>" not in html
    assert html.count("&lt;u&gt;&amp;&quot;&#x27;") >= 4


def test_shows_cards_in_the_columns_of_their_status(
    client: Client, scene: Scene
) -> None:
    make_dependency(scene.late, scene.early)
    Task.objects.filter(pk=scene.early.pk).update(labels=["clinic"], estimate_hours=12)

    html = look(client, scene.reader, BOARD)

    assert "Nothing of Guided set-up is in hand" in html
    assert "2 are open and one is late." in html
    assert html.index("To do") < html.index("Doing") < html.index("Blocked")
    assert f'id="card-{scene.early.number}"' in html
    assert f"waits for GUIDE-{scene.late.number}" in html
    assert "12\N{NO-BREAK SPACE}h" in html
    assert "clinic" in html
    assert scene.key_result.title in html, "a card says what it serves"


def test_shows_a_reader_nothing_to_press(client: Client, scene: Scene) -> None:
    html = look(client, scene.reader, f"{BOARD}?move={scene.early.number}")

    assert "data-moves" not in html
    assert "card-form" not in html
    assert "card-add" not in html


def test_moves_a_card_to_another_column(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    response = client.post(MOVE, sent(scene.early, status=make_status("doing").pk))

    assert (response.status_code, response["Location"]) == (303, BOARD)
    assert kind_of(scene.early) == "doing"
    assert "is in “Doing” now" in client.get(BOARD).content.decode()


def test_moves_a_card_before_another(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    client.post(MOVE, sent(scene.late, before=scene.early.number))

    html = client.get(BOARD).content.decode()
    assert html.index("Draw the guide") < html.index("Interview ten clinics")


@pytest.mark.parametrize("to", ["up", "first"])
def test_moves_a_card_without_script(client: Client, scene: Scene, to: str) -> None:
    html = look(client, scene.manager, f"{BOARD}?move={scene.late.number}")
    assert "card-form" in html
    assert 'name="to"' in html

    client.post(MOVE, sent(scene.late, to=to))

    html = client.get(BOARD).content.decode()
    assert html.index("Draw the guide") < html.index("Interview ten clinics")


def test_says_so_when_somebody_was_faster(client: Client, scene: Scene) -> None:
    late = sent(scene.early, status=make_status("done").pk)
    client.force_login(scene.manager)
    client.post(MOVE, sent(scene.early, status=make_status("doing").pk))

    response = client.post(MOVE, late, headers=HTMX)

    assert response.status_code == 409
    assert "Somebody else has moved" in response["HX-Trigger"]
    assert kind_of(scene.early) == "doing"


def test_tells_it_without_script_too(client: Client, scene: Scene) -> None:
    client.force_login(scene.manager)

    response = client.post(MOVE, sent(scene.early, version=10**9))

    assert response.status_code == 409
    assert "Somebody else has moved" in response.content.decode()


def test_lets_the_assignee_move_their_own(client: Client, scene: Scene) -> None:
    helper = make_person()
    Task.objects.filter(pk=scene.early.pk).update(assignee=helper)
    client.force_login(helper)

    for task, status in ((scene.early, 303), (scene.late, 403)):
        doing = sent(task, status=make_status("doing").pk)
        assert client.post(MOVE, doing).status_code == status
    assert (kind_of(scene.early), kind_of(scene.late)) == ("doing", "todo")


@pytest.mark.parametrize(
    ("who", "status"), [("reader", 403), ("sponsor", 303), ("member", 303)]
)
def test_asks_for_the_right_to_move(
    client: Client, scene: Scene, who: str, status: int
) -> None:
    client.force_login(getattr(scene, who))

    answer = client.post(MOVE, sent(scene.late, status=make_status("doing").pk))

    assert answer.status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        {"card": "9" * 40},
        {"card": "x"},
        {"card": 999},
        {"status": 999},
        {"status": "-1"},
        {"before": "a\x00"},
        {"to": "moon"},
        {"version": "1e9"},
    ],
)
def test_knows_nothing_of_what_it_never_showed(
    client: Client, scene: Scene, wrong: dict[str, object]
) -> None:
    client.force_login(scene.manager)

    answer = client.post(MOVE, sent(scene.early, **wrong))

    assert answer.status_code == 404
    assert not ChangeSet.objects.exists()


def test_adds_a_card_at_the_foot_of_a_column(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    doing = make_status("doing")

    response = client.post(
        ADD, {"title": "Ring them", "status": doing.pk, "milestone": scene.last.pk}
    )

    made = Task.objects.get(title="Ring them")
    assert response.status_code == 303
    assert (made.status, made.milestone) == (doing, scene.last)


def test_keeps_what_cannot_be_a_card(client: Client, scene: Scene) -> None:
    client.force_login(scene.member)
    status = make_status("doing").pk

    response = client.post(ADD, {"title": "x" * 501, "status": status, "next": BOARD})

    assert response.status_code == 422
    assert "x" * 501 in response.content.decode()
    assert client.post(ADD, {"title": "A", "status": "9" * 99}).status_code == 404


def test_is_narrowed_and_says_by_what(client: Client, scene: Scene) -> None:
    html = look(client, scene.member, BOARD, mine="1")
    assert "Interview ten clinics" in html
    assert "Draw the guide" not in html
    assert "1 card" in html

    html = look(client, scene.member, BOARD, milestone=str(scene.last.pk))
    assert "No card fits" in html


def test_stands_in_lanes(client: Client, scene: Scene) -> None:
    html = look(client, scene.member, BOARD, lanes="assignee")
    assert html.count('class="lane"') == 2
    assert "Nobody" in html

    html = look(client, scene.member, BOARD, lanes="milestone")
    assert html.count('class="lane"') == 1


@pytest.mark.parametrize(
    "given",
    [
        {"milestone": "9" * 99},
        {"assignee": "x"},
        {"label": "\u202e%_'\"" * 99},
        {"lanes": "<b>"},
        {"whole": "-3", "move": "1.5"},
    ],
)
def test_takes_any_address(client: Client, scene: Scene, given: dict[str, str]) -> None:
    look(client, scene.member, BOARD, **given)


def test_is_not_there_for_strangers(client: Client, scene: Scene) -> None:
    Project.objects.update(visibility="named")
    client.force_login(scene.reader)

    assert client.get(BOARD).status_code == 404
    assert client.post(MOVE, sent(scene.early)).status_code == 404
    assert client.post(ADD, {"title": "A", "status": 1}).status_code == 404


def test_comes_as_a_fragment(client: Client, scene: Scene) -> None:
    client.force_login(scene.reader)

    html = client.get(BOARD, headers=HTMX).content.decode()

    assert html.lstrip().startswith('<div id="board">')


def test_marks_what_is_too_much_at_once(client: Client, scene: Scene) -> None:
    TaskStatus.objects.filter(kind="todo").update(wip_limit=1)

    html = look(client, scene.reader, BOARD)

    assert "2 of 1" in html
    assert "1 over the limit" in html


@pytest.mark.parametrize("size", [2, 20])
def test_asks_no_more_of_twenty_cards(client: Client, scene: Scene, size: int) -> None:
    for _ in range(size):
        task = make_task(
            scene.project,
            milestone=make_milestone(scene.project),
            assignee=make_person(),
            kind="doing",
        )
        make_dependency(scene.early, task)
        make_task(scene.project, kind="done")
    client.force_login(Person.objects.get(pk=scene.member.pk))
    client.get(BOARD)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(BOARD)

    assert len(asked) <= 25, "\n".join(each["sql"][:90] for each in asked)
