from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from waypost.exchange.models import ImportRun
from waypost.okrs.models import Objective
from waypost.okrs.tests.factories import make_cycle, make_metric
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_organisation, make_person

pytestmark = pytest.mark.django_db
OKRS = (
    b"Objective,Key result,Cycle,Baseline,Target,Owner e-mail,Mood\r\n"
    b"Calm boats,,Q4 2026,,,,\r\n"
    b"Calm boats,Arrivals on time,Q4 2026,71,90,gone@else.org,sunny\r\n"
)


@pytest.fixture
def admin() -> Person:
    make_organisation()
    make_cycle(name="Q4 2026", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
    return make_admin()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def send(client: Client, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("table.csv", content)
    return client.post("/imports/", {"file": file, "kind": ""} | more)


def test_objectives_are_known_by_their_header_and_previewed(admin: Person) -> None:
    client = signed_in(admin)

    sent = send(client, OKRS)
    run = ImportRun.objects.get()
    columns = client.get(sent.url).content.decode()
    preview = client.get(f"/imports/{run.pk}/").content.decode()

    assert run.kind == "okrs"
    assert "Current value" in columns
    assert "Where it goes" not in columns
    assert "gone@else.org" in preview
    assert "Calm boats" in client.get(f"/imports/{run.pk}/?show=new").content.decode()
    assert not Objective.objects.exists()


def test_an_owner_is_chosen_in_the_preview(admin: Person) -> None:
    client, ada = signed_in(admin), make_person("Ada Moss")
    send(client, OKRS)
    run = ImportRun.objects.get()
    assert run.preview is not None
    (problem,) = (p for p in run.preview["problems"] if p["kind"] == "person")

    client.post(
        f"/imports/{run.pk}/choices/", {f"problem-{problem['id']}": f"person-{ada.pk}"}
    )

    run.refresh_from_db()
    assert run.answers == {problem["id"]: f"person-{ada.pk}"}


def test_templates_are_there_for_whoever_may_bring_them(admin: Person) -> None:
    manager = make_person(role=Person.Role.MANAGER)

    csv = signed_in(admin).get("/imports/templates/people.csv")
    xlsx = signed_in(manager).get("/imports/templates/okrs.xlsx")

    assert csv.getvalue().decode("utf-8-sig").startswith("E-mail,Name,Role")
    assert xlsx.getvalue()[:2] == b"PK"
    assert signed_in(manager).get("/imports/templates/people.csv").status_code == 404
    assert signed_in(admin).get("/imports/templates/okrs.exe").status_code == 404


def test_people_are_refused_to_a_manager(admin: Person) -> None:
    manager = make_person(role=Person.Role.MANAGER)

    sent = send(signed_in(manager), b"E-mail,Name\r\na@b.org,A\r\n", kind="people")

    assert sent.status_code == 403
    assert not ImportRun.objects.exists()


def test_readings_are_brought_from_the_page_of_their_metric(admin: Person) -> None:
    metric, client = make_metric(owner=admin), signed_in(admin)
    page = client.get(f"/metrics/{metric.code}/").content.decode()
    asked = f"/imports/?kind=readings&amp;metric={metric.code}"
    form = client.get(asked.replace("&amp;", "&")).content.decode()

    send(client, b"Date,Value\r\n2026-10-01,5\r\n", kind="readings", metric=metric.code)

    run = ImportRun.objects.get()
    assert asked in page
    assert f'value="{metric.code}"' in form
    assert run.preview is not None
    assert run.preview["counts"]["new"] == 1


def test_the_top_bar_shows_an_import_until_its_end_was_seen(admin: Person) -> None:
    client = signed_in(admin)
    send(client, OKRS)
    run = ImportRun.objects.get()
    assert b"import-chip" not in client.get("/metrics/").content

    client.post(f"/imports/{run.pk}/start/")
    running = client.get("/metrics/").content.decode()
    ImportRun.objects.update(state=ImportRun.State.DONE)
    done = client.get("/imports/running/").content.decode()
    client.get(f"/imports/{run.pk}/")

    assert "Importing" in running
    assert f"/imports/{run.pk}/" in running
    assert "Imported" in done
    assert "hx-trigger" not in done
    assert b"import-chip" not in client.get("/metrics/").content
