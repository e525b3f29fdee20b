import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from waypost.core.models import Change
from waypost.exchange import actions
from waypost.exchange.models import ImportRun
from waypost.exchange.reading.tests.builders import issues
from waypost.exchange.tests.files import (
    CALENDAR,
    EPIC,
    FORM,
    ROWS,
    SUB,
    make_planner,
)
from waypost.people.models import Person
from waypost.people.tests.factories import make_admin, make_person
from waypost.projects import actions as project_actions
from waypost.projects.models import Project, Task
from waypost.web.imports.views.problems import harmless

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client: Client) -> Person:
    person = make_planner()
    client.force_login(person)
    return person


def send(client: Client, *rows: dict[str, str], name: str = "issues.csv") -> Any:
    content = issues(*(rows or ROWS)).encode()
    return post_file(client, content, name)


def post_file(client: Client, content: bytes, name: str = "issues.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:index"), {"file": file, "kind": ""})


def run_of(response: Any) -> ImportRun:
    assert response.status_code == 303, response.content.decode()[:2000]
    return ImportRun.objects.latest("pk")


def page(client: Client, run: ImportRun, query: str = "") -> str:
    response = client.get(reverse("imports:page", args=[run.pk]) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def work(run: ImportRun) -> None:
    run.refresh_from_db()
    actions.work_on(actor=None, now=timezone.now(), run=run.pk, attempt=run.attempt)


def import_all(client: Client, *rows: dict[str, str]) -> ImportRun:
    run = run_of(send(client, *rows))
    client.post(reverse("imports:start", args=[run.pk]))
    work(run)
    return run


@pytest.mark.usefixtures("planner")
def test_takes_a_file_from_upload_to_undo(client: Client) -> None:
    run = run_of(send(client))
    assert (
        "Is each column read"
        in client.get(reverse("imports:columns", args=[run.pk])).content.decode()
    )
    assert "All 4 rows are ready" in page(client, run)
    assert "Import 4 rows" in page(client, run)

    client.post(reverse("imports:choices", args=[run.pk]), {"start": "yes"})
    assert "The import is running" in page(client, run)
    work(run)
    done = page(client, run)
    run.refresh_from_db()
    undone = client.post(
        reverse("history:undo", args=[run.change_set_id]),
        {"next": reverse("imports:page", args=[run.pk])},
    )

    assert "4 rows are in Waypost" in done
    assert "Link it now" in done
    assert undone.status_code == 303
    assert "This import was undone" in page(client, run)
    assert not Task.objects.exists()


def test_undo_lists_what_was_edited_since(client: Client, planner: Person) -> None:
    run = import_all(client)
    project_actions.edit_task(
        actor=planner,
        now=timezone.now(),
        task=Task.objects.get(title="Time zones"),
        changes={"title": "Zones of time"},
    )
    run.refresh_from_db()

    asked = client.post(reverse("history:undo", args=[run.change_set_id]))

    assert "Zones of time" in asked.content.decode()
    assert Task.objects.count() == 3


@pytest.mark.usefixtures("planner")
def test_the_empty_list_says_how_to_export(client: Client) -> None:
    text = client.get(reverse("imports:index")).content.decode()

    assert "Export CSV (all fields)" in text
    assert "XML Format" in text


@pytest.mark.usefixtures("planner")
def test_a_wrong_file_is_named_under_its_field(client: Client) -> None:
    response = post_file(client, b"PK\x03\x04" + b"\0" * 50, "plan.zip")

    assert response.status_code == 422
    assert "zip" in response.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.usefixtures("planner")
def test_no_file_at_all_is_asked_for(client: Client) -> None:
    response = client.post(reverse("imports:index"), {})

    assert response.status_code == 422
    assert "Choose a file first" in response.content.decode()


@pytest.mark.usefixtures("planner")
def test_a_file_that_is_too_large_is_thrown_away(client: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_MEGABYTES = 1

    response = post_file(client, b"x" * 3_000_000)

    assert response.status_code == 422
    assert "larger than 1 MB" in response.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("role", [Person.Role.MEMBER, Person.Role.VIEWER])
def test_a_member_is_refused(client: Client, role: str) -> None:
    make_planner()
    client.force_login(make_person(role=role))

    assert client.get(reverse("imports:index")).status_code == 403
    assert send(client).status_code == 403
    assert not ImportRun.objects.exists()
    assert reverse("imports:index") not in client.get("/history/").content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("page", "get"),
        ("columns", "get"),
        ("columns", "post"),
        ("choices", "post"),
        ("start", "post"),
        ("again", "post"),
        ("discard", "post"),
        ("problems", "get"),
    ],
)
@pytest.mark.usefixtures("planner")
def test_a_stranger_s_import_is_not_there(
    client: Client, name: str, method: str
) -> None:
    run = run_of(send(client))
    client.force_login(make_person(role=Person.Role.MANAGER))
    address = reverse(f"imports:{name}", args=[run.pk])

    assert getattr(client, method)(address).status_code == 404
    client.force_login(Person.objects.get(pk=run.person_id))
    missing = reverse(f"imports:{name}", args=[run.pk + 100])
    assert getattr(client, method)(missing).status_code == 404


