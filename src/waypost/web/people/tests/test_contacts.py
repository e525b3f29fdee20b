import pytest
from django.test import Client

from waypost.core import history
from waypost.core.models import ChangeSet
from waypost.people.models import Contact
from waypost.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
CONTACTS = "/people/contacts/"
FORM = {
    "name": "Harbour Office",
    "email": "desk@harbour.example",
    "organisation": "Port",
}


def test_are_noted_changed_and_deleted_with_undo(client: Client) -> None:
    manager = make_person(role="manager")
    client.force_login(manager)

    client.post(f"{CONTACTS}new/", FORM)
    contact = Contact.objects.get()
    page = f"{CONTACTS}{contact.pk}/"
    client.post(page, FORM | {"name": "Harbour Desk"})
    assert "Harbour Desk" in client.get(CONTACTS).content.decode()
    client.post(f"{page}delete/")
    assert not Contact.objects.exists()
    client.post(f"/history/{history.last_change_set(manager)}/undo/")

    assert Contact.objects.get().name == "Harbour Desk"


def test_say_what_belongs_there_while_there_is_none(client: Client) -> None:
    client.force_login(make_person())

    assert "No contact yet" in client.get(CONTACTS).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"email": "x"}, "email"), ({"name": "x" * 201}, "name")],
)
def test_come_back_where_something_is_wrong(
    client: Client, wrong: dict[str, str], field: str
) -> None:
    client.force_login(make_person())

    response = client.post(f"{CONTACTS}new/", FORM | wrong)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Port" in response.content.decode()
    assert not Contact.objects.exists()


def test_are_read_by_viewers_and_changed_by_others(client: Client) -> None:
    contact = Contact.objects.create(name="Harbour Office")
    client.force_login(make_person(role="viewer"))

    assert "Harbour Office" in client.get(CONTACTS).content.decode()
    for path in ("new/", f"{contact.pk}/", f"{contact.pk}/delete/"):
        assert client.post(f"{CONTACTS}{path}", FORM).status_code == 403
    client.force_login(make_person())
    assert client.post(f"{CONTACTS}{contact.pk}/delete/").status_code == 403
    assert client.post(f"{CONTACTS}99999/", FORM).status_code == 404
    assert not ChangeSet.objects.exists()
