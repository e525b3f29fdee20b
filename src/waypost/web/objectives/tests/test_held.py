"""Objectives that a project holds, and those of one person."""

import pytest
from django.test import Client
from django.urls import reverse

from waypost.bets.models import ProjectObjective
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_key_result, make_objective
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects.models import Project
from waypost.projects.tests.factories import make_project
from waypost.web.objectives.tests.making import running_cycle

pytestmark = pytest.mark.django_db


def address(project: Project) -> str:
    return f"{reverse('objectives:create')}?project={project.code}"


def said(owner: Person, **changes: object) -> dict[str, object]:
    cycle = running_cycle()
    return {
        "title": "The quay is handed over", "level": "project", "owner": owner.pk,
        "cycle": cycle.pk, "kind": "committed", "state": "active",
        "visibility": "everyone", "priority": "3", "weight": "1",
    } | changes  # fmt: skip


@pytest.fixture
def manager() -> Person:
    return make_person("Mara Elm")


@pytest.fixture
def project(manager: Person) -> Project:
    return make_project(name="New quay", manager=manager)


def test_is_written_by_who_runs_the_project(
    client: Client, project: Project, manager: Person
) -> None:
    parent = make_key_result(objective=make_objective(cycle=running_cycle()))
    client.force_login(manager)

    form = client.get(address(project)).context["form"]
    sent = said(manager, serves_0=parent.code)
    response = client.post(address(project), sent)

    objective = Objective.objects.get(title="The quay is handed over")
    assert list(form.fields["level"].choices) == [("project", "New quay")]
    assert response["Location"] == reverse("objectives:page", args=[objective.number])
    assert ProjectObjective.objects.get().project == project
    assert objective.alignments.get().parent_key_result == parent


def test_stands_on_the_project_page_and_names_it(
    client: Client, project: Project, manager: Person
) -> None:
    client.force_login(manager)
    client.post(address(project), said(manager))
    objective = Objective.objects.get()

    on_project = client.get(reverse("projects:page", args=[project.code]))
    on_its_own = client.get(reverse("objectives:page", args=[objective.number]))

    assert "The quay is handed over" in on_project.content.decode()
    assert "New quay" in on_its_own.content.decode()


def test_is_edited_by_its_owner(
    client: Client, project: Project, manager: Person
) -> None:
    client.force_login(manager)
    client.post(address(project), said(manager))
    url = reverse("objectives:edit", args=[Objective.objects.get().number])

    response = client.post(url, said(manager, title="Renamed"))

    assert response.status_code == 303
    assert Objective.objects.get().title == "Renamed"


def test_is_hidden_on_the_project_page_from_who_may_not_see_it(
    client: Client, project: Project, manager: Person
) -> None:
    client.force_login(manager)
    client.post(address(project), said(manager, visibility="named"))
    client.force_login(make_person())

    html = client.get(reverse("projects:page", args=[project.code])).content.decode()

    assert "The quay is handed over" not in html


def test_is_not_written_by_others(
    client: Client, project: Project, manager: Person
) -> None:
    stranger = make_person()
    client.force_login(stranger)
    sent = said(stranger)

    assert client.get(address(project)).status_code == 403
    assert client.post(address(project), sent).status_code == 403
    hidden = make_project(visibility="named")
    assert client.post(address(hidden), sent).status_code == 404
    assert client.post(reverse("objectives:create"), sent).status_code == 422
    assert not Objective.objects.exists()


def test_of_one_person_shows_in_their_week_and_to_their_manager(client: Client) -> None:
    boss = make_person()
    person = make_person(manager=boss)
    client.force_login(person)
    sent = said(
        person, level="person", person=person.pk, visibility="named", title="My own"
    )

    client.post(reverse("objectives:create"), sent)

    page = reverse("objectives:page", args=[Objective.objects.get().number])
    assert "My own" in client.get(reverse("home:index")).content.decode()
    client.force_login(boss)
    assert client.get(page).status_code == 200
    client.force_login(make_person())
    assert client.get(page).status_code == 404
