"""Saved views on the page …"""

import pytest
from django.test import Client

from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.planning.models import SavedView, UsualView
from waypost.projects.tests.factories import make_task

pytestmark = pytest.mark.django_db
NEXT = {"next": "/tasks/"}


@pytest.fixture
def ann() -> Person:
    return make_person("Ann")


@pytest.fixture
def asking(ann: Person) -> Client:
    return signed_in(ann)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def save(client: Client, name: str = "First things", **sent: str) -> SavedView:
    fields = {"name": name, "parameters": "priority_to=1&sort=title", **NEXT, **sent}
    answer = client.post("/views/tasks/save/", fields)
    assert answer.status_code == 303
    return SavedView.objects.latest("pk")


def rows_of(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return [name for name in ("Alpha", "Beta") if f">{name}</a>" in page]


def test_bring_back_what_was_asked(asking: Client) -> None:
    make_task(title="Alpha", priority=1)
    make_task(title="Beta", priority=4)

    view = save(asking)

    assert view.parameters == "priority_to=1&sort=title"
    assert rows_of(asking, f"/tasks/?view={view.pk}") == ["Alpha"]
    page = asking.get(f"/tasks/?view={view.pk}").content.decode()
    assert "First things" in page
    assert f"from={view.pk}" in page


def test_say_when_something_was_changed_and_are_written_over(asking: Client) -> None:
    view = save(asking)

    page = asking.get(f"/tasks/?from={view.pk}&priority_to=2").content.decode()
    asking.post(f"/views/{view.pk}/overwrite/", {"parameters": "priority_to=2", **NEXT})

    assert ">changed<" in page
    view.refresh_from_db()
    assert view.parameters == "priority_to=2"


def test_open_the_table_for_who_wants_them(asking: Client) -> None:
    make_task(title="Alpha", priority=1)
    make_task(title="Beta", priority=4)
    view = save(asking)

    asking.post(f"/views/{view.pk}/open-with/", NEXT)
    opened = rows_of(asking, "/tasks/")
    everything = rows_of(asking, "/tasks/?view=none")
    asking.post("/views/tasks/open-without/", NEXT)

    assert opened == ["Alpha"]
    assert everything == ["Alpha", "Beta"]
    assert rows_of(asking, "/tasks/") == ["Alpha", "Beta"]
    assert not UsualView.objects.exists()


def test_that_are_gone_are_said_to_be_gone(asking: Client) -> None:
    page = asking.get("/tasks/?view=4711").content.decode()

    assert "this view is gone" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "First things"}, "You have a view of this name already."),
        ({"name": "Other", "parameters": "q=" + "x" * 3000}, "at most 2000 characters"),
    ],
)
def test_that_cannot_be_saved_keep_what_was_typed(
    asking: Client, sent: dict[str, str], said: str
) -> None:
    save(asking)

    answer = asking.post("/views/tasks/save/", {"parameters": "q=a", **NEXT, **sent})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert f'value="{sent["name"]}"' in html or not sent["name"]


def test_are_renamed_and_shared(asking: Client) -> None:
    view = save(asking)

    form = asking.get(f"/views/{view.pk}/edit/?next=/tasks/").content.decode()
    asking.post(
        f"/views/{view.pk}/edit/", {"name": "Second", "is_shared": "on", **NEXT}
    )

    assert 'value="First things"' in form
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Second", True)
    assert "Second" in signed_in(make_person()).get("/tasks/").content.decode()


def test_are_deleted_and_come_back(asking: Client) -> None:
    view = save(asking)

    answer = asking.post(f"/views/{view.pk}/delete/", NEXT, follow=True)
    *_saved, message = answer.context["messages"]
    asking.post(message.extra_tags, NEXT)

    assert SavedView.objects.get().name == "First things"


def test_of_others_are_not_there(asking: Client) -> None:
    view = save(asking)

    for client in (signed_in(make_person()), signed_in(make_admin())):
        for deed in ("edit", "overwrite", "delete", "open-with"):
            assert client.post(f"/views/{view.pk}/{deed}/", NEXT).status_code == 404


def test_that_are_shared_are_changed_by_their_owner_alone(asking: Client) -> None:
    view = save(asking, is_shared="on")

    other = signed_in(make_person())

    assert other.post(f"/views/{view.pk}/delete/", NEXT).status_code == 403
    assert other.post(f"/views/{view.pk}/open-with/", NEXT).status_code == 303


def test_lead_back_nowhere_but_here(asking: Client) -> None:
    sent = {"name": "A", "parameters": "", "next": "//evil.example/x"}

    answer = asking.post("/views/tasks/save/", sent)

    assert answer["Location"].startswith("/?view=")


def test_names_are_offered_while_one_types(asking: Client, ann: Person) -> None:
    make_person("Anna Berg")

    answer = asking.get("/views/people/?set-assignee=ann", headers={"HX-Request": "1"})
    nothing = asking.get("/views/people/?q=", headers={"HX-Request": "1"})

    assert answer.content.decode().count("<option") == 2
    assert "<option" not in nothing.content.decode()


def test_change_nothing_by_looking(asking: Client) -> None:
    view = save(asking)

    for deed in ("overwrite", "delete", "open-with"):
        assert asking.get(f"/views/{view.pk}/{deed}/").status_code == 405
