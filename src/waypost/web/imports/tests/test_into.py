from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waypost.exchange import actions
from waypost.exchange.models import ImportRun
from waypost.exchange.tests.files import make_planner
from waypost.people.models import Person
from waypost.people.tests.factories import make_person
from waypost.projects import actions as project_actions
from waypost.projects.models import Project, Task
from waypost.web.imports.tests.test_imports import run_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client: Client) -> Person:
    person = make_planner()
    client.force_login(person)
    return person


def make_project(actor: Person, name: str, code: str) -> Project:
    terms = project_actions.ProjectTerms(name=name, code=code)
    return project_actions.create_project(actor=actor, now=timezone.now(), terms=terms)


def choose(client: Client, run: ImportRun, code: str) -> Any:
    return client.post(reverse("imports:columns", args=[run.pk]), {"into": code})


def test_a_file_goes_into_a_project_that_stands_here(
    client: Client, planner: Person
) -> None:
    project = make_project(planner, "Clinics", "CLI")
    run = run_of(send(client))

    answer = choose(client, run, "CLI")
    shown = client.get(reverse("imports:columns", args=[run.pk])).content.decode()
    client.post(reverse("imports:start", args=[run.pk]))
    run.refresh_from_db()
    actions.work_on(actor=None, now=timezone.now(), run=run.pk, attempt=run.attempt)

    assert answer.status_code == 303
    assert '<option value="CLI" selected>' in shown
    assert "Everything goes into Clinics (CLI)" in shown
    assert Project.objects.get() == project
    assert {row.project for row in Task.objects.all()} == {project}


def test_only_projects_that_one_may_change_are_offered(
    client: Client, planner: Person
) -> None:
    stranger = make_person("Otto", role=Person.Role.MANAGER)
    make_project(stranger, "Elsewhere", "ELS")
    make_project(planner, "Clinics", "CLI")
    run = run_of(send(client))

    shown = client.get(reverse("imports:columns", args=[run.pk])).content.decode()
    answer = choose(client, run, "ELS")

    assert 'value="CLI"' in shown
    assert 'value="ELS"' not in shown
    assert answer.status_code == 422
    assert "Choose one of what is offered" in answer.content.decode()