@pytest.mark.usefixtures("planner")
def test_an_admin_looks_and_does_not_go_on(client: Client) -> None:
    run = run_of(send(client))
    client.force_login(make_admin())

    assert "Import 4 rows" not in page(client, run)
    response = client.post(reverse("imports:start", args=[run.pk]))

    assert response.status_code == 403
    run.refresh_from_db()
    assert run.state == ImportRun.State.PREVIEWED


@pytest.mark.usefixtures("planner")
def test_looking_changes_nothing(client: Client) -> None:
    run = run_of(send(client))
    before = (Change.objects.count(), run.attempt)

    for name in ("page", "columns", "problems"):
        client.get(reverse(f"imports:{name}", args=[run.pk]))
    for name in ("choices", "start", "discard", "again"):
        address = reverse(f"imports:{name}", args=[run.pk])
        assert client.get(address).status_code == 405

    run.refresh_from_db()
    assert (Change.objects.count(), run.attempt) == before


@pytest.mark.usefixtures("planner")
def test_the_counts_filter_the_list(client: Client) -> None:
    import_all(client)
    newer = FORM | {"Summary": "Longer form"}
    more = {"Issue key": "ONB-9", "Summary": "One more"}
    run = run_of(send(client, EPIC, newer, CALENDAR, SUB, more))

    assert "<del>" in page(client, run, "?show=updated").replace("<bdi>", "").replace(
        "</bdi>", ""
    )
    assert "One more" in page(client, run, "?show=new")
    assert "Practice calendar" in page(client, run, "?show=unchanged")
    assert "Import 2 rows" in page(client, run)


@pytest.mark.usefixtures("planner")
def test_the_same_file_again_offers_nothing_to_import(client: Client) -> None:
    import_all(client)

    text = page(client, run_of(send(client)))

    assert "Everything in this file is here already" in text
    assert 'name="start"' not in text


@pytest.mark.usefixtures("planner")
def test_a_choice_for_a_problem_stays(client: Client) -> None:
    run = run_of(send(client, FORM | {"Due date": "31/Nov/26 12:00 AM", "Parent": ""}))
    assert run.preview is not None
    (problem,) = [p for p in run.preview["problems"] if p["column"] == "Due date"]
    name = f"problem-{problem['id']}"

    client.post(reverse("imports:choices", args=[run.pk]), {name: "empty"})

    run.refresh_from_db()
    assert run.preview is not None
    chosen = {p["id"]: p["chosen"] for p in run.preview["problems"]}
    assert chosen[problem["id"]] == "empty"


@pytest.mark.usefixtures("planner")
def test_a_choice_that_is_not_offered_is_refused(client: Client) -> None:
    run = run_of(send(client, FORM | {"Due date": "31/Nov/26 12:00 AM"}))
    assert run.preview is not None
    name = f"problem-{run.preview['problems'][0]['id']}"

    response = client.post(
        reverse("imports:choices", args=[run.pk]), {name: "person-1 or 1=1"}
    )

    assert response.status_code == 422


