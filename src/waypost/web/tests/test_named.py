"""Where there are too many people for a select, a form takes their names."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person
from waypost.projects.tests.factories import make_project
from waypost.web import choices
from waypost.web.choices import people_to_choose
from waypost.web.named import NamedsField
from waypost.web.projects.forms.resources import WhomField

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    make_organisation()
    return make_admin()


@pytest.fixture
def ada(admin: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """One of more people than a select offers."""
    monkeypatch.setattr(choices, "MOST", 3)
    for name in ("Bo Berg", "Cy Carlsen", "Di Dahl"):
        make_person(name)
    return make_person("Ada Wold", email="ada@example.com")


def _as_sent(form: forms.Form) -> dict[str, object]:
    """Return what a browser sends of a form that nobody has touched."""
    values = {field.html_name: field.value() for field in form}
    return {k: v for k, v in values.items() if v is not None and v is not False}


@pytest.mark.parametrize(
    "said",
    [
        "Ada Wold",
        "ada wold",
        "ada@example.com",
        "ADA@example.com",
        "Ada Wold <ada@example.com>",
        "Somebody else <ada@example.com>",
        "wold",
    ],
)
def test_by_name_by_address_or_by_both(ada: Person, said: str) -> None:
    offered = people_to_choose(make_admin(email="root@example.com"))

    assert offered.named.meant(said) == ada.pk


def test_and_two_of_a_name_are_told_apart(ada: Person, admin: Person) -> None:
    other = make_person("Ada Wold", email="other@example.com")
    named = people_to_choose(admin).named

    with pytest.raises(ValidationError, match="Several people fit"):
        named.meant("Ada Wold")

    assert named.meant(named.written(other.pk)) == other.pk


@pytest.mark.parametrize("said", ["Nobody", "<>", "%", "Bo <ada@example.org>"])
def test_and_refuses_who_is_not_there(ada: Person, admin: Person, said: str) -> None:
    with pytest.raises(ValidationError, match="Nobody to choose here"):
        people_to_choose(admin).named.meant(said)


def test_keeps_who_was_chosen_and_has_left_since(ada: Person, admin: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    ada.refresh_from_db()

    assert people_to_choose(admin, ada).named.meant("Ada Wold") == ada.pk
    with pytest.raises(ValidationError):
        people_to_choose(admin).named.meant("Ada Wold")


def test_leaves_out_who_must_not_be_chosen(ada: Person, admin: Person) -> None:
    with pytest.raises(ValidationError):
        people_to_choose(admin).without(ada.pk).named.meant("Ada Wold")


def test_shows_and_saves_the_owner_of_an_objective(
    client: Client, ada: Person, admin: Person
) -> None:
    objective = make_objective(owner=admin, state=Objective.State.DRAFT)
    client.force_login(admin)
    url = reverse("objectives:edit", args=[objective.number])

    shown = client.get(url)
    form = shown.context["form"]
    said = _as_sent(form)
    refused = client.post(url, said | {"owner": "Nobody Here"})
    saved = client.post(url, said | {"owner": "Ada Wold <ada@example.com>"})

    assert f'value="{admin.name}"' in shown.content.decode()
    assert refused.status_code == 422
    assert "Nobody Here" in refused.content.decode()
    assert saved.status_code == 303, saved.content.decode()
    objective.refresh_from_db()
    assert objective.owner == ada


def test_takes_a_person_or_a_team(ada: Person, admin: Person) -> None:
    named = people_to_choose(admin).named
    field = WhomField(named, [(3, "Night crew")], like=forms.ChoiceField())

    whom = [field.clean(said) for said in ("night crew", "Ada Wold")]

    assert whom == ["team:3", f"person:{ada.pk}"]
    assert [field.clean(field.prepare_value(value)) for value in whom] == whom


def test_takes_several_on_lines(ada: Person, admin: Person) -> None:
    bo = Person.objects.get(name="Bo Berg")
    like = forms.MultipleChoiceField(required=False)
    field = NamedsField(people_to_choose(admin).named, like=like)

    value = field.clean("Ada Wold\n\n  bo   berg \nada@example.com\n")

    assert value == [str(ada.pk), str(bo.pk)]
    assert field.clean(field.prepare_value(value)) == value
    assert field.clean("") == []
    assert field.prepare_value([]) == ""
    assert field.prepare_value(None) == ""


def test_saves_a_project_that_names_nobody(
    client: Client, ada: Person, admin: Person
) -> None:
    project = make_project(code="FERRY", manager=admin)
    client.force_login(admin)
    url = reverse("projects:edit", args=["FERRY"])

    form = client.get(url).context["form"]
    said = _as_sent(form)
    saved = client.post(url, said | {"sponsor": "Ada Wold"})

    assert said["viewers"] == ""
    assert saved.status_code == 303, saved.content.decode()
    project.refresh_from_db()
    assert project.sponsor == ada


def test_is_offered_names_that_mean_one_person(
    client: Client, ada: Person, admin: Person
) -> None:
    client.force_login(admin)

    alone = client.get(reverse("tables:people"), {"as": "one", "q": "ada"})
    make_person("Ada Wold", email="other@example.com")
    shared = client.get(reverse("tables:people"), {"as": "one", "q": "ada"})

    assert '"Ada Wold"' in alone.content.decode()
    assert "Ada Wold &lt;ada@example.com&gt;" in shared.content.decode()


def test_stays_a_select_while_they_are_few(client: Client, admin: Person) -> None:
    objective = make_objective(owner=admin, state=Objective.State.DRAFT)
    client.force_login(admin)

    page = client.get(reverse("objectives:edit", args=[objective.number]))

    assert '<select name="owner"' in page.content.decode()
