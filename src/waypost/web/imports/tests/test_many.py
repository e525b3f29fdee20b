"""What a file means by a name, where there are too many to choose from."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from waypost.exchange.models import ImportRun
from waypost.exchange.sheets import people as sheet_of_people
from waypost.exchange.sheets import readings
from waypost.exchange.tests.files import FORM, make_planner
from waypost.okrs.tests.factories import make_metric
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person, make_team
from waypost.projects.tests.factories import make_project
from waypost.web import choices
from waypost.web.imports.tests.test_imports import run_of
from waypost.web.imports.tests.test_imports import send as send_issues

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two be more than a select offers."""
    monkeypatch.setattr(choices, "MOST", 1)
    monkeypatch.setattr(readings, "MOST_METRICS", 1)
    monkeypatch.setattr(sheet_of_people, "MOST_TEAMS", 1)


@pytest.fixture
def planner(client: Client) -> Person:
    person = make_planner()
    client.force_login(person)
    return person


def send(client: Client, content: bytes, kind: str) -> ImportRun:
    file = SimpleUploadedFile("table.csv", content)
    return run_of(client.post("/imports/", {"file": file, "kind": kind}))


def problem_of(run: ImportRun, kind: str) -> Any:
    assert run.preview is not None
    return next(p for p in run.preview["problems"] if p["kind"] == kind)


def choose(client: Client, run: ImportRun, **said: str) -> Any:
    return client.post(reverse("imports:choices", args=[run.pk]), said)


def test_a_person_is_typed_and_kept(client: Client, planner: Person) -> None:
    ada = make_person("Ada Moss")
    run = run_of(send_issues(client, FORM | {"Parent": "", "Assignee": "adam"}))
    name = problem_of(run, "person")["id"]

    refused = choose(client, run, **{f"who-{name}": "no such person"})
    saved = choose(client, run, **{f"who-{name}": "ada moss"})
    shown = client.get(f"/imports/{run.pk}/?show=problems").content.decode()

    assert refused.status_code == 422
    assert "Nobody to choose here" in refused.content.decode()
    assert 'value="no such person"' in refused.content.decode()
    assert saved.status_code == 303
    run.refresh_from_db()
    assert run.answers == {name: f"person-{ada.pk}"}
    assert f'name="who-{name}" value="Ada Moss"' in shown


def test_a_metric_is_typed_by_its_code(client: Client, planner: Person) -> None:
    make_metric(name="Wait at the counter", owner=planner)
    metric = make_metric(name="Wait at the ramp", owner=planner)
    content = b"Metric,Date,Value\r\nWait,2026-10-01,5\r\n"
    run = send(client, content, "readings")
    problem = problem_of(run, "metric")

    choose(client, run, **{f"who-{problem['id']}": metric.code})

    run.refresh_from_db()
    assert len(problem["choices"]) == 1
    assert run.answers == {problem["id"]: f"metric-{metric.pk}"}
    assert run.preview is not None
    assert run.preview["counts"]["new"] == 1


def test_a_team_is_typed(client: Client) -> None:
    client.force_login(make_admin())
    make_team(name="Bridge")
    team = make_team(name="Engine room")
    content = b"Name,Email,Team\r\nBo Berg,bo@example.com,Engines\r\n"
    run = send(client, content, "people")
    problem = problem_of(run, "team")

    offered = client.get(reverse("imports:offer_teams"), {"q": "room"})
    choose(client, run, **{f"who-{problem['id']}": "engine room"})

    run.refresh_from_db()
    assert b"Engine room" in offered.content
    assert run.answers == {problem["id"]: f"team-{team.pk}"}


def test_the_project_that_it_goes_into_is_typed(
    client: Client, planner: Person
) -> None:
    make_project(code="CLI", name="Clinics", manager=planner)
    make_project(code="ROO", name="Rooms", manager=planner)
    make_project(code="ELS", name="Elsewhere")
    run = run_of(send_issues(client))
    address = reverse("imports:columns", args=[run.pk])

    offered = client.get(reverse("imports:offer_projects"), {"q": "clin"})
    refused = client.post(address, {"into": "elsewhere"})
    taken = client.post(address, {"into": "clinics"})
    shown = client.get(address).content.decode()

    assert b"CLI \xc2\xb7 Clinics" in offered.content
    assert refused.status_code == 422
    assert 'value="elsewhere"' in refused.content.decode()
    assert taken.status_code == 303
    assert 'value="CLI · Clinics"' in shown