@pytest.mark.usefixtures("planner")
def test_columns_are_mapped_and_refused_with_what_was_chosen(client: Client) -> None:
    run = run_of(send(client))
    address = reverse("imports:columns", args=[run.pk])
    assert run.preview is not None
    at = [c["name"] for c in run.preview["columns"]].index("Sprint")

    bad = client.post(address, {f"column-{at}": "labels", "column-1": "nonsense"})
    good = client.post(address, {f"column-{at}": "labels"})

    assert bad.status_code == 422
    assert '<option value="labels" selected>' in bad.content.decode()
    assert good.status_code == 303
    run.refresh_from_db()
    assert run.mapping == {"columns": {"Sprint": "labels"}}


@pytest.mark.usefixtures("planner")
def test_a_table_of_others_is_mapped_by_hand(client: Client) -> None:
    file = SimpleUploadedFile("own.csv", b"Nr,What\nA-1,First\nA-2,Second\n")
    sent = client.post(reverse("imports:index"), {"file": file, "kind": "jira"})
    run = run_of(sent)
    shown = client.get(reverse("imports:columns", args=[run.pk])).content.decode()

    client.post(
        reverse("imports:columns", args=[run.pk]),
        {"column-0": "key", "column-1": "title"},
    )

    assert "Which column holds this" in shown
    assert "All 2 rows are ready" in page(client, run)


@pytest.mark.usefixtures("planner")
def test_problem_rows_come_as_a_csv_without_formulas(client: Client) -> None:
    row = FORM | {"Parent": "", "Assignee": "=cmd|' /C calc'!A0"}
    run = run_of(send(client, row))

    response = client.get(reverse("imports:problems", args=[run.pk]))

    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Type"].startswith("text/csv")
    assert table[0][0] == "Row"
    cells = [cell for line in table[1:] for cell in line]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.usefixtures("planner")
def test_hostile_titles_are_shown_as_text(client: Client) -> None:
    titles = ["<script>alert(1)</script>", "\u202egnp.exe", "🚀", "y" * 10_000]
    rows = [
        {"Issue key": f"<b>{n}", "Summary": title} for n, title in enumerate(titles)
    ]
    run = run_of(send(client, *rows, name="<script>.csv"))

    for query in ("?show=new", "?show=problems"):
        text = page(client, run, query)
        assert "<script>alert" not in text
        assert "<b>0" not in text
    assert "&lt;script&gt;alert(1)" in page(client, run, "?show=new")


@pytest.mark.usefixtures("planner")
def test_progress_comes_as_a_fragment(client: Client) -> None:
    run = run_of(send(client))
    client.post(reverse("imports:start", args=[run.pk]))
    address = reverse("imports:page", args=[run.pk])

    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "run"})
    whole = client.get(address)

    assert part.content.decode().strip().startswith("<div id=")
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert "<html" in whole.content.decode()


@pytest.mark.usefixtures("planner")
def test_a_failed_import_says_why_and_offers_another_try(client: Client) -> None:
    run = run_of(send(client))
    ImportRun.objects.filter(pk=run.pk).update(
        state="failed", error="The disk was full. Try again."
    )

    text = page(client, run)

    assert "The disk was full" in text
    assert "Import 4 rows" in text


@pytest.mark.usefixtures("planner")
def test_a_file_is_let_go(client: Client) -> None:
    run = run_of(send(client))

    response = client.post(reverse("imports:discard", args=[run.pk]))

    assert response.status_code == 303
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.usefixtures("planner")
def test_asks_no_more_for_many_rows(
    client: Client,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [
        {"Issue key": f"ONB-{n}", "Summary": f"Do {n}", "Assignee": f"who {n}"}
        for n in range(count)
    ]
    for _number in range(count // 2):
        run = run_of(send(client, *rows))

    for address in (
        reverse("imports:index"),
        reverse("imports:page", args=[run.pk]),
        reverse("imports:columns", args=[run.pk]),
    ):
        with django_assert_max_num_queries(14):
            assert client.get(address).status_code == 200


@pytest.mark.usefixtures("planner")
def test_no_project_is_made_by_a_preview(client: Client) -> None:
    run_of(send(client))

    assert not Project.objects.exists()


def test_is_for_people_who_are_signed_in(client: Client) -> None:
    make_planner()

    response = client.get(reverse("imports:index"))

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
