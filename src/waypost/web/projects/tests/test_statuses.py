import pytest
from django.test import Client

from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects.models import TaskStatus
from waypost.projects.tests.factories import make_status, make_task

pytestmark = pytest.mark.django_db
LIST = "/projects/statuses/"


@pytest.fixture
def admin(client: Client) -> Person:
    for kind in ("todo", "doing", "done"):
        make_status(kind)
    person = make_admin()
    client.force_login(person)
    return person


def test_lists_them_with_their_tasks(client: Client, admin: Person) -> None:
    make_task(kind="doing")

    html = client.get(LIST).content.decode()

    assert "3 statuses of tasks" in html
    assert html.index("To do") < html.index("Doing") < html.index("Done")


def test_adds_changes_moves_and_deletes_one(client: Client, admin: Person) -> None:
    client.post(f"{LIST}new/", {"name": "Parked", "kind": "backlog", "wip_limit": "4"})
    made = TaskStatus.objects.get(name="Parked")
    assert made.wip_limit == 4
    address = f"{LIST}{made.pk}/"
    assert "Parked" in client.get(address).content.decode()

    client.post(address, {"name": "On ice", "kind": "backlog"})
    client.post(f"{address}move/", {"to": "up"})
    made.refresh_from_db()
    assert made.name == "On ice"
    assert not made.wip_limit
    names = [*TaskStatus.objects.order_by("position").values_list("name", flat=True)]
    assert names == ["To do", "Doing", "On ice", "Done"]
    client.post(f"{address}delete/")

    assert not TaskStatus.objects.filter(pk=made.pk).exists()


def test_merges_one_that_is_used(client: Client, admin: Person) -> None:
    task, doing = make_task(kind="doing"), make_status("doing")
    address = f"{LIST}{doing.pk}/"
    client.post(f"{address}delete/")
    assert "merge it into another" in client.get(address).content.decode()

    assert client.post(f"{address}merge/", {"into": doing.pk}).status_code == 422
    client.post(f"{address}merge/", {"into": make_status("todo").pk})

    task.refresh_from_db()
    assert task.status.kind == "todo"
    assert not TaskStatus.objects.filter(pk=doing.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "To do"}, "exists"),
        ({"kind": "moon"}, "not one of the available choices"),
        ({"wip_limit": "0"}, "greater than or equal to 1"),
        ({"wip_limit": "9" * 30}, "less than or equal"),
    ],
)
def test_keeps_what_cannot_be(
    client: Client, admin: Person, wrong: dict[str, str], said: str
) -> None:
    answer = client.post(f"{LIST}new/", {"name": "Parked", "kind": "todo"} | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert TaskStatus.objects.count() == 3


@pytest.mark.parametrize("role", ["viewer", "member", "manager"])
def test_is_an_admins(client: Client, admin: Person, role: str) -> None:
    client.force_login(make_person(role=role))
    pk = make_status("todo").pk

    for address in (LIST, f"{LIST}new/", f"{LIST}{pk}/"):
        assert client.get(address).status_code == 403
    for deed in ("move", "delete", "merge"):
        assert client.post(f"{LIST}{pk}/{deed}/").status_code == 403


def test_knows_no_other(client: Client, admin: Person) -> None:
    assert client.get(f"{LIST}999/").status_code == 404
    assert client.get(f"{LIST}{'9' * 30}/").status_code == 404
    assert client.post(f"{LIST}999/merge/", {"into": 1}).status_code == 404
